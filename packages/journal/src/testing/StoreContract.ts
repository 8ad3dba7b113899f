/**
 * What every store promises, whatever it stands on: named effects that fail with `node:assert`'s error. They know
 * no test runner, and turn `TestClock`, so the store has to go by the program's clock.
 *
 * @since 0.1.0
 */
import * as assert from "node:assert"
import { randomUUID } from "node:crypto"
import * as Money from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { StoreError } from "../JournalError.js"
import * as Store from "../Store.js"
import { answered, change, intent, lost, money, orderId, owner, ref, refused } from "./samples.js"

/**
 * A place for a store, to which several processes can connect.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly connect: Layer.Layer<Store.Store, StoreError>
}

/**
 * One promise, and the effect that fails where it is not kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Promised {
  readonly name: string
  readonly effect: Effect.Effect<void, unknown>
}

type Body = (store: Store.Store.Service, place: Place) => Effect.Effect<void, unknown>

const promises: Array<readonly [name: string, body: Body]> = []

const promise = (name: string, body: Body) => void promises.push([name, body])

promise("keeps an intent for whoever connects later", (store, place) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    const entry = yield* Effect.flatMap(Store.Store, ({ find }) => find(ref("k"))).pipe(
      Effect.provide(place.connect)
    )
    assert.strictEqual(Option.getOrThrow(entry).state, "sending")
    assert.deepStrictEqual(Option.getOrThrow(entry).price, BigDecimal.unsafeFromString("1.5"))
  })
)

promise("keeps every text as it is, whatever it would mean elsewhere", (store) =>
  Effect.gen(function* () {
    const texts = [
      "it's",
      "''",
      "\\",
      "\\'",
      "a\\\\'b",
      "E'x'",
      "$1 $2 $& $$",
      "'); DROP TABLE smmkit_journal_entry; --",
      "';COMMIT;--",
      "ein Schlüssel, 鍵, \u{1F511}",
      '"quoted"',
      "%s ? :name @name"
    ]
    yield* Effect.forEach(
      texts,
      (text) => store.intend(intent(text, { request: { service: "1", link: text }, run: text })),
      { concurrency: "unbounded" }
    )
    const order = (at: number) => `${texts[at]?.replace(/[\s,]/g, "_")}-${at}`
    yield* Effect.forEach(texts, (text, at) => store.report(answered(text, order(at))), {
      concurrency: "unbounded"
    })
    for (const [at, text] of texts.entries()) {
      const entry = Option.getOrThrow(yield* store.find(ref(text)))
      assert.deepStrictEqual([entry.key, entry.request["link"], entry.run], [text, text, text])
      assert.deepStrictEqual([entry.state, entry.order], ["placed", order(at)])
      const again = yield* store.intend(intent(text, { request: { service: "1", link: text }, attempt: "2" }))
      assert.strictEqual(again._tag, "Held")
    }
  })
)

promise("takes a text that it cannot keep not at all, and goes on", (store) =>
  Effect.gen(function* () {
    const tried = yield* Effect.either(store.intend(intent("nul", { account: "a\0b" })))
    const kept = yield* store.find(ref("nul", "a\0b"))
    assert.strictEqual(Option.isSome(kept), tried._tag === "Right")
    assert.strictEqual((yield* store.intend(intent("k")))._tag, "Intended")
  })
)

promise("gives a key to one of many who ask at once, over several connections", (store, place) =>
  Effect.gen(function* () {
    const other = yield* Store.Store
    const asked = Array.from({ length: 40 }, (_, at) =>
      (at % 2 === 0 ? store : other).intend(intent("k", { attempt: String(at) }))
    )
    const answers = yield* Effect.all(asked, { concurrency: "unbounded" })
    assert.strictEqual(answers.filter(({ _tag }) => _tag === "Intended").length, 1)
    assert.strictEqual(answers.filter(({ _tag }) => _tag === "Held").length, 39)
  }).pipe(Effect.provide(place.connect))
)

promise("tells another order under a key from the same one, and keeps each account's keys apart", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    const otherLink = yield* store.intend(intent("k", { request: { service: "1" } }))
    const otherAccount = yield* store.intend(intent("k", { account: "account-2" }))
    assert.strictEqual(otherLink._tag, "Conflict")
    assert.strictEqual(otherAccount._tag, "Intended")
    yield* store.report(answered("k", "1"))
    const other = ref("k", "account-2")
    assert.strictEqual(Option.getOrThrow(yield* store.find(other)).state, "sending")
    yield* store.report(lost("k", other))
    assert.strictEqual(Option.getOrThrow(yield* store.find(ref("k"))).state, "placed")
  })
)

promise("frees a key after a refusal, and not after a doubt or a placement", (store) =>
  Effect.gen(function* () {
    for (const key of ["refused", "lost", "placed"]) yield* store.intend(intent(key))
    yield* store.report(refused("refused"))
    yield* store.report(lost("lost"))
    yield* store.report(answered("placed", "7"))
    const again = (key: string) => Effect.map(store.intend(intent(key, { attempt: "2" })), ({ _tag }) => _tag)
    assert.strictEqual(yield* again("refused"), "Intended")
    assert.strictEqual(yield* again("lost"), "Held")
    assert.strictEqual(yield* again("placed"), "Held")
  })
)

promise("takes a report twice as once, and one of an earlier try as a note only", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    yield* store.report(refused("k"))
    yield* store.intend(intent("k", { attempt: "2" }))
    yield* store.report(answered("k", "8", { attempt: "2" }))
    yield* store.report(answered("k", "8", { attempt: "2" }))
    const entry = Option.getOrThrow(yield* store.report(answered("k", "9")))
    assert.strictEqual(entry.order, "8")
    assert.ok(entry.note.includes("order 9"))
    assert.ok(Option.isNone(yield* store.report(answered("nobody", "1"))))
  })
)

promise("puts an ID that another entry holds in doubt", (store) =>
  Effect.gen(function* () {
    yield* store.intend(intent("a"))
    yield* store.intend(intent("b"))
    yield* store.report(answered("a", "7"))
    const entry = Option.getOrThrow(yield* store.report(answered("b", "7")))
    assert.strictEqual(entry.state, "in-doubt")
    assert.ok(entry.note.includes("order 7"))
    yield* store.intend(intent("c", { account: "account-2" }))
    assert.strictEqual(
      Option.getOrThrow(yield* store.report(answered("c", "7", { account: "account-2" }))).state,
      "placed"
    )
  })
)

promise("withholds a made-up key's order while an equal one is in doubt", (store) =>
  Effect.gen(function* () {
    const { request } = intent("a")
    yield* store.intend(intent("a", { fresh: true, request }))
    const beside = yield* store.intend(intent("b", { fresh: true, request }))
    assert.strictEqual(beside._tag, "Intended")
    yield* store.report(lost("a"))
    assert.strictEqual((yield* store.intend(intent("c", { fresh: true, request })))._tag, "Twin")
    assert.strictEqual((yield* store.intend(intent("d", { request })))._tag, "Intended")
    yield* store.decide(ref("a"), { event: "ruled-absent", order: null, note: "looked", settling: null })
    assert.strictEqual((yield* store.intend(intent("e", { fresh: true, request })))._tag, "Intended")
  })
)

promise(
  "has a made-up key's order wait while another owner sends an equal one, which may come to be in doubt",
  (store) =>
    Effect.gen(function* () {
      const { request } = intent("a")
      const mine = (key: string) =>
        Effect.map(store.intend(intent(key, { fresh: true, request, owner: "owner-2" })), ({ _tag }) => _tag)
      yield* store.beat(owner("owner-1"), 10_000)
      yield* store.intend(intent("a", { fresh: true, request }))
      assert.strictEqual(yield* mine("b"), "Rivalled")
      assert.strictEqual((yield* store.intend(intent("c", { request, owner: "owner-2" })))._tag, "Intended")
      yield* store.report(answered("c", "8"))
      assert.strictEqual(yield* mine("b"), "Rivalled")
      yield* TestClock.adjust("11 seconds")
      yield* store.judge
      assert.strictEqual(yield* mine("b"), "Twin")
      yield* store.report(answered("a", "7"))
      assert.strictEqual(yield* mine("b"), "Intended")
    })
)

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

promise("streams more entries than a page, by state and account", (store) =>
  Effect.gen(function* () {
    const keys = Array.from({ length: 1203 }, (_, at) => `k${String(at).padStart(5, "0")}`)
    yield* Effect.forEach(keys, (key) => store.intend(intent(key, { price: undefined })), {
      concurrency: "unbounded",
      discard: true
    })
    yield* Effect.forEach(keys.slice(0, 600), (key) => store.report(lost(key)), {
      concurrency: "unbounded"
    })
    const doubts = yield* Stream.runCollect(store.entries({ states: ["in-doubt"] }))
    const all = yield* Stream.runCollect(store.entries({ account: "account-1" }))
    assert.strictEqual(Chunk.size(doubts), 600)
    assert.deepStrictEqual(Chunk.toReadonlyArray(Chunk.map(all, ({ key }) => key)).toSorted(), keys)
    const some = yield* store.findMany("account-1", [...keys, "nobody"])
    assert.strictEqual(some.size, 1203)
  })
)

promise("keeps whatever a text can hold", (store) =>
  Effect.gen(function* () {
    const request: Record<string, string> = {
      link: "a\u0000b\n\"'%;--",
      comments: "naïve 🙂 \ud800",
      service: randomUUID()
    }
    yield* store.intend(intent("schön ' \" % _", { request }))
    const entry = Option.getOrThrow(yield* store.find(ref("schön ' \" % _")))
    assert.deepStrictEqual({ ...entry.request }, { ...request })
  })
)

promise("opens its tables anew without harm, by many at once", (store, place) =>
  Effect.gen(function* () {
    yield* store.intend(intent("k"))
    const find = Effect.flatMap(Store.Store, ({ find }) => find(ref("k")))
    const found = yield* Effect.all(
      Array.from({ length: 5 }, () => Effect.provide(find, place.connect)),
      { concurrency: "unbounded" }
    )
    assert.ok(found.every(Option.isSome))
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

promise("tells how each account stands: its entries by state, its oldest doubt, and what it spent", (store) =>
  Effect.gen(function* () {
    const limits = { perDay: BigDecimal.unsafeFromString("100") }
    yield* store.enter({ name: "mine", digest: "account-1", host: "panel.example" })
    yield* store.enter({ name: "empty", digest: "account-2", host: "panel.example" })
    yield* store.limit("account-1", limits)
    for (const key of ["sending", "placed", "refused", "lost", "lost later"]) yield* store.intend(intent(key))
    yield* store.intend(change("cancel", "1", 1))
    yield* store.report(answered("placed", "1"))
    yield* store.report(refused("refused"))
    yield* store.report(lost("lost"))
    yield* store.report(lost("lost later"))
    yield* TestClock.adjust("1 minutes")
    const [empty, mine, ...others] = yield* store.tallies
    assert.deepStrictEqual(others, [])
    assert.deepStrictEqual(
      [empty?.name, empty?.oldestDoubt, empty?.entries.placed, empty?.spent],
      ["empty", null, 0, []]
    )
    assert.deepStrictEqual(mine?.entries, {
      sending: 2,
      placed: 1,
      refused: 1,
      "not-placed": 0,
      "in-doubt": 2
    })
    assert.strictEqual((mine?.at ?? 0) - (mine?.oldestDoubt ?? 0), 30_000)
    assert.deepStrictEqual(mine?.limits.perDay, limits.perDay)
    assert.deepStrictEqual(mine?.spent.map(Money.format), ["6.0"])
  })
)

promise("keeps what a bulk was begun with, and since when", (store) =>
  Effect.gen(function* () {
    assert.ok(Option.isNone(yield* store.begun("account-1", "spring")))
    yield* store.begin("account-1", "spring", "rows")
    const first = Option.getOrThrow(yield* store.begun("account-1", "spring"))
    yield* TestClock.adjust("1 hours")
    yield* store.begin("account-1", "spring", "rows")
    assert.deepStrictEqual(Option.getOrThrow(yield* store.begun("account-1", "spring")), first)
    yield* store.begin("account-1", "spring", "other rows")
    const { content, at } = Option.getOrThrow(yield* store.begun("account-1", "spring"))
    assert.strictEqual(content, "other rows")
    assert.ok(at > first.at)
    assert.ok(Option.isNone(yield* store.begun("account-2", "spring")))
  })
)

/**
 * The promises of a store at a place, which is asked for anew for each of them.
 *
 * @example
 * import { Sqlite } from "@smmkit/journal"
 * import { StoreContract } from "@smmkit/journal/testing"
 * import { Effect } from "effect"
 *
 * // In a test file: for (const { name, effect } of promises) it.effect(name, () => effect)
 * const promises = StoreContract.suite(Effect.succeed({ connect: Sqlite.layer("orders.db") }))
 *
 * assert.ok(promises.length > 20)
 *
 * @since 0.1.0
 * @category testing
 */
export const suite = (place: Effect.Effect<Place>): ReadonlyArray<Promised> =>
  promises.map(([name, body]) => ({
    name,
    effect: Effect.flatMap(place, (here) =>
      Effect.flatMap(Store.Store, (store) => body(store, here)).pipe(Effect.provide(here.connect))
    )
  }))
