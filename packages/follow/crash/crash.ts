/**
 * Processes follow the orders of a panel that loses answers, on PostgreSQL, and are killed, stopped and
 * continued, and cut off from the database, which is killed as well; one more acts on what happened, asks for refills,
 * and dies between its work and its cursor. Then each transition is one event that was acted on, every refund due is
 * the panel's own, no refill was asked for twice, and each sweep still goes on.
 */
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Money } from "@smmkit/core"
import { Follow, type FollowEvent, FollowStore, Sweep } from "@smmkit/follow"
import { Store } from "@smmkit/journal"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import {
  BigDecimal,
  Chunk,
  Duration,
  Effect,
  Layer,
  Option,
  Random,
  Redacted,
  Schedule,
  Stream
} from "effect"
import { type Postgres, startPostgres } from "../../journal/crash/postgres.js"
import { type Tunnel, tunnel } from "../../journal/test/tunnel.js"
import { fast } from "./clock.js"
import { restarting, workers } from "./crew.js"

export interface Options {
  readonly orders: number
  /** How fast they are delivered, against life; faults show the most while they are. */
  readonly speed: number
  readonly workers: number
  /** How often somebody is killed, stopped or cut off, and how far apart. */
  readonly faults: number
  readonly pause: Duration.DurationInput
  readonly seed: number
}

export interface Report {
  readonly orders: number
  readonly kills: number
  readonly stops: number
  readonly cuts: number
  readonly databaseKills: number
  /** How often the consumer ended, how many events were acted on again after that, and how many refills the panel was asked for. */
  readonly deaths: number
  readonly again: number
  readonly refills: number
  readonly events: number
  /** What is not as it has to be, in words. */
  readonly wrong: ReadonlyArray<string>
}

interface Scene {
  readonly crew: ReturnType<typeof workers>
  readonly consumer: ReturnType<typeof restarting>
  /** Of each worker its own. */
  readonly ways: ReadonlyArray<Tunnel>
  readonly database: Postgres
}

/** One fault after another; tells how often each happened. */
const break_ = ({ crew, consumer, ways, database }: Scene, { faults, pause }: Options) =>
  Effect.gen(function* () {
    const counts = { kills: 0, stops: 0, cuts: 0, databaseKills: 0 }
    const longer = Duration.times(Duration.decode(pause), 2)
    const kinds = [
      (nth: number) => {
        counts.kills += 1
        return Effect.zipRight(crew.kill(nth), Effect.fork(crew.start(nth)))
      },
      (nth: number) => {
        counts.stops += 1
        return Effect.zipRight(
          crew.signal(nth, "SIGSTOP"),
          Effect.fork(Effect.delay(crew.signal(nth, "SIGCONT"), longer))
        )
      },
      (nth: number) => {
        counts.cuts += 1
        return Effect.forEach(ways.slice(nth, nth + 1), ({ cut, heal }) =>
          Effect.zipRight(cut, Effect.fork(Effect.delay(heal, longer)))
        )
      },
      () => {
        counts.databaseKills += 1
        return Effect.promise(async () => {
          await database.kill()
          await database.start()
        })
      },
      () => consumer.kill
    ]
    for (let nth = 0; nth < faults; nth++) {
      yield* Effect.sleep(pause)
      yield* kinds[nth % kinds.length]?.(yield* Random.nextIntBetween(0, ways.length)) ?? Effect.void
    }
    yield* Effect.sleep(longer)
    yield* Effect.forEach(ways, (_, nth) => crew.signal(nth, "SIGCONT"))
    yield* Effect.forEach(ways, ({ heal }) => heal)
    return counts
  })

const key = "sandbox-key"

/** The account is the first worker's to make; its ID is waited for. */
const accountOf = Effect.flatMap(Follow.Follow, ({ lag }) => lag).pipe(
  Effect.flatMap(([one]) => (one === undefined ? Effect.fail("not yet") : Effect.succeed(one.account))),
  Effect.retry(Schedule.spaced("100 millis"))
)

const ends = ["Completed", "Partial", "Canceled"]

