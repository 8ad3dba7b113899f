import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { BigDecimal, Chunk, Context, Effect, Layer, Option, Redacted, Stream } from "effect"
import { Bulk, Journal, type JournalConfig, Store } from "../src/index.js"
import { answered, intent, lost, ref } from "../src/testing/samples.js"
import { booked, journal, order, panelOptions, passing, stored, world } from "./world.js"

const decimal = BigDecimal.unsafeFromString

/** A journal of a program that has another key for the panel. */
const withKey = (key: string, options: JournalConfig.Options = {}) =>
  Effect.map(
    Layer.build(
      Journal.layerPanel({ ...panelOptions, key: Redacted.make(key) }, options).pipe(
        Layer.provide(SandboxTransport.layer)
      )
    ),
    Context.get(Journal.Journal)
  )

/** A journal of a program that finds the panel at another address. */
const movedTo = (url: string, options: JournalConfig.Options = {}) =>
  Effect.map(
    Layer.build(
      Journal.layerPanel({ ...panelOptions, url }, options).pipe(Layer.provide(SandboxTransport.layer))
    ),
    Context.get(Journal.Journal)
  )

/** One more key of the account, as after a rotation. */
const rotated = Effect.gen(function* () {
  const { accounts } = yield* Sandbox.Sandbox
  yield* Effect.orDie(accounts.addKey("main", "second-fake-key"))
  return "second-fake-key"
})

