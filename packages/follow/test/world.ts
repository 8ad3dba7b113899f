import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import type { SqlClient } from "@effect/sql"
import { Identifiers, type Order, type PanelConfig } from "@smmkit/core"
import { type RawReply, Transport } from "@smmkit/core/Transport"
import { Journal, Sqlite, Store } from "@smmkit/journal"
import { Sandbox, type SandboxOptions, SandboxTransport } from "@smmkit/sandbox"
import { BigDecimal, Chunk, Effect, Fiber, Layer, Option, Redacted, Stream, TestClock } from "effect"
import { inject } from "vitest"
import { client, copies, isInstalled } from "../../journal/test/databases.js"
import { Follow, type FollowError, type FollowEvent, FollowStore, StoreClock, Sweep } from "../src/index.js"

export { isInstalled }

/** A folder of its own, which goes with the others when the run is over. */
export const folder = (): string => mkdtempSync(join(inject("folder"), "follow-"))

/** A database of its own: each client that is built on it is one more process. */
export interface Place {
  readonly client: Layer.Layer<SqlClient.SqlClient>
}

export const file: Effect.Effect<Place> = Effect.sync(() => ({
  client: Layer.orDie(Sqlite.layerClient(join(folder(), "journal.db")))
}))

/** The address of a fresh database that has the tables of both packages, and nothing in them. */
export const database = copies((client) =>
  Layer.provide(Layer.merge(FollowStore.layer, Store.layer()), client)
)

export const server: Effect.Effect<Place> = Effect.map(
  isInstalled ? database : Effect.succeed(""),
  (url) => ({ client: Layer.orDie(client(url)) })
)

export const panel: PanelConfig.Options = {
  url: SandboxTransport.url,
  key: Redacted.make("sandbox-key"),
  retries: 0,
  timeout: "10 seconds"
}

/** The stores of a process: the journal's and follow's, by the program's clock. */
export const stores = ({ client }: Place) =>
  Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
    Layer.provide(StoreClock.layerProgram),
    Layer.provideMerge(client),
    Layer.orDie
  )

/** A panel that has cleared an ID away, and refuses each call that is about that one as well, or fails it. */
export const refusing = (
  cleared: { readonly id: string },
  said: Partial<RawReply> = { body: `{"error":"Incorrect order ID"}` }
) =>
  Layer.effect(
    Transport,
    Effect.map(Transport, (transport) => ({
      ...transport,
      send: (call) =>
        Effect.map(transport.send(call), (reply) => {
          const isAbout = call.params.some(([, ids]) => ids.split(",").includes(cleared.id))
          return isAbout ? { ...reply, ...said } : reply
        })
    }))
  ).pipe(Layer.provide(SandboxTransport.layer))

/** What few orders need: what may be asked is asked, and each call is a round of its own. */
const limit = { calls: 6, per: "1 minute" } as const

/** A process that follows, on stores and a sandbox that may be shared. It asks seldom, as each wait is a step of the clock. */
export const follow = (options: Follow.Options = {}, transport = SandboxTransport.layer) =>
  Follow.layer({ accounts: [{ panel, limit }], every: "5 minutes", ...options }).pipe(
    Layer.provide(transport),
    Layer.orDie
  )

const limits = { perDay: BigDecimal.fromBigInt(1_000_000n) }

/** Does something with a journal that is there for no longer: its lease would be a timer, too. */
export const placing = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(
    effect,
    Layer.orDie(Layer.provide(Journal.layerPanel(panel, { limits }), SandboxTransport.layer))
  )

export const sandbox = (options: SandboxOptions.Options = {}) => Layer.orDie(Sandbox.layer(options))

/** All of it for one program, on SQLite. */
export const world = (
  options?: Follow.Options,
  box?: SandboxOptions.Options,
  transport = SandboxTransport.layer
) =>
  Layer.unwrapEffect(
    Effect.map(file, (place) =>
      follow(options, transport).pipe(Layer.provideMerge(Layer.merge(sandbox(box), stores(place))))
    )
  )

export const order = (quantity: number, link = "https://example.com/p/1"): Order.Order => ({
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link,
  quantity
})

/** How far the clock goes at once: what happens in between is seen after it. */
const step = 5

/** Lets time pass step by step, so that what runs beside it comes to its end. */
export const pass = (minutes: number) =>
  Effect.forEach(
    Array.from({ length: Math.ceil(minutes / step) }),
    () => TestClock.adjust(`${step} minutes`),
    { discard: true }
  )

/** All that has happened so far. */
export const happened: Effect.Effect<
  ReadonlyArray<FollowEvent.FollowEvent>,
  Follow.Failure | FollowError.InvalidCursor,
  Follow.Follow
> = Effect.flatMap(Follow.Follow, (follow) =>
  Effect.map(Stream.runCollect(follow.events({ live: false })), Chunk.toReadonlyArray)
)

/** A few seconds, one by one. */
export const tick = (seconds: number) =>
  Effect.forEach(Array.from({ length: seconds }), () => TestClock.adjust("1 second"), { discard: true })

/** Lets time pass for as long as an effect waits for it, which may wait for a file as well. */
export const passing = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    while (Option.isNone(yield* Fiber.poll(fiber))) yield* tick(1)
    return yield* Fiber.join(fiber)
  })

/** The one account of the store, by its ID. */
export const account: Effect.Effect<string, Follow.Failure, Follow.Follow> = Effect.flatMap(
  Follow.Follow,
  ({ lag }) => Effect.map(lag, ([one]) => one?.account ?? "none")
)

/** Orders that the panel has had all along, and that are followed from now on. */
export const seeded = (
  count: number
): Effect.Effect<
  ReadonlyArray<Identifiers.OrderId>,
  Follow.Failure | SandboxOptions.SandboxError,
  Sandbox.Sandbox | Follow.Follow
> =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    const follow = yield* Follow.Follow
    const orders = yield* sandbox.seed({ count, service: "1", quantity: 1000 })
    const id = yield* account
    yield* follow.watch(orders.map((order) => ({ account: id, order, service: "1", units: 1000 })))
    return orders
  })

/** Stores that go by the time of the program that builds them, whoever asks and whatever his clock says. */
export const stored = (at: Effect.Effect<Place>) =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const clock = yield* Effect.clock
      const place = yield* at
      const byOne = Layer.succeed(StoreClock.StoreClock, { now: clock.currentTimeMillis })
      return Layer.merge(FollowStore.layer, Store.layer({ clock: "program" })).pipe(
        Layer.provide(byOne),
        Layer.provideMerge(place.client),
        Layer.orDie
      )
    })
  )

/** A process that only asks what others have seen. */
export const shared = Follow.layerService().pipe(
  Layer.provide(Sweep.layerPulse({ every: "5 minutes" })),
  Layer.orDie
)
