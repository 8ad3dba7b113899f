import { FetchHttpClient, HttpClient } from "@effect/platform"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers } from "@smmkit/core"
import { FollowStore, StoreClock, Webhook } from "@smmkit/follow"
import { Chunk, Duration, Effect, Fiber, Layer, Queue, Redacted, Ref, Schema, Stream } from "effect"
import { type Answer, receiver } from "./receiver.js"
import { file, isInstalled, type Place, server } from "./world.js"

const secrets = [Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
const start = Date.parse("2030-01-01T00:00:00Z")

/** An entry of the journal, as its table has it. */
const entry = {
  account: "main",
  action: "add",
  key: "k",
  state: "placed",
  event: "answered",
  fingerprint: "",
  request: "{}",
  note: "",
  host: "",
  created: start,
  updated: start,
  attempt: "",
  attempts: 1,
  deadline: 0,
  day: "",
  run: "",
  line: 0,
  watched: 0,
  version: 1
}

/** A store whose time the test sets, a receiver, and what happened in one account. */
const world = (place: Place) =>
  Effect.gen(function* () {
    const time = yield* Ref.make(start)
    const clock = Layer.succeed(StoreClock.StoreClock, { now: Ref.get(time) })
    const context = yield* Layer.build(
      Layer.provideMerge(FollowStore.layer, Layer.merge(place.client, clock)).pipe(
        Layer.merge(FetchHttpClient.layer)
      )
    )
    const there = yield* receiver
    const sql = yield* Effect.provide(SqlClient.SqlClient, context)
    const store = yield* Effect.provide(FollowStore.FollowStore, context)
    const happen = (number: number, order: string, account = "main") =>
      Effect.gen(function* () {
        const id = Identifiers.OrderId.make(order)
        yield* store.watch([
          {
            account,
            order: id,
            key: `k${order}`,
            parent: null,
            service: null,
            price: null,
            currency: null,
            units: null,
            runs: null,
            placed: 0,
            term: null
          }
        ])
        yield* sql`INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
          VALUES (${account}, ${number}, ${order}, ${number}, ${start}, ${'{"_tag":"Completed","remains":0}'})`
        yield* sql`UPDATE smmkit_follow_account SET events = ${number} WHERE account = ${account}`
      })
    const deliver = (options: Partial<Webhook.Receiver> = {}) =>
      Webhook.deliver({ name: "shop", url: there.url, secrets, every: "20 millis", ...options }).pipe(
        Effect.provide(context),
        // Who waits for what it posts would wait for the test's limit where it has died.
        Effect.tapDefect((defect) => Effect.zipRight(Effect.logError(defect), Queue.shutdown(there.posted)))
      )
    return {
      ...there,
      sql,
      time,
      store,
      happen,
      deliver,
      answers: (answer: (number: number) => Answer) => Ref.set(there.answer, answer),
      next: Effect.map(Queue.take(there.posted), ({ number }) => number),
      dead: Stream.runCollect(Webhook.deadLetters("shop")).pipe(
        Effect.map(Chunk.toReadonlyArray),
        Effect.provide(context)
      ),
      use: <A, E>(effect: Effect.Effect<A, E, FollowStore.FollowStore>) => Effect.provide(effect, context)
    }
  })

/** Asks the store until it is so. */
const until = <A, E>(effect: Effect.Effect<A, E>, isSo: (value: A) => boolean): Effect.Effect<A, E> =>
  Effect.flatMap(effect, (value) =>
    isSo(value) ? Effect.succeed(value) : Effect.delay(until(effect, isSo), "20 millis")
  )

const suite = (name: string, place: Effect.Effect<Place>, isThere: boolean) =>
  describe.skipIf(!isThere)(`Webhook.deliver on ${name}`, () => {
    it.scopedLive("goes on where a restored backup has it, whoever delivers meanwhile", () =>
      Effect.gen(function* () {
        const { happen, deliver, sql, store, next } = yield* world(yield* place)
        for (const number of [1, 2, 3]) yield* happen(number, "7")
        yield* Effect.fork(deliver())
        assert.deepStrictEqual([yield* next, yield* next, yield* next], [1, 2, 3])
        yield* until(store.cursor("shop"), (cursor) => cursor.get("main") === 3)
        // As it was when the first one was delivered; then something else happens.
        yield* sql.withTransaction(
          Effect.zipRight(
            Effect.all([
              sql`DELETE FROM smmkit_follow_event WHERE number > 1`,
              sql`UPDATE smmkit_follow_cursor SET number = 1`,
              sql`UPDATE smmkit_follow_account SET events = 1`
            ]),
            sql`INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
              VALUES ('main', 2, '7', 2, ${start + 1}, ${'{"_tag":"Completed","remains":0}'})`
          ).pipe(Effect.zipRight(sql`UPDATE smmkit_follow_account SET events = 2`))
        )
        assert.strictEqual(yield* next, 2)
      })
    )

    it.scopedLive("goes on where a restored backup has it, also where that came amid a delivery", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, sql, store, next, posted } = yield* world(yield* place)
        yield* happen(1, "7")
        yield* happen(2, "8")
        // A receiver that has the second event keeps silent while a standby without it takes over.
        yield* answers((number) => (number === 1 ? 200 : "silence"))
        const standby = Effect.all([
          sql`DELETE FROM smmkit_follow_event WHERE number > 1`,
          sql`UPDATE smmkit_follow_cursor SET number = 0`,
          sql`UPDATE smmkit_follow_account SET events = 1`
        ])
        yield* Effect.fork(deliver({ within: "500 millis" }))
        assert.sameMembers([yield* next, yield* next], [1, 2])
        yield* sql.withTransaction(standby)
        // There something else is the second one.
        yield* until(Queue.size(posted), (size) => size > 0)
        yield* answers(() => 200)
        yield* happen(2, "9")
        yield* until(store.cursor("shop"), (cursor) => cursor.get("main") === 2)
        const orders = Chunk.toReadonlyArray(yield* Queue.takeAll(posted)).map(({ body }) => body)
        assert.isTrue(orders.some((body) => body.includes('"order":"9"')))
      })
    )

    it.scopedLive("posts every event once, in order, signed for the receiver, and goes on where it was", () =>
      Effect.gen(function* () {
        const { happen, deliver, posted, store, next } = yield* world(yield* place)
        for (const number of [1, 2, 3]) yield* happen(number, "7")
        const first = yield* Effect.fork(deliver())
        const came = yield* Queue.takeN(posted, 3)

        assert.deepStrictEqual(
          Chunk.toReadonlyArray(came).map(({ number }) => number),
          [1, 2, 3]
        )
        for (const { headers, body, number } of came) {
          const { id, event } = yield* Webhook.verify({ secrets, headers, body, tolerance: "1 day" }).pipe(
            Effect.withClock({ ...(yield* Effect.clock), currentTimeMillis: Effect.succeed(start) })
          )
          assert.strictEqual(id, `main/${number}/${start.toString(36)}`)
          assert.deepStrictEqual([event.number, event.name, event.order], [number, "Completed", "7"])
          assert.strictEqual(headers["content-type"], "application/json")
          const message = yield* Schema.decode(
            Schema.parseJson(Schema.Struct({ type: Schema.String, timestamp: Schema.String }))
          )(body)
          assert.deepStrictEqual(message, { type: "order.completed", timestamp: "2030-01-01T00:00:00.000Z" })
        }
        yield* until(store.cursor("shop"), (cursor) => cursor.get("main") === 3)
        yield* Fiber.interrupt(first)
        yield* happen(4, "7")
        yield* Effect.fork(deliver())
        assert.strictEqual(yield* next, 4)
      })
    )

    it.scopedLive(
      "delivers later events while one is refused, and that one again when its time has come",
      () =>
        Effect.gen(function* () {
          const { happen, deliver, answers, next, store, time } = yield* world(yield* place)
          yield* answers((number) => (number === 1 ? 500 : 200))
          yield* happen(1, "7")
          yield* Effect.fork(deliver())
          assert.strictEqual(yield* next, 1)
          const { next: due } = yield* until(store.mail.waiting("shop"), ({ waiting }) => waiting === 1)
          assert.isAtLeast(due ?? 0, start + 4000)
          assert.isAtMost(due ?? 0, start + 6000)
          // Two rounds just before its time bring nothing of it.
          yield* Ref.set(time, (due ?? 0) - 1)
          for (const number of [2, 3]) {
            yield* happen(number, "7")
            assert.strictEqual(yield* next, number)
          }
          yield* answers(() => 204)
          yield* Ref.set(time, due ?? 0)
          assert.strictEqual(yield* next, 1)
          yield* until(store.mail.waiting("shop"), ({ waiting }) => waiting === 0)
          assert.strictEqual((yield* store.cursor("shop")).get("main"), 3)
        })
    )

    it.scopedLive(
      "tries for three days, less and less often, across restarts; then the event is a dead letter",
      () =>
        Effect.gen(function* () {
          const { happen, deliver, answers, next, store, time, dead, use } = yield* world(yield* place)
          yield* answers(() => 500)
          yield* happen(1, "7")
          const waits: Array<number> = []
          let isOver = false
          while (!isOver) {
            const before = yield* Ref.get(time)
            // Each try is made by another process.
            const process = yield* Effect.fork(deliver())
            yield* next
            const { waiting, next: due } = yield* until(
              Effect.zipWith(store.mail.waiting("shop"), dead, (state, letters) => ({
                ...state,
                letters: letters.length
              })),
              ({ waiting, next, letters }) => (waiting === 1 && (next ?? 0) > before) || letters === 1
            )
            yield* Fiber.interrupt(process)
            isOver = (yield* dead).length === 1
            if (!isOver && waiting === 1) {
              waits.push((due ?? 0) - before)
              yield* Ref.set(time, due ?? 0)
            }
          }
          const [letter] = yield* dead
          const tried = (yield* Ref.get(time)) - start

          assert.strictEqual(letter?.tries, waits.length + 1)
          assert.match(letter?.problem ?? "", /500/)
          assert.isAtMost(tried, Duration.toMillis("3 days"))
          assert.isAtLeast(tried, Duration.toMillis("62 hours"))
          assert.isAtLeast(waits.length, 10)
          assert.isAtMost(waits.length, 30)
          // Its own letter can be sent anew, or forgotten.
          yield* answers(() => 200)
          assert.isTrue(yield* use(Webhook.sendAgain("shop", { account: "main", number: 1 })))
          yield* Effect.fork(deliver())
          assert.strictEqual(yield* next, 1)
          yield* until(store.mail.waiting("shop"), ({ waiting }) => waiting === 0)
          assert.deepStrictEqual(yield* dead, [])
          assert.isFalse(yield* use(Webhook.forget("shop", { account: "main", number: 1 })))
        })
    )

    it.scopedLive("takes silence, a redirect and a closed port for failures, and says which", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, dead, store } = yield* world(yield* place)
        yield* answers((number) => (number === 1 ? "silence" : 302))
        const dies = (number: number, options: Partial<Webhook.Receiver>) =>
          Effect.zipRight(
            happen(number, `${number}`),
            Effect.raceFirst(
              deliver({ tryFor: 0, ...options }),
              until(dead, (all) => all.length === number)
            )
          )
        yield* dies(1, { within: "50 millis" })
        yield* dies(2, {})
        yield* dies(3, { url: "http://127.0.0.1:1/" })

        assert.deepStrictEqual(
          (yield* dead).map(({ problem }) => problem),
          ["it did not answer in time", "it answered 302", "no answer could be had (Transport)"]
        )
        assert.isTrue(yield* store.mail.discard("shop", { account: "main", number: 3 }))
      })
    )

    it.scopedLive("takes an answer by its head, though its body has no end", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, store } = yield* world(yield* place)
        yield* answers(() => "a body without an end")
        yield* happen(1, "7")
        yield* Effect.fork(deliver({ within: "500 millis" }))
        yield* until(store.cursor("shop"), (cursor) => cursor.get("main") === 1)
        assert.strictEqual((yield* store.mail.waiting("shop")).waiting, 0)
      })
    )

    it.scopedLive("leaves a receiver alone for as long as it asks", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, next, store } = yield* world(yield* place)
        yield* answers(() => ({ retryAfter: "600" }))
        yield* happen(1, "7")
        yield* Effect.fork(deliver())
        assert.strictEqual(yield* next, 1)
        const { next: due } = yield* until(store.mail.waiting("shop"), ({ waiting }) => waiting === 1)
        assert.strictEqual(due, start + 600_000)
      })
    )

    it.scopedLive(
      "sends nothing more once it is asked to leave a receiver alone, of no order and no account",
      () =>
        Effect.gen(function* () {
          const { happen, deliver, answers, posted, dead, store } = yield* world(yield* place)
          yield* answers(() => ({ retryAfter: "600" }))
          for (const account of ["main", "second", "third"]) {
            for (const number of [1, 2, 3]) yield* happen(number, `${number}`, account)
          }
          yield* Effect.fork(deliver({ together: 1, tryFor: "1 minute" }))
          const places = yield* until(store.cursor("shop"), (cursor) => Math.max(...cursor.values()) > 0)
          assert.deepStrictEqual([...places.values()].sort(), [0, 0, 3])
          assert.strictEqual(yield* Queue.size(posted), 1)
          // What was sent is dead by then, but what was not is sent when its time has come.
          assert.strictEqual((yield* dead).length, 1)
          assert.strictEqual((yield* store.mail.waiting("shop")).waiting, 2)
        })
    )

    it.scopedLive("makes so many requests at once and no more, of however many accounts", () =>
      Effect.gen(function* () {
        const { happen, use, url, next } = yield* world(yield* place)
        const accounts = ["main", "second", "third"]
        for (const account of accounts) {
          for (const number of [1, 2, 3]) yield* happen(number, `${number}`, account)
        }
        const [open, most] = [yield* Ref.make(0), yield* Ref.make(0)]
        const begin = Effect.flatMap(
          Ref.updateAndGet(open, (count) => count + 1),
          (count) => Ref.update(most, (before) => Math.max(before, count))
        )
        const counted = HttpClient.transform(
          yield* Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer),
          (request) =>
            Effect.acquireUseRelease(
              begin,
              () => request,
              () => Ref.update(open, (count) => count - 1)
            )
        )
        yield* Effect.fork(
          use(
            Effect.provideService(
              Webhook.deliver({ name: "shop", url, secrets, together: 2 }),
              HttpClient.HttpClient,
              counted
            )
          )
        )
        yield* Effect.replicateEffect(next, 3 * accounts.length)
        assert.strictEqual(yield* Ref.get(most), 2)
      })
    )

    it.scopedLive("ends where the receiver wants no more, with its place unmoved", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, store } = yield* world(yield* place)
        yield* answers(() => 410)
        yield* happen(1, "7")
        const error = yield* Effect.flip(deliver())

        assert.strictEqual(error._tag, "WebhookNoLongerWanted")
        assert.strictEqual((yield* store.cursor("shop")).get("main"), 0)
      })
    )

    it.scopedLive("reads no more of the log while too many events wait for another try", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, store, next, time } = yield* world(yield* place)
        yield* answers(() => 500)
        yield* happen(1, "7")
        yield* Effect.fork(deliver({ putAside: 1 }))
        assert.strictEqual(yield* next, 1)
        const { next: due } = yield* until(store.mail.waiting("shop"), ({ waiting }) => waiting === 1)
        yield* happen(2, "8")
        yield* answers(() => 200)
        yield* Ref.set(time, due ?? 0)
        assert.deepStrictEqual([yield* next, yield* next], [1, 2])
      })
    )

    it.scopedLive("forgets letters of an order that is erased", () =>
      Effect.gen(function* () {
        const { happen, deliver, answers, store, sql } = yield* world(yield* place)
        yield* answers(() => 500)
        yield* happen(1, "7")
        yield* happen(2, "8")
        yield* Effect.raceFirst(
          deliver(),
          until(store.mail.waiting("shop"), ({ waiting }) => waiting === 2)
        )
        yield* sql`INSERT INTO smmkit_journal_entry ${sql.insert({ ...entry, key: "k7", order_id: "7" })}`
        yield* sql`DELETE FROM smmkit_journal_entry`
        assert.strictEqual((yield* store.mail.waiting("shop")).waiting, 1)
      })
    )

    it.scopedLive("says what is wrong with an address, a secret or a name before anything is sent", () =>
      Effect.gen(function* () {
        const { deliver } = yield* world(yield* place)
        const wrong: ReadonlyArray<readonly [Partial<Webhook.Receiver>, RegExp]> = [
          [{ url: "http://shop.example/hook?token=t0ken" }, /url is not usable: use https/],
          [{ url: "shop" }, /url is not usable: give an absolute address/],
          [{ url: "https://user:pass@shop.example/" }, /url is not usable: leave out user info/],
          [{ secrets: [] }, /secrets is not usable/],
          [{ name: "" }, /name is not usable/],
          [{ together: 0 }, /together is not usable/],
          [{ within: -1 }, /within is not usable/]
        ]
        for (const [options, message] of wrong) {
          const error = yield* Effect.flip(deliver(options))
          assert.match(error.message, message)
          assert.notMatch(error.message, /t0ken|user:pass@/)
        }
      })
    )
  })

suite("SQLite", file, true)
suite("PostgreSQL", server, isInstalled)