describe("an account whose key was changed", () => {
  it.scoped("withholds under the new key until it is adopted, and then nothing is new", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("k", order(100))
      const after = yield* withKey(yield* rotated, { limits: { perDay: decimal("100") } })
      const withheld = yield* Effect.flip(after.placeOnce("k2", order(200)))
      assert.deepInclude(withheld, { _tag: "OrderWithheld" })
      assert.include(withheld.message, "adopt")
      assert.include(withheld.message, "another name")
      yield* after.adopt
      assert.strictEqual((yield* after.placeOnce("k", order(100))).state, "placed")
      assert.strictEqual(yield* booked, 1)
      assert.strictEqual((yield* after.placeOnce("k2", order(200))).state, "placed")
    }).pipe(Effect.provide(world()))
  )

  it.scoped("is not adopted where there is no order to show, nor where the panel shows it to none", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const { accounts } = yield* Sandbox.Sandbox
      const after = yield* withKey(yield* rotated)
      assert.strictEqual((yield* Effect.flip(after.adopt))._tag, "CannotAdopt")
      yield* placeOnce("k", order(100))
      yield* Effect.orDie(accounts.create({ name: "other", key: "fake-key-of-another", balance: "100" }))
      const stranger = yield* withKey("fake-key-of-another")
      assert.strictEqual((yield* Effect.flip(stranger.adopt))._tag, "CannotAdopt")
      assert.strictEqual((yield* Effect.flip(stranger.placeOnce("x", order(100))))._tag, "OrderWithheld")
    }).pipe(Effect.provide(world()))
  )

  it.scoped("is the account to a program that runs on as soon as another one has adopted its key", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("k", order(100))
      const key = yield* rotated
      const [server, other] = [yield* withKey(key), yield* withKey(key)]
      assert.strictEqual((yield* Effect.flip(server.placeOnce("k2", order(200))))._tag, "OrderWithheld")
      yield* other.adopt
      assert.strictEqual((yield* server.placeOnce("k2", order(200))).state, "placed")
    }).pipe(Effect.provide(world()))
  )

  it.scoped("is not adopted where another account has the key by now, which has limits of its own", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("k", order(100))
      const key = yield* rotated
      const after = yield* withKey(key)
      yield* withKey(key, { account: "second" })
      const refused = yield* Effect.flip(after.adopt)
      assert.deepInclude(refused, { _tag: "CannotAdopt" })
      assert.include(refused.message, "second")
      assert.strictEqual((yield* Effect.flip(after.placeOnce("x", order(100))))._tag, "OrderWithheld")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.scoped("is adopted where its orders are archived by now", () =>
    Effect.gen(function* () {
      const { placeOnce, account } = yield* Journal.Journal
      const store = yield* Store.Store
      yield* placeOnce("k", order(100))
      yield* store.unwatch(account, ["k"])
      assert.strictEqual(yield* store.archive((yield* store.now) + 1), 1)
      const after = yield* withKey(yield* rotated)
      yield* after.adopt
      assert.strictEqual((yield* after.placeOnce("k", order(100))).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.scoped("has its doubts, its day's limit and its bulk go on under the new key", () =>
    Effect.gen(function* () {
      const before = yield* Journal.Journal
      const { faults } = yield* Sandbox.Sandbox
      yield* before.setLimits({ perDay: decimal("1") })
      yield* before.placeOnce("shown", order(100, "https://example.com/shown"))
      yield* faults.script(["dropped-after"], "add")
      yield* Effect.flip(before.placeOnce("doubt", order(200)))
      const run = (journal: Journal.Journal.Service, count: number) => {
        const rows = Stream.map(Stream.range(1, count), (at) => ({
          service: "1",
          link: `https://example.com/${at}`,
          quantity: "100"
        }))
        return Bulk.prepare(Bulk.fromStream("spring", rows)).pipe(
          Effect.flatMap((bulk) => Stream.runCollect(bulk.run)),
          Effect.provideService(Journal.Journal, journal)
        )
      }
      yield* run(before, 3)
      const after = yield* withKey(yield* rotated)
      assert.include((yield* passing(Effect.flip(run(after, 5)))).message, "adopt")
      assert.strictEqual(yield* booked, 5)
      yield* after.adopt
      assert.strictEqual((yield* Effect.flip(after.placeOnce("doubt", order(200))))._tag, "OutcomeUnknown")
      const equal = yield* Effect.flip(after.place(order(200)))
      assert.deepInclude(equal, { _tag: "OrderWithheld", reason: "doubt" })
      const spent = yield* before.spent()
      assert.deepStrictEqual((yield* after.spent()).day, spent.day)
      const large = yield* Effect.flip(after.placeOnce("large", order(1000, "https://example.com/large")))
      assert.deepInclude(large, { _tag: "OrderWithheld", reason: "limit" })
      yield* run(after, 5)
      assert.strictEqual(yield* booked, 7)
    }).pipe(Effect.provide(world()))
  )

  it.scoped(
    "asks the panel for no evidence with a key that is not the account's, and sends nothing again",
    () =>
      Effect.gen(function* () {
        const { placeOnce, account } = yield* Journal.Journal
        const { accounts, faults, calls } = yield* Sandbox.Sandbox
        yield* placeOnce("before", order(100))
        yield* faults.script(["dropped-before"], "add")
        yield* Effect.flip(placeOnce("k", order(200)))
        yield* Effect.orDie(accounts.create({ name: "other", key: "fake-key-of-another", balance: "100" }))
        const stranger = yield* withKey("fake-key-of-another", {
          exclusive: true,
          honoursRequestId: "1 hours"
        })
        const before = yield* calls
        const entry = yield* stranger.settle("k")
        assert.strictEqual(entry.state, "in-doubt")
        assert.include(entry.note, "adopt")
        const told = yield* stranger.settleAll
        assert.strictEqual(told._tag, "Open")
        assert.include(told.why, "adopt")
        assert.strictEqual((yield* Effect.flip(stranger.refund("before")))._tag, "CannotResolve")
        assert.deepStrictEqual(yield* calls, before)
        const { trusted, base } = yield* Effect.flatMap(Store.Store, (store) => store.account(account, ""))
        assert.deepStrictEqual([trusted, base], [true, null])
      }).pipe(Effect.provide(world({ honoursRequestId: "1 hours" })))
  )

  it.scoped("is never a second account under another name", () =>
    Effect.gen(function* () {
      yield* Journal.Journal
      const error = yield* Effect.flip(Effect.scoped(withKey("sandbox-key", { account: "mine" })))
      assert.strictEqual(error._tag, "InvalidJournalConfig")
      assert.include(error.message, "rename")
      const { rename } = yield* Journal.Journal
      assert.isTrue(yield* rename("mine"))
      assert.strictEqual((yield* withKey("sandbox-key", { account: "mine" })).name, "mine")
    }).pipe(Effect.provide(world()))
  )
})

describe("limits that are kept", () => {
  it.scoped("hold for every program on the store, the lower of the two, until they are set anew", () =>
    Effect.gen(function* () {
      const { setLimits, limits, placeOnce } = yield* Journal.Journal
      const plain = yield* Effect.map(Layer.build(journal()), Context.get(Journal.Journal))
      yield* plain.placeOnce("before", order(100))
      yield* setLimits({ perOrder: decimal("0.1") })
      assert.deepStrictEqual((yield* limits).perOrder, decimal("0.1"))
      const own = yield* Effect.map(
        Layer.build(journal({ limits: { perOrder: decimal("1000") } })),
        Context.get(Journal.Journal)
      )
      for (const { placeOnce } of [plain, own]) {
        assert.deepInclude(yield* Effect.flip(placeOnce("k", order(1000))), {
          _tag: "OrderWithheld",
          reason: "limit"
        })
      }
      yield* setLimits({})
      assert.strictEqual((yield* placeOnce("k", order(1000))).state, "placed")
    }).pipe(Effect.provide(world()))
  )
})

describe("a store", () => {
  it.effect(
    "lists the others beside an entry that it cannot read, and never takes that one's key for new",
    () =>
      Effect.gen(function* () {
        const store = yield* Store.Store
        const sql = yield* SqlClient.SqlClient
        for (const key of ["good", "bad", "later"]) yield* store.intend(intent(key))
        // As a later version of this package might write it.
        yield* sql`UPDATE smmkit_journal_entry SET state = 'paused' WHERE key = 'bad'`
        yield* sql`UPDATE smmkit_journal_entry SET price = '1,5 and a half' WHERE key = 'later'`
        const listed = Chunk.toReadonlyArray(yield* Stream.runCollect(store.entries()))
        assert.deepStrictEqual(
          listed.map(({ key }) => key),
          ["good", "later"]
        )
        assert.include(listed[1]?.note, "price")
        assert.strictEqual((yield* Effect.flip(store.find(ref("bad")))).reason, "unreadable")
        assert.strictEqual((yield* Effect.flip(store.erase(ref("bad")))).reason, "unreadable")
        const [bad, other] = yield* Effect.all(
          [Effect.either(store.intend(intent("bad", { attempt: "2" }))), store.intend(intent("new"))],
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual([bad._tag, other._tag], ["Left", "Intended"])
        assert.strictEqual((yield* store.judge).length, 3)
      }).pipe(Effect.provide(stored()))
  )

  it.effect("harms by an account, or a sum of one, that it cannot read no other account", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const sql = yield* SqlClient.SqlClient
      const accounts = ["good", "bad", "spent"]
      const [good = "", bad = "", spent = ""] = accounts
      for (const account of accounts) yield* store.intend(intent(`${account} first`, { account }))
      yield* sql`UPDATE smmkit_journal_account SET spent = 'a later word' WHERE id = ${bad}`
      yield* sql`UPDATE smmkit_journal_spending SET amount = 'a later word' WHERE account = ${spent}`
      const written = yield* Effect.forEach(
        accounts,
        (account) =>
          Effect.all(
            [
              Effect.either(store.report({ ...answered(`${account} first`, account), account })),
              Effect.either(store.intend(intent(`${account} second`, { account })))
            ],
            { concurrency: "unbounded" }
          ),
        { concurrency: "unbounded" }
      )
      const states = written.map((both) => both.map(({ _tag }) => _tag))
      assert.deepStrictEqual(states, [
        ["Right", "Right"],
        ["Left", "Left"],
        ["Left", "Left"]
      ])
      const told = (yield* store.tallies).map(({ account, entries: { placed } }) => [account, placed])
      assert.deepStrictEqual(told, [[good, 1]])
    }).pipe(Effect.provide(stored()))
  )

  it.effect("knows the keys that it has archived or erased, and pays none of them again", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      for (const [at, key] of ["old", "erased", "open"].entries()) {
        yield* store.intend(intent(key))
        yield* key === "open" ? store.report(lost(key)) : store.report(answered(key, `${at + 1}`))
      }
      yield* store.unwatch("account-1", ["old", "erased"])
      const now = yield* store.now
      assert.strictEqual(yield* store.archive(now + 1), 2)
      assert.isTrue(yield* store.erase(ref("erased")))
      assert.isFalse(yield* store.erase(ref("open")))
      assert.isFalse(yield* store.erase(ref("nobody")))
      assert.deepStrictEqual(Option.getOrThrow(yield* store.find(ref("old"))).request, intent("old").request)
      assert.deepStrictEqual(Option.getOrThrow(yield* store.find(ref("erased"))).request, {})
      for (const key of ["old", "erased"]) {
        assert.strictEqual((yield* store.intend(intent(key, { attempt: "2" })))._tag, "Held")
        const other = intent(key, { request: { service: "2" } })
        assert.strictEqual((yield* store.intend(other))._tag, "Conflict")
      }
      yield* store.intend(intent("thief"))
      const thief = yield* store.report(answered("thief", "2"))
      assert.strictEqual(Option.getOrThrow(thief).state, "in-doubt")
    }).pipe(Effect.provide(stored()))
  )
})

