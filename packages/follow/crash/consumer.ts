/**
 * One process that acts on what happened: it notes each event in the same database, asks for refills, and then moves
 * its named cursor on. It kills itself between its work and its cursor: the first time that there is work, and by chance.
 */
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { NodeTransport } from "@smmkit/adapter-node"
import { Follow, FollowChange, type FollowEvent, FollowStore, Sweep } from "@smmkit/follow"
import { Journal, Store } from "@smmkit/journal"
import { Chunk, Effect, Layer, Option, Random, Redacted, Schedule, Stream } from "effect"
import { fast } from "./clock.js"

const [database = "", url = "", start = "0", seed = "0"] = process.argv.slice(2)

const panel = { url, key: Redacted.make("sandbox-key"), timeout: "5 seconds", retries: 0 } as const

/** Of how many orders one gets a refill, and of how many chunks one is the last before its cursor. */
const refilled = 50
const deaths = 0.1

/** What was done of an event, and how often. Tells whether it was the first event of all for the first time. */
const work = (events: ReadonlyArray<FollowEvent.FollowEvent>) =>
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql<{ number: string; times: string }>`INSERT INTO crash_work (number, times)
      SELECT j::bigint, 1 FROM json_array_elements_text(${JSON.stringify(events.map(({ number }) => number))}::json) AS j
      ON CONFLICT (number) DO UPDATE SET times = crash_work.times + 1 RETURNING number, times`
  ).pipe(Effect.map((rows) => rows.some(({ number, times }) => Number(number) === 1 && Number(times) === 1)))

/** A refill of some orders that are over, unless one is known. What the panel says to it is told by events. */
const refill = ({ account, order, name }: FollowEvent.FollowEvent) =>
  Effect.gen(function* () {
    if (name !== "Completed" || Number(order) % refilled !== 0) return
    const follow = yield* Follow.Follow
    const known = yield* follow.get(account, order)
    if (Option.exists(known, ({ refill }) => refill === null))
      yield* Effect.either(FollowChange.refill(order))
  })

const consume = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  const after = yield* follow.cursor("billing")
  yield* Stream.runForEach(Stream.groupedWithin(follow.events({ after }), 500, "100 millis"), (chunk) =>
    Effect.gen(function* () {
      const events = Chunk.toReadonlyArray(chunk)
      const isFirst = yield* work(events)
      yield* Effect.forEach(events, refill, { concurrency: 8, discard: true })
      if (isFirst || (yield* Random.next) < deaths)
        yield* Effect.sync(() => process.kill(process.pid, "SIGKILL"))
      yield* Effect.forEach(Option.toArray(Chunk.last(chunk)), (event) => follow.advance("billing", event))
    })
  )
})

const world = Layer.mergeAll(
  Layer.provide(Follow.layerService(), Sweep.layerPulse({ every: "200 millis" })),
  Journal.layerPanel(panel)
).pipe(
  Layer.provideMerge(Layer.merge(FollowStore.layer, Store.layer())),
  Layer.provide(fast(Number(start))),
  Layer.provide(NodeTransport.layer),
  Layer.provideMerge(PgClient.layer({ url: Redacted.make(database) }))
)

process.stdout.write("consuming\n")
// A database that is coming up again is waited for. Whatever fails then ends it; who started it starts it anew.
const program = Effect.retry(Layer.build(world), Schedule.spaced("200 millis")).pipe(
  Effect.flatMap((context) => Effect.provide(consume, context)),
  Effect.withRandom(Random.make(seed)),
  Effect.scoped
)

Effect.runPromise(program).catch(() => process.exit(1))
