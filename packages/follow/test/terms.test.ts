/** Orders that are over are looked at within their refill term. */
import { assert, describe, it } from "@effect/vitest"
import { Journal } from "@smmkit/journal"
import { Effect, Layer, Option, TestClock } from "effect"
import { FollowStore, type RefillTerms } from "../src/index.js"
import { file, follow, order, panel, pass, placing, sandbox, stores } from "./world.js"

/** When an order is looked at next, a month after it was placed. */
const nextAfterAMonth = (term: RefillTerms.RefillTerms) =>
  Effect.gen(function* () {
    const process = follow({ accounts: [{ panel, term: () => term }] })
    const entry = yield* placing(
      Effect.flatMap(Journal.Journal, ({ placeOnce }) => placeOnce("invoice-1042", order(1000)))
    )
    // Nobody looks in between, as each wait of a process is a step of the clock.
    for (const pause of ["1 day", "31 days"] as const) {
      yield* TestClock.adjust(pause)
      yield* Effect.provide(pass(15), process)
    }
    const store = yield* FollowStore.FollowStore
    const row = yield* store.get(entry.account, entry.order ?? assert.fail("no order"))
    // The last of the looks that each order gets is behind it then.
    yield* TestClock.adjust("30 days")
    yield* Effect.provide(pass(15), process)
    const after = yield* store.get(entry.account, entry.order ?? assert.fail("no order"))
    return [Option.getOrThrow(row).ended !== null, Option.getOrThrow(after).due !== null]
  }).pipe(
    Effect.provide(
      Layer.unwrapEffect(Effect.map(file, (place) => Layer.merge(sandbox({ partial: 0 }), stores(place))))
    )
  )

describe("an order that is over for more than a month", () => {
  it.effect("is looked at still, within the refill term of its service", () =>
    Effect.map(nextAfterAMonth({ _tag: "Lifetime" }), (seen) => assert.deepStrictEqual(seen, [true, true]))
  )

  it.effect("is looked at no more, where its service has no term that is known", () =>
    Effect.map(nextAfterAMonth({ _tag: "Unknown" }), (seen) => assert.deepStrictEqual(seen, [true, false]))
  )
})