describe("an order that is still watched", () => {
  it.effect("is archived once it is too old to be refunded", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const sql = yield* SqlClient.SqlClient
      for (const [at, key] of ["old", "recent"].entries()) {
        yield* store.intend(intent(key))
        yield* store.report(answered(key, `${at + 1}`))
      }
      yield* sql`UPDATE smmkit_journal_entry SET updated = updated - 31 * 86400000 WHERE key = 'old'`
      const now = yield* store.now
      assert.strictEqual(yield* store.archive(now + 1), 1)
      assert.strictEqual(Option.getOrThrow(yield* store.find(ref("old"))).order, "1")
      assert.strictEqual((yield* store.intend(intent("old", { attempt: "2" })))._tag, "Held")
      const left = yield* Stream.runCollect(store.entries())
      assert.deepStrictEqual(
        Array.from(left, ({ key }) => key),
        ["recent"]
      )
    }).pipe(Effect.provide(stored()))
  )
})

describe("an order without a price", () => {
  it.effect("counts with what its caller bounds it to, and without a bound withholds what comes later", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const limits = { perDay: decimal("3") }
      const bounded = intent("bounded", { price: undefined, atMost: decimal("2"), limits })
      assert.strictEqual((yield* store.intend(bounded))._tag, "Intended")
      assert.strictEqual((yield* store.intend(intent("more", { limits })))._tag, "Limited")
      yield* store.intend(intent("unpriced", { price: undefined, run: "another" }))
      const waits = yield* store.intend(intent("waits", { limits }))
      assert.deepStrictEqual(waits, { _tag: "Unpriced", keys: ["unpriced"] })
      yield* store.learn(ref("unpriced"), { amount: decimal("0.5"), currency: Option.none() })
      assert.strictEqual((yield* store.intend(intent("waits", { limits })))._tag, "Limited")
    }).pipe(Effect.provide(stored()))
  )
})

