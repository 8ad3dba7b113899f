/**
 * Three processes follow the orders of a panel that loses answers, on PostgreSQL, and are killed, stopped and
 * continued, while the database is killed as well. Then each transition is one event, and every refund due is the
 * panel's own.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { PgClient } from "@effect/sql-pg"
import { Money } from "@smmkit/core"
import { Follow, type FollowEvent, FollowStore, Sweep } from "@smmkit/follow"
import { Store } from "@smmkit/journal"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { BigDecimal, Chunk, Duration, Effect, Layer, Random, Redacted, Schedule, Stream } from "effect"
import { type Postgres, startPostgres } from "../../journal/crash/postgres.js"
import { fast } from "./clock.js"

export interface Options {
  readonly orders: number
  /** How often somebody is killed, stopped or cut off, and how far apart. */
  readonly faults: number
  readonly pause: Duration.DurationInput
  readonly seed: number
}

export interface Report {
  readonly orders: number
  readonly kills: number
  readonly stops: number
  readonly databaseKills: number
  readonly events: number
  /** What is not as it has to be, in words. */
  readonly wrong: ReadonlyArray<string>
}

const program = fileURLToPath(new URL("./dist/crash/worker.js", import.meta.url))

const workers = (args: ReadonlyArray<string>) => {
  const running = new Map<number, ChildProcess>()
  const start = (nth: number) =>
    Effect.async<void>((resume) => {
      const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] })
      running.set(nth, child)
      child.stdout?.once("data", () => resume(Effect.void))
      child.once("exit", () => resume(Effect.void))
    })
  const kill = (nth: number) =>
    Effect.async<void>((resume) => {
      const child = running.get(nth)
      if (child === undefined || child.exitCode !== null || child.signalCode !== null)
        return resume(Effect.void)
      child.once("exit", () => resume(Effect.void))
      child.kill("SIGKILL")
    })
  const signal = (nth: number, name: "SIGSTOP" | "SIGCONT") =>
    Effect.sync(() => void running.get(nth)?.kill(name))
  return { start, kill, signal, all: Effect.suspend(() => Effect.forEach([...running.keys()], kill)) }
}

const places = [0, 1, 2]

/** One fault after another; tells how often each happened. */
const break_ = (crew: ReturnType<typeof workers>, database: Postgres, { faults, pause }: Options) =>
  Effect.gen(function* () {
    const counts = { kills: 0, stops: 0, databaseKills: 0 }
    for (let nth = 0; nth < faults; nth++) {
      yield* Effect.sleep(pause)
      const which = yield* Random.nextIntBetween(0, places.length)
      const what = nth % 4
      if (what === 1) {
        yield* crew.signal(which, "SIGSTOP")
        yield* Effect.fork(
          Effect.delay(crew.signal(which, "SIGCONT"), Duration.times(Duration.decode(pause), 2))
        )
        counts.stops += 1
      } else if (what === 3) {
        yield* Effect.promise(() => database.kill())
        yield* Effect.promise(() => database.start())
        counts.databaseKills += 1
      } else {
        yield* crew.kill(which)
        yield* Effect.fork(crew.start(which))
        counts.kills += 1
      }
    }
    yield* Effect.forEach(places, (nth) => crew.signal(nth, "SIGCONT"))
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

export const crash = async (options: Options): Promise<Report> => {
  const database = await startPostgres()
  if (database === undefined) throw new Error("PostgreSQL is not installed")
  const url = await database.database("follow")
  const start = Date.now()
  const stores = Layer.mergeAll(FollowStore.layer, Store.layer()).pipe(
    Layer.provide(fast(start)),
    Layer.provide(PgClient.layer({ url: Redacted.make(url) }))
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
        speed: 2000,
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
    const crew = workers([url, address, String(start)])
    yield* Effect.addFinalizer(() => crew.all)
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
    const counts = yield* break_(crew, database, options)
    yield* sandbox.faults.clear
    yield* Effect.forEach(places, (nth) => Effect.zipRight(crew.kill(nth), crew.start(nth)), {
      concurrency: "unbounded"
    })
    // Until the books agree, which a lost answer, a lease or a second look may put off.
    const wrong = yield* Effect.repeat(
      Effect.orElseSucceed(differences, () => ["the store cannot be read"]),
      {
        while: (wrong) => wrong.length > 0,
        schedule: Schedule.intersect(Schedule.spaced("1 second"), Schedule.recurs(60))
      }
    ).pipe(Effect.zipRight(Effect.orElseSucceed(differences, () => ["the store cannot be read"])))
    const events = Chunk.toReadonlyArray(yield* Stream.runCollect(follow.events({ live: false })))
    return {
      orders: options.orders,
      ...counts,
      events: events.length,
      wrong: [...wrong, ...wrongEvents(events)].slice(0, 20)
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
