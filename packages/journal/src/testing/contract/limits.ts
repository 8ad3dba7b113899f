/** What every store promises of money: limits hold exactly, and what may have been spent is spent. */
import * as assert from "node:assert"
import * as Money from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as Store from "../../Store.js"
import { answered, intent, lost, money, ref, refused } from "../samples.js"
import { listed } from "./promise.js"

const { promise, promises } = listed()

promise("keeps a limit exactly, however many ask at once over several connections", (store, place) =>
  Effect.gen(function* () {
    const other = yield* Store.Store
    const limits = { perDay: BigDecimal.unsafeFromString("10") }
    const asked = Array.from({ length: 60 }, (_, at) =>
      (at % 2 === 0 ? store : other).intend(intent(`k${at}`, { limits, price: money("0.3") }))
    )
    const answers = yield* Effect.all(asked, { concurrency: "unbounded" })
    assert.strictEqual(answers.filter(({ _tag }) => _tag === "Intended").length, 33)
    assert.strictEqual(answers.filter(({ _tag }) => _tag === "Limited").length, 27)
    const spent = yield* store.spent("account-1", { run: "run-1" })
    assert.deepStrictEqual(spent, [money("9.9")])
  }).pipe(Effect.provide(place.connect))
)

promise("counts a doubt as spent, and gives back what was refused", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("a"))
    yield* store.intend(intent("b"))
    yield* store.report(lost("a"))
    yield* store.report(refused("b"))
    const spent = store.spent("account-1", { run: "run-1" })
    assert.deepStrictEqual(yield* spent, [money("1.5")])
    yield* store.decide(ref("a"), { event: "ruled-absent", order: null, note: "", settling: null })
    assert.deepStrictEqual(yield* spent, [])
  })
)

promise("keeps what was spent before when it puts in doubt what a process left behind", (store) =>
  Effect.gen(function* () {
    const limits = { perDay: BigDecimal.unsafeFromString("20") }
    const priced = (key: string, price: string) => intent(key, { limits, price: money(price) })
    const spent = store.spent("account-1", { run: "run-1" })
    yield* store.intend(priced("paid", "15"))
    yield* store.report(answered("paid", "1"))
    yield* store.intend({ ...priced("left behind", "4"), owner: "nobody" })
    assert.strictEqual((yield* store.judge).length, 1)
    assert.deepStrictEqual(yield* spent, [money("19")])
    assert.strictEqual((yield* store.intend(priced("more", "2")))._tag, "Limited")
    yield* store.decide(ref("left behind"), { event: "ruled-absent", order: null, note: "", settling: null })
    assert.deepStrictEqual(yield* spent, [money("15")])
  })
)

promise("counts days in UTC by its clock", (store) =>
  Effect.gen(function* () {
    const limits = { perDay: BigDecimal.unsafeFromString("2") }
    yield* TestClock.setTime(Date.UTC(2027, 0, 1, 23, 59, 59, 999))
    assert.strictEqual((yield* store.intend(intent("a", { limits })))._tag, "Intended")
    assert.strictEqual((yield* store.intend(intent("b", { limits })))._tag, "Limited")
    yield* TestClock.adjust("1 millis")
    assert.strictEqual((yield* store.intend(intent("b", { limits })))._tag, "Intended")
    const first = yield* store.spent("account-1", { day: "2027-01-01" })
    assert.deepStrictEqual(first, [money("1.5")])
  })
)

promise("counts each currency by itself, and what an answer says of it as well", (store) =>
  Effect.gen(function* () {
    const strange = "\u0000 \ud800 \" ' 🙂"
    for (const [at, currency] of ["USD", "KWD", strange].entries()) {
      yield* store.intend(
        intent(`priced ${at}`, { price: { ...money("2"), currency: Option.some(currency) } })
      )
      yield* store.intend(intent(`charged ${at}`, { price: undefined }))
      const outcome = {
        ...answered("k", `70${at}`).outcome,
        charge: { ...money("0.5"), currency: Option.some(currency) }
      }
      yield* store.report(answered(`charged ${at}`, `70${at}`, { outcome }))
    }
    yield* store.report(refused("priced 1"))
    const spent = yield* store.spent("account-1", { run: "run-1" })
    assert.deepStrictEqual(
      spent.map(Money.format).toSorted(),
      ["0.5 KWD", `2.5 ${strange}`, "2.5 USD"].toSorted()
    )
  })
)

promise("withholds what has no price under any limit", (store) =>
  Effect.gen(function* () {
    const limits = { perOrder: BigDecimal.unsafeFromString("100") }
    assert.strictEqual((yield* store.intend(intent("a", { limits, price: undefined })))._tag, "Limited")
    assert.strictEqual((yield* store.intend(intent("b", { price: undefined })))._tag, "Intended")
  })
)

export const limits = promises
