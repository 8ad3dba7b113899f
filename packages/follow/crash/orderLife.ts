/**
 * A process that runs the workflow of `examples/03-order-life.ts` on a PostgreSQL, for an order at a panel, until it has
 * come to its end; or until a step, at which it kills itself. It is told what to do by its environment.
 */
import { ClusterWorkflowEngine, SingleRunner } from "@effect/cluster"
import { PgClient } from "@effect/sql-pg"
import { NodeTransport } from "@smmkit/adapter-node"
import { Identifiers } from "@smmkit/core"
import { Follow, FollowStore } from "@smmkit/follow"
import { Journal, Store } from "@smmkit/journal"
import { Config, Effect, Fiber, Layer, Option, Schedule, Stream } from "effect"
import { consumer, layer, OrderLife, Steps } from "../examples/03-order-life.js"

const settings = Config.all({
  database: Config.redacted("DATABASE_URL"),
  url: Config.string("PANEL_URL"),
  key: Config.redacted("PANEL_KEY"),
  killAt: Config.option(Config.string("KILL_AT"))
})

/** Tells each step, and ends with the process at one. */
const steps = (killAt: Option.Option<string>) => ({
  tell: (step: string) =>
    Effect.sync(() => {
      process.stdout.write(`${step}\n`)
      if (Option.contains(killAt, step)) process.kill(process.pid, "SIGKILL")
    })
})

/** The panel delivers in no time, so nobody waits for the first look. */
const hurried = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  yield* Stream.runForEach(
    Stream.filter(follow.orders({ open: true }), ({ ended }) => ended === null),
    ({ account, order }) => follow.now(account, order)
  )
}).pipe(Effect.repeat(Schedule.spaced("300 millis")))

const program = Effect.gen(function* () {
  const { killAt } = yield* settings
  const end = yield* Effect.gen(function* () {
    yield* Effect.forkDaemon(hurried)
    const heard = yield* Effect.forkDaemon(consumer)
    const service = Identifiers.ServiceId.make("1")
    const end = yield* OrderLife.execute({
      invoice: "invoice-1042",
      service,
      link: "https://example.com/p/1",
      quantity: 100
    })
    yield* Fiber.interruptFork(heard)
    return end
  }).pipe(Effect.provideService(Steps, steps(killAt)))
  yield* Effect.sync(() => process.stdout.write(`end ${end.name} ${end.order}\n`))
})

const parts = Layer.unwrapEffect(
  Effect.map(settings, ({ database, url, key, killAt }) => {
    const panel = { url, key, retries: 0 }
    const client = PgClient.layer({ url: database })
    const stores = Layer.merge(FollowStore.layer, Store.layer()).pipe(Layer.provideMerge(client))
    const follow = Follow.layer({
      accounts: [{ panel, limit: { calls: 600, per: "1 minute" } }],
      every: "200 millis"
    })
    const engine = ClusterWorkflowEngine.layer.pipe(
      Layer.provideMerge(
        SingleRunner.layer({
          runnerStorage: "memory",
          shardingConfig: { entityMessagePollInterval: 200, refreshAssignmentsInterval: 500 }
        })
      )
    )
    return layer.pipe(
      Layer.provideMerge(Layer.merge(follow, Journal.layerPanel(panel))),
      Layer.provideMerge(engine),
      Layer.provideMerge(Layer.merge(stores, NodeTransport.layer)),
      Layer.provideMerge(Layer.succeed(Steps, steps(killAt)))
    )
  })
)

await Effect.runPromise(Effect.provide(program, parts))
process.exit(0)
