/** What every store promises of refills and cancels beside orders. */
import * as assert from "node:assert"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Store from "../../Store.js"
import { answered, change, intent, money, orderId, ref } from "../samples.js"
import { listed } from "./promise.js"

const { promise, promises } = listed()

/** What came of the change that a sample makes. */

const changed = (
  action: "refill" | "cancel",
  order: string,
  nth: number,
  outcome: Store.Report["outcome"]
) => {
  const { account, key, attempt } = change(action, order, nth)
  return { account, action, key, attempt, outcome }
}

const taken = (order: string): Store.Report["outcome"] => ({
  _tag: "Answered",
  order: orderId(order),
  charge: null
})

const unheard: Store.Report["outcome"] = { _tag: "Lost", error: null, note: "no answer" }

promise(
  "knows refills and cancels of an order beside it, each once, in the order of their numbers",
  (store) =>
    Effect.gen(function* () {
      const asked = yield* Effect.forEach(
        [2, 10, 1].flatMap((nth) => [change("refill", "7", nth), change("cancel", "7", nth)]),
        store.intend,
        { concurrency: "unbounded" }
      )
      assert.ok(asked.every(({ _tag }) => _tag === "Intended"))
      assert.strictEqual((yield* store.intend(change("refill", "7", 1, { attempt: "2" })))._tag, "Held")
      yield* store.intend(change("refill", "7#1", 1))
      yield* store.intend(change("refill", "70", 1))
      const series = yield* store.series("account-1", "refill", ["7", "7#1", "8"])
      const keys = (order: string) => series.get(order)?.map(({ key }) => key)
      assert.deepStrictEqual(keys("7"), ["7#1", "7#2", "7#10"])
      assert.deepStrictEqual(keys("7#1"), ["7#1#1"])
      assert.deepStrictEqual(keys("8"), [])
    })
)

promise("lets a refill and a cancel cost nothing, and wait for no price", (store) =>
  Effect.gen(function* () {
    const limits = { perOrder: BigDecimal.make(0n, 0), perDay: BigDecimal.make(0n, 0) }
    assert.strictEqual((yield* store.intend(change("refill", "7", 1, { limits })))._tag, "Intended")
    assert.strictEqual((yield* store.intend(change("cancel", "7", 1, { limits })))._tag, "Intended")
    // Nor does an order wait for theirs.
    const priced = { limits: { perDay: BigDecimal.unsafeFromString("2") } }
    assert.strictEqual((yield* store.intend(intent("k", priced)))._tag, "Intended")
    assert.deepStrictEqual(yield* store.spent("account-1", { run: "run-1" }), [money("1.5")])
  })
)

promise("takes one ID for many refills, and none for two orders", (store) =>
  Effect.gen(function* () {
    for (const order of ["7", "8"]) {
      yield* store.intend(change("refill", order, 1))
      const entry = Option.getOrThrow(yield* store.report(changed("refill", order, 1, taken("1"))))
      assert.deepStrictEqual([entry.state, entry.order, entry.watched], ["placed", "1", false])
    }
    yield* store.intend(intent("k"))
    assert.strictEqual(Option.getOrThrow(yield* store.report(answered("k", "1"))).state, "placed")
    assert.deepStrictEqual([...(yield* store.held("account-1", ["1", "2"], "refill"))], ["1"])
  })
)

promise("settles a refill and a cancel in doubt, and frees the key of what was not taken", (store) =>
  Effect.gen(function* () {
    for (const action of ["refill", "cancel"] as const) {
      for (const order of ["7", "8"]) {
        yield* store.intend(change(action, order, 1))
        yield* store.report(changed(action, order, 1, unheard))
        assert.strictEqual((yield* store.intend(change(action, order, 1, { attempt: "2" })))._tag, "Held")
      }
      const decision = { order: null, note: "seen", settling: null }
      const here = (order: string) => ref(`${order}#1`, "account-1", action)
      const placed = yield* store.decide(here("7"), { ...decision, event: "ruled-placed" })
      assert.deepStrictEqual([placed.state, placed.order], ["placed", action === "cancel" ? "7" : null])
      yield* store.decide(here("8"), { ...decision, event: "ruled-absent" })
      assert.strictEqual((yield* store.intend(change(action, "8", 1, { attempt: "2" })))._tag, "Intended")
    }
    // Their doubts are no orders', which alone have to do with the balance.
    yield* store.quieten("account-1", "panel.example", "me", 60_000)
    const point = { at: 0, balance: BigDecimal.unsafeFromString("1"), currency: null }
    yield* store.report(changed("refill", "8", 1, unheard))
    assert.strictEqual((yield* store.nameless("account-1")).length, 0)
    yield* store.resume("account-1", "me", point)
  })
)

promise(
  "has a late answer of an earlier try beside a later one in its note only, as it costs nothing",
  (store) =>
    Effect.gen(function* () {
      yield* store.intend(change("refill", "7", 1))
      yield* store.report(changed("refill", "7", 1, unheard))
      const here = ref("7#1", "account-1", "refill")
      yield* store.decide(here, { event: "ruled-absent", order: null, note: "", settling: null })
      yield* store.intend(change("refill", "7", 1, { attempt: "2" }))
      const entry = Option.getOrThrow(yield* store.report(changed("refill", "7", 1, taken("5"))))
      assert.strictEqual(entry.state, "sending")
      assert.ok(entry.note.includes("5"))
      const after = yield* store.report({ ...changed("refill", "7", 1, taken("6")), attempt: "2" })
      assert.strictEqual(Option.getOrThrow(after).order, "6")
      const series = yield* store.series("account-1", "refill", ["7"])
      assert.strictEqual(series.get("7")?.length, 1)
    })
)

export const changes = promises
