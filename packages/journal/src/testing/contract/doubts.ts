/** What every store promises of doubts: who is judged and when, and what evidence may do. */
import * as assert from "node:assert"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import type * as Store from "../../Store.js"
import { answered, intent, lost, money, orderId, owner, ref, refused } from "../samples.js"
import { listed } from "./promise.js"

const { promise, promises } = listed()

promise("says of no doubt that it is absent before its deadline and the settling time after it", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k", { timeLimit: 1000 }))
    yield* store.report(lost("k"))
    const rule = store.decide(ref("k"), { event: "ruled-absent", order: null, note: "", settling: 60_000 })
    assert.strictEqual((yield* Effect.flip(rule))._tag, "CannotResolve")
    yield* TestClock.adjust("61 seconds")
    assert.strictEqual((yield* rule).state, "not-placed")
  })
)

promise("keeps a key that an earlier try has paid, where the later one comes to nothing", (store) =>
  Effect.gen(function* () {
    const keys = ["refused", "ruled absent", "answered late"]
    for (const [at, key] of keys.entries()) {
      const ruling = { event: "ruled-absent", order: null, note: "", settling: null } as const
      yield* store.intend(intent(key))
      yield* store.report(lost(key))
      yield* store.decide(ref(key), ruling)
      const attempt = `second attempt of ${key}`
      yield* store.intend(intent(key, { attempt }))
      yield* store.report(answered(key, `${at + 1}`))
      const later = { ...refused(key), attempt }
      if (key === "refused") yield* store.report(later)
      else yield* store.report(lost(key, { attempt }))
      if (key === "ruled absent") yield* store.decide(ref(key), ruling)
      if (key === "answered late") yield* store.report(later)
      const entry = Option.getOrThrow(yield* store.find(ref(key)))
      assert.deepStrictEqual([key, entry.state, entry.order], [key, "placed", null])
      assert.match(entry.note, new RegExp(`as order ${at + 1}`))
      assert.strictEqual((yield* store.intend(intent(key, { attempt: "third" })))._tag, "Held")
    }
    // Each was paid once.
    assert.deepStrictEqual(yield* store.spent("account-1", { run: "run-1" }), [money("4.5")])
  })
)

promise("makes the second order of a double an entry of its own, which counts as spent", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    yield* store.report(lost("k"))
    yield* store.decide(ref("k"), { event: "ruled-absent", order: null, note: "", settling: null })
    yield* store.intend(intent("k", { attempt: "second" }))
    yield* store.report(answered("k", "2", { attempt: "second" }))
    const told = yield* store.report(answered("k", "1"))
    yield* store.report(answered("k", "1"))
    assert.strictEqual(Option.getOrThrow(told).order, "2")
    const double = Option.getOrThrow(yield* store.find(ref("double:1")))
    assert.deepStrictEqual(
      [double.state, double.by, double.order, double.watched],
      ["placed", "doubled", "1", true]
    )
    assert.deepStrictEqual(yield* store.spent("account-1", { run: "run-1" }), [money("3.0")])
  })
)

promise("takes an earlier try's order for that of its key where the last try did nothing", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    yield* store.report(lost("k"))
    yield* store.decide(ref("k"), { event: "ruled-absent", order: null, note: "", settling: null })
    yield* store.intend(intent("k", { attempt: "second" }))
    yield* store.report({ ...refused("k"), attempt: "second" })
    yield* store.report(answered("k", "1"))
    const entry = Option.getOrThrow(yield* store.find(ref("k")))
    assert.deepStrictEqual([entry.state, entry.order], ["placed", "1"])
    assert.strictEqual((yield* store.intend(intent("k", { attempt: "third" })))._tag, "Held")
  })
)

promise("puts in doubt what a silent owner left behind, and lets its late answer end the doubt", (store) =>
  Effect.gen(function* () {
    yield* store.beat(owner("owner-1"), 10_000)
    yield* store.intend(intent("k"))
    assert.strictEqual((yield* store.judge).length, 0)
    yield* TestClock.adjust("11 seconds")
    const [entry] = yield* store.judge
    assert.strictEqual(entry?.state, "in-doubt")
    assert.ok((entry?.note ?? "").includes("not heard of"))
    const late = yield* store.report(answered("k", "5"))
    assert.strictEqual(Option.getOrThrow(late).state, "placed")
  })
)

promise("judges at once an owner whose process has ended on this machine", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k", { owner: "nobody" }))
    const [entry] = yield* store.judge
    assert.strictEqual(entry?.state, "in-doubt")
  })
)

promise("decides doubts only, and gives an ID to one entry only", (store) =>
  Effect.gen(function* () {
    for (const key of ["a", "b", "c"]) yield* store.intend(intent(key))
    const ruled = (key: string, order: string | null) =>
      store.decide(ref(key), {
        event: "ruled-placed",
        order: order === null ? null : orderId(order),
        note: "seen",
        settling: null
      })
    assert.strictEqual((yield* Effect.flip(ruled("a", "1")))._tag, "CannotResolve")
    assert.strictEqual((yield* Effect.flip(ruled("nobody", "1")))._tag, "UnknownKey")
    yield* Effect.forEach(["a", "b", "c"], (key) => store.report(lost(key)))
    assert.strictEqual((yield* ruled("a", "1")).order, "1")
    assert.strictEqual((yield* Effect.flip(ruled("b", "1")))._tag, "CannotResolve")
    assert.strictEqual((yield* ruled("b", null)).order, null)
    assert.strictEqual((yield* ruled("b", "2")).order, "2")
    assert.strictEqual((yield* Effect.flip(ruled("b", "3")))._tag, "CannotResolve")
  })
)

