/** What every store promises of what it keeps: texts as they were, lists, counts, and tables that open anew. */
import * as assert from "node:assert"
import { randomUUID } from "node:crypto"
import * as Money from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Store from "../../Store.js"
import { answered, change, intent, lost, ref, refused } from "../samples.js"
import { listed } from "./promise.js"

const { promise, promises } = listed()

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

promise("knows an account whose panel has moved by its key, and by no name that is given", (store) =>
  Effect.gen(function* () {
    const at = (host: string, name?: string) =>
      store.enter({ name, digest: `digest at ${host}`, keyDigest: "key", host })
    const { digest, keyDigest } = { digest: "digest at new.example", keyDigest: "key" }
    assert.strictEqual((yield* at("127.0.0.1:1024"))._tag, "Known")
    assert.strictEqual((yield* at("panel.example"))._tag, "Known")
    assert.deepStrictEqual(yield* at("new.example"), { _tag: "Moved", name: "panel.example" })
    assert.strictEqual((yield* at("other.example", "second"))._tag, "Known")
    assert.strictEqual((yield* at("new.example", "panel.example"))._tag, "Stranger")
    yield* store.adopt("digest at panel.example", { digest, keyDigest })
    const found = yield* at("new.example")
    assert.deepStrictEqual(found._tag === "Known" && found.account.name, "panel.example")
  })
)

promise("tells how each account stands: its entries by state, its oldest doubt, and what it spent", (store) =>
  Effect.gen(function* () {
    const limits = { perDay: BigDecimal.unsafeFromString("100") }
    yield* store.enter({ name: "mine", digest: "account-1", keyDigest: "key-1", host: "panel.example" })
    yield* store.enter({ name: "empty", digest: "account-2", keyDigest: "key-2", host: "panel.example" })
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

export const reading = promises
