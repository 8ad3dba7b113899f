/** What every store promises of keys: each stands for one order, and is sent once at a time. */
import * as assert from "node:assert"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as Store from "../../Store.js"
import { answered, intent, lost, owner, ref, refused } from "../samples.js"
import { listed } from "./promise.js"

const { promise, promises } = listed()

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

promise(
  "holds an order back that is to stand apart from an equal one, of whomever, for as long as it says",
  (store) =>
    Effect.gen(function* () {
      const { request } = intent("a")
      const apart = (key: string, owner = "owner-1") =>
        Effect.map(store.intend(intent(key, { apart: 60_000, request, owner })), ({ _tag }) => _tag)
      const [first, ...others] = (yield* Effect.all(
        ["a", "b", "c"].map((key) => apart(key)),
        { concurrency: "unbounded" }
      )).toSorted((one, other) => other.length - one.length)
      assert.deepStrictEqual([first, ...others], ["Intended", "Equal", "Equal"])
      assert.strictEqual(yield* apart("d", "owner-2"), "Equal")
      const sent = (yield* Effect.forEach(["a", "b", "c"], (key) => store.find(ref(key)))).flatMap(
        Option.toArray
      )
      const [own] = sent
      assert.strictEqual(sent.length, 1)
      assert.strictEqual(yield* apart(own?.key ?? ""), "Held")
      assert.strictEqual((yield* store.intend(intent("beside", { request })))._tag, "Intended")
      yield* store.report(refused("beside"))
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual(yield* apart("d"), "Equal")
      yield* store.report(answered(own?.key ?? "", "7", { attempt: own?.attempt ?? "" }))
      yield* TestClock.adjust("59 seconds")
      assert.strictEqual(yield* apart("d"), "Equal")
      yield* TestClock.adjust("1 seconds")
      assert.strictEqual(yield* apart("d"), "Intended")
      assert.strictEqual(yield* apart("e"), "Equal")
      yield* store.report(refused("d"))
      assert.strictEqual(yield* apart("e"), "Intended")
    })
)

promise(
  "tells of a key what became of it last, also where an earlier try of it was archived in the same month",
  (store) =>
    Effect.gen(function* () {
      const { account } = ref("twice")
      const archived = Effect.flatMap(store.now, (now) => store.archive(now + 1))
      yield* Effect.forEach(["twice", "erased", "refused"], (key) =>
        Effect.zipRight(store.intend(intent(key)), store.report(refused(key)))
      )
      assert.strictEqual(yield* archived, 3)
      for (const [at, key] of ["twice", "erased"].entries()) {
        const attempt = `second attempt of ${key}`
        yield* store.intend(intent(key, { attempt }))
        yield* store.report(answered(key, `${at + 1}`, { attempt }))
      }
      assert.strictEqual(yield* store.erase(ref("erased")), true)
      yield* store.unwatch(account, ["twice"])
      assert.strictEqual(yield* archived, 1)
      const found = yield* store.findMany(account, ["twice", "erased"])
      const held = (key: string) => {
        const entry = found.get(key)
        return [entry?.state, entry?.order, entry?.request]
      }
      assert.deepStrictEqual(held("twice"), ["placed", "1", intent("twice").request])
      assert.deepStrictEqual(held("erased"), ["placed", "2", {}])
      assert.strictEqual(yield* store.erase(ref("refused")), true)
      assert.strictEqual(yield* store.erase(ref("refused")), false)
    })
)

export const keys = promises
