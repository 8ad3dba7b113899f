/** Accounts that are called like what every object has: what is said by account is said of them like of any other. */
import { assert, describe, it } from "@effect/vitest"
import { Money } from "@smmkit/core"
import { Store } from "@smmkit/journal"
import { Effect, Layer, Option, Stream } from "effect"
import { Follow, FollowStore, Sweep } from "../src/index.js"
import { mustClaim, order, place, reportOf } from "../src/testing/kit.js"
import { file, stores } from "./world.js"

const names = ["__proto__", "constructor", "toString"]

/** Something of each of these accounts. */
const ofEach = <A>(value: A) => Object.fromEntries(names.map((name) => [name, value]))

/** In each account one order for 1.5 of which 33 of 100 units remain, and one event. */
const partial = Effect.gen(function* () {
  const store = yield* FollowStore.FollowStore
  const journal = yield* Store.Store
  for (const name of names) {
    yield* place(journal, "k", "7", name)
    yield* store.hurry(name, order("7"))
    const claim = yield* mustClaim(store, { from: name })
    yield* store.write(reportOf(claim, { state: "Partial", remains: 33 }))
  }
})

/** The service, which is told that of books. */
const service = (options: Parameters<typeof Follow.layerService>[0]) =>
  Layer.orDie(Layer.provide(Follow.layerService(options), Sweep.layerPulse({ every: "5 minutes" })))

/** What is due of the order of each account. */
const due = Effect.gen(function* () {
  const { get } = yield* Follow.Follow
  const orders = yield* Effect.forEach(names, (name) => get(name, order("7")))
  return orders.map((found) =>
    Option.map(
      Option.flatMapNullable(found, ({ due }) => due),
      Money.format
    )
  )
})

const told = (after: Readonly<Record<string, number>>, account?: string) =>
  Effect.gen(function* () {
    const { events } = yield* Follow.Follow
    const all = yield* Stream.runCollect(events({ after, account, live: false }))
    return [...all].map(({ account, number }) => `${account} ${number}`).sort()
  })

describe("accounts called like fields of every object", () => {
  it.effect("have the books, the places in the log and the lag that are theirs", () =>
    Effect.gen(function* () {
      yield* partial
      const books = ofEach({ decimals: 2, rounding: "down" } as const)
      const rounded = yield* Effect.provide(due, service({ books }))
      assert.deepStrictEqual(
        rounded,
        names.map(() => Option.some("0.49"))
      )
      yield* Effect.gen(function* () {
        const follow = yield* Follow.Follow
        assert.deepStrictEqual(
          yield* due,
          names.map(() => Option.some("0.495"))
        )
        const all = names.map((name) => `${name} 1`)
        assert.deepStrictEqual(yield* told({}), all)
        for (const name of names) {
          const others = all.filter((event) => event !== `${name} 1`)
          assert.deepStrictEqual(yield* told(Object.fromEntries([[name, 1]])), others)
          assert.deepStrictEqual(yield* told({}, name), [`${name} 1`])
          yield* follow.advance("billing", { account: name, number: 1 })
        }
        assert.deepStrictEqual(yield* told(ofEach(1)), [])
        assert.deepStrictEqual(yield* told(yield* follow.cursor("billing")), [])
        assert.deepStrictEqual(
          (yield* follow.lag).map(({ account, name, open, events }) => [account, name, open, events]),
          names.map((name) => [name, name, 1, 1])
        )
      }).pipe(Effect.provide(service({})))
    }).pipe(Effect.provide(Layer.unwrapEffect(Effect.map(file, stores))))
  )
})