promise("holds intents back while an account is quiet, and for no longer than was said", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("a"))
    assert.ok(yield* store.quieten("account-1", "panel.example", "me", 60_000))
    assert.ok(!(yield* store.quieten("account-1", "panel.example", "you", 60_000)))
    assert.strictEqual((yield* store.intend(intent("b")))._tag, "Quiet")
    assert.strictEqual((yield* store.intend(intent("c", { account: "account-2" })))._tag, "Intended")
    assert.strictEqual(yield* store.underWay("account-1"), 1)
    yield* TestClock.adjust("61 seconds")
    assert.strictEqual((yield* store.intend(intent("b")))._tag, "Intended")
    const point = { at: 0, balance: BigDecimal.unsafeFromString("1"), currency: null }
    assert.ok(Option.isNone(yield* store.resume("account-1", "me", point)))
  })
)

promise("ends with an owner the quiet that it has asked for, and no other's", (store) =>
  Effect.gen(function* () {
    yield* store.beat(owner("owner-1"), 10_000)
    yield* store.beat(owner("owner-2"), 30_000)
    const quieten = (account: string, by: string) => store.quieten(account, "panel.example", by, 120_000)
    assert.ok(yield* quieten("account-1", "owner-1 a"))
    assert.ok(yield* quieten("account-2", "owner-2 b"))
    yield* store.judge
    assert.strictEqual((yield* store.intend(intent("a")))._tag, "Quiet")
    yield* TestClock.adjust("11 seconds")
    yield* store.judge
    assert.strictEqual((yield* store.intend(intent("a")))._tag, "Intended")
    assert.strictEqual((yield* store.intend(intent("b", { account: "account-2" })))._tag, "Quiet")
    const point = { at: 0, balance: BigDecimal.unsafeFromString("1"), currency: null }
    assert.ok(Option.isNone(yield* store.resume("account-1", "owner-1 a", point)))
    assert.ok(Option.isSome(yield* store.resume("account-2", "owner-2 b", point)))
  })
)

promise("knows the orders around a doubt, who holds which ID, and what has none that is known", (store) =>
  Effect.gen(function* () {
    const account = "account-1"
    for (const [key, order] of [
      ["a", "101"],
      ["b", "102"]
    ] as const) {
      yield* store.intend(intent(key))
      yield* store.report(answered(key, order))
      yield* TestClock.adjust("1 seconds")
    }
    yield* store.intend(intent("doubt"))
    yield* store.report(lost("doubt"))
    const at = yield* store.now
    yield* TestClock.adjust("1 hours")
    yield* store.intend(intent("after"))
    yield* store.report(answered("after", "110"))
    const around = (after: number) =>
      Effect.map(store.around(account, { before: at, after }), (entries) =>
        entries.map(({ order }) => order).sort()
      )
    assert.deepStrictEqual(yield* around(at + 60_000), ["101", "102", "110"])
    assert.deepStrictEqual(yield* around(at + 7_200_000), ["101", "102"])
    assert.deepStrictEqual([...(yield* store.held(account, ["101", "103", "110"]))].sort(), ["101", "110"])
    assert.deepStrictEqual([...(yield* store.held("account-2", ["101"]))], [])
    const nameless = yield* store.nameless(account)
    assert.deepStrictEqual(
      nameless.map(({ key }) => key),
      ["doubt"]
    )
  })
)

promise("acts on what IDs tell of a doubt only while it is that of the same try", (store) =>
  Effect.gen(function* () {
    const account = "account-1"
    for (const key of ["there", "absent", "open", "other"]) {
      yield* store.intend(intent(key))
      yield* store.report(lost(key))
    }
    const finding = (key: string, verdict: Store.Finding["verdict"]): Store.Finding => ({
      key,
      attempt: `attempt of ${key}`,
      verdict
    })
    const weighed = yield* store.weigh(account, [
      finding("there", { _tag: "Placed", order: orderId("7"), why: "it is 7" }),
      finding("absent", { _tag: "Absent", why: "nothing is there" }),
      finding("open", { _tag: "Open", why: "first" }),
      { ...finding("other", { _tag: "Absent", why: "of another try" }), attempt: "another" }
    ])
    const states = new Map(weighed.map((entry) => [entry.key, [entry.state, entry.order]]))
    assert.deepStrictEqual(states.get("there"), ["placed", "7"])
    assert.deepStrictEqual(states.get("absent"), ["not-placed", null])
    assert.deepStrictEqual(states.get("open"), ["in-doubt", null])
    assert.deepStrictEqual(states.get("other"), ["in-doubt", null])
    yield* store.weigh(account, [finding("open", { _tag: "Open", why: "second" })])
    const { note } = Option.getOrThrow(yield* store.find(ref("open")))
    assert.ok(note.includes("evidence: second") && !note.includes("first"))
    // An ID that an entry holds is nobody else's.
    yield* store.weigh(account, [finding("open", { _tag: "Placed", order: orderId("7"), why: "it is 7" })])
    assert.strictEqual(Option.getOrThrow(yield* store.find(ref("open"))).state, "in-doubt")
  })
)

export const doubts = promises