describe("an account whose panel has moved to another address", () => {
  it.scoped("is no new one, in which all that was paid would be bought again, until a person says so", () =>
    Effect.gen(function* () {
      const before = yield* Journal.Journal
      yield* before.placeOnce("k", order(100))
      const { host: name } = new URL(panelOptions.url)
      const url = "https://www.new-address.example/api/v2"
      const refused = yield* Effect.flip(movedTo(url))
      assert.deepInclude(refused, { _tag: "InvalidJournalConfig", field: "account" })
      assert.include(refused.message, JSON.stringify(name))
      const after = yield* movedTo(url, { account: name })
      assert.strictEqual((yield* Effect.flip(after.placeOnce("k", order(100))))._tag, "OrderWithheld")
      yield* after.adopt
      assert.strictEqual((yield* after.placeOnce("k", order(100))).state, "placed")
      const later = yield* movedTo(url)
      assert.strictEqual((yield* later.placeOnce("k", order(100))).state, "placed")
      assert.strictEqual(yield* booked, 1)
    }).pipe(Effect.provide(world()))
  )

  it.scoped("is a second one where it is given a name of its own", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("k", order(100))
      const other = yield* movedTo("https://other.example/api/v2", { account: "other" })
      assert.strictEqual((yield* other.placeOnce("k", order(200))).state, "placed")
      assert.strictEqual(yield* booked, 2)
    }).pipe(Effect.provide(world()))
  )
})