/** Numbers without gaps, and no end that is told twice in a row. */
const wrongEvents = (events: ReadonlyArray<FollowEvent.FollowEvent>): ReadonlyArray<string> => {
  const last = new Map<string, { readonly n: number; readonly end: string }>()
  return events.flatMap(({ number, order, n, name }, at) => {
    const before = last.get(order) ?? { n: 0, end: "" }
    const isEnd = ends.includes(name) || name === "Reopened"
    last.set(order, { n, end: isEnd ? name : before.end })
    return [
      ...(number === at + 1 ? [] : [`event ${number} is the ${at + 1}th`]),
      ...(n === before.n + 1 ? [] : [`order ${order}: transition ${n} after ${before.n}`]),
      ...(isEnd && name === before.end ? [`order ${order}: ${name} twice`] : [])
    ]
  })
}

/** How followed orders differ from the panel's own books. */
const differences = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  const { order } = yield* Sandbox.Sandbox
  const rows = Chunk.toReadonlyArray(yield* Stream.runCollect(follow.orders()))
  return yield* Effect.map(
    Effect.forEach(rows, (row) =>
      Effect.map(order(row.order), (view) => {
        const own = BigDecimal.sum(view.refunded, view.owed)
        const isSame = row.state === view.state && BigDecimal.equals(row.booked.amount, own)
        const told = `order ${row.order}: ${row.state}, booked ${BigDecimal.format(row.booked.amount)}`
        return isSame
          ? []
          : [`${told}; the panel says ${view.state}, and gave back ${BigDecimal.format(own)}`]
      })
    ),
    (lists) => lists.flat()
  )
})

/** How often each event was acted on. */
const work = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ number: string; times: string }>`SELECT number, times FROM crash_work`
  return new Map(rows.map(({ number, times }) => [Number(number), Number(times)]))
})

/** Each event was acted on, and none more often than its consumer began anew. */
const wrongWork = (events: ReadonlyArray<FollowEvent.FollowEvent>, deaths: number) =>
  Effect.gen(function* () {
    const times = yield* work
    return events.flatMap(({ number }) => {
      const done = times.get(number) ?? 0
      return done > 0 && done <= deaths + 1 ? [] : [`event ${number} was acted on ${done} times`]
    })
  })

/** Refills that the panel was asked for again. */
const wrongRefills = Effect.gen(function* () {
  const { refills } = yield* Sandbox.Sandbox
  const asked = (yield* refills).map(({ order }) => order)
  const twice = asked.filter((order, at) => asked.indexOf(order) !== at)
  return {
    asked: asked.length,
    wrong: twice.map((order) => `a refill of the order ${order} was asked for twice`)
  }
})

/** Workers whose sweep has ended: each is left alone, and an order is to be looked at. */
const wrongSweeps = (crew: ReturnType<typeof workers>, places: ReadonlyArray<number>, account: string) =>
  Effect.forEach(places, (nth) =>
    Effect.gen(function* () {
      const follow = yield* Follow.Follow
      const others = places.filter((other) => other !== nth)
      const tell = (name: "SIGSTOP" | "SIGCONT") =>
        Effect.forEach(others, (other) => crew.signal(other, name))
      yield* tell("SIGSTOP")
      const [first] = Chunk.toReadonlyArray(
        yield* Stream.runCollect(Stream.take(follow.orders({ account }), 1))
      )
      if (first === undefined) return ["nothing is followed"]
      yield* follow.now(account, first.order)
      const looked = yield* Effect.repeat(follow.get(account, first.order), {
        until: Option.exists(({ looks }) => looks > first.looks),
        schedule: Schedule.intersect(Schedule.spaced("200 millis"), Schedule.recurs(600))
      }).pipe(Effect.zipRight(follow.get(account, first.order)))
      yield* tell("SIGCONT")
      return Option.exists(looked, ({ looks }) => looks > first.looks)
        ? []
        : [`the sweep of worker ${nth} has ended`]
    })
  ).pipe(Effect.map((lists) => lists.flat()))

const unread = ["the store cannot be read"]

/** Until there is nothing wrong, which a lost answer, a lease or a second look may put off; then what still is. */
const settled = <R>(found: Effect.Effect<ReadonlyArray<string>, unknown, R>) => {
  const asked = Effect.orElseSucceed(found, (): ReadonlyArray<string> => unread)
  return Effect.repeat(asked, {
    while: (wrong) => wrong.length > 0,
    schedule: Schedule.intersect(Schedule.spaced("1 second"), Schedule.recurs(600))
  }).pipe(Effect.zipRight(asked))
}

export const crash = async (options: Options): Promise<Report> => {
  const database = await startPostgres({ durable: false })
  if (database === undefined) throw new Error("PostgreSQL is not installed")
  const url = await database.database("follow")
  const start = Date.now()
  const stores = Layer.mergeAll(FollowStore.layer, Store.layer()).pipe(
    Layer.provide(fast(start)),
    Layer.provideMerge(PgClient.layer({ url: Redacted.make(url) }))
  )
  const reader = Follow.layerService().pipe(
    Layer.provide(Sweep.layerPulse({ every: "200 millis" })),
    Layer.provideMerge(stores)
  )
  const panel = SandboxServer.layer().pipe(
    Layer.provideMerge(
      Sandbox.layer({
        seed: options.seed,
        key,
        partial: 0.3,
        balance: "1000000",
        speed: options.speed,
        refillWait: "1 milli",
        mishaps: {
          "dropped-after": 0.03,
          html: 0.03,
          "half-body": 0.02,
          "ids-left-out": 0.02,
          "stale-answer": 0.05
        }
      })
    )
  )
  const story = Effect.gen(function* () {
    const { url: address } = yield* SandboxServer.SandboxServer
    const sandbox = yield* Sandbox.Sandbox
    const follow = yield* Follow.Follow
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE crash_work (number BIGINT PRIMARY KEY, times BIGINT NOT NULL)`
    const places = Array.from({ length: options.workers }, (_, nth) => nth)
    const ways = yield* Effect.forEach(places, () => tunnel(url))
    const crew = workers((nth) => [ways[nth]?.url ?? url, address, String(start)])
    yield* Effect.addFinalizer(() => crew.all)
    const consumer = restarting("consumer", (nth) => [url, address, String(start), `${options.seed}-${nth}`])
    yield* Effect.addFinalizer(() => consumer.end)
    yield* Effect.forEach(places, crew.start, { concurrency: "unbounded" })
    const account = yield* accountOf
    yield* sandbox.seed({ count: options.orders, service: "1", quantity: 1000 })
    const views = yield* sandbox.orders()
    yield* follow.watch(
      views.map(({ order, service, price, units }) => ({
        account,
        order,
        service,
        units,
        price: Money.make(price, sandbox.currency)
      }))
    )
    yield* consumer.start
    const counts = yield* break_({ crew, consumer, ways, database }, options)
    yield* sandbox.faults.clear
    const books = yield* settled(differences)
    const sweeps = yield* wrongSweeps(crew, places, account)
    const acted = yield* settled(
      Effect.gen(function* () {
        const events = Chunk.toReadonlyArray(yield* Stream.runCollect(follow.events({ live: false })))
        return yield* wrongWork(events, yield* consumer.deaths)
      })
    )
    const deaths = yield* consumer.deaths
    const events = Chunk.toReadonlyArray(yield* Stream.runCollect(follow.events({ live: false })))
    const { asked: refills, wrong: again } = yield* wrongRefills
    return {
      orders: options.orders,
      ...counts,
      deaths,
      again: [...(yield* work).values()].filter((times) => times > 1).length,
      refills,
      events: events.length,
      wrong: [...books, ...sweeps, ...acted, ...again, ...wrongEvents(events)].slice(0, 20)
    }
  })
  try {
    return await Effect.runPromise(
      Effect.scoped(
        Effect.withRandom(Effect.provide(story, Layer.merge(panel, reader)), Random.make(options.seed))
      )
    )
  } finally {
    await database.remove()
  }
}
