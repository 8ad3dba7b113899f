/** Programs whose store may stand otherwise than it did, and servers that are theirs alone. */
import { type Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Context, Effect, Either, Layer, type Scope } from "effect"
import { startPostgres } from "../crash/postgres.js"
import { Journal, type Store } from "../src/index.js"
import { store } from "./postgres.js"
import { order, panelOptions } from "./world.js"

/** A program with a journal of its own on a store. */
export const program = (
  store: Layer.Layer<Store.Store, unknown>
): Effect.Effect<Journal.Journal.Service, never, Sandbox.Sandbox | Scope.Scope> =>
  Effect.orDie(
    Effect.map(
      Layer.build(
        Layer.fresh(
          Journal.layerPanel(panelOptions, { patience: "1 second" }).pipe(
            Layer.provide(SandboxTransport.layer),
            Layer.provide(store)
          )
        )
      ),
      Context.get(Journal.Journal)
    )
  )

export const onServer = (url: string, witness?: string | undefined) => Layer.fresh(store(url, { witness }))

/** What became of an order, or why it was withheld: as the store has forgotten some, or `store` for now. */
export const place = ({ placeOnce }: Journal.Journal.Service, key: string) =>
  Effect.map(
    Effect.either(placeOnce(key, order(100, `https://example.com/${key}`))),
    Either.match({
      onLeft: (error) => {
        if (error._tag !== "OrderWithheld") return error._tag
        return error.detail.includes("it may have forgotten orders") ? "forgotten" : error.reason
      },
      onRight: ({ state }) => state
    })
  )

/** For as long as it takes a server that was started anew, and a pool that finds its connections dead. */
export const untilTaken = <E, R>(placing: Effect.Effect<string, E, R>) =>
  Effect.repeat(Effect.delay(placing, "50 millis"), { until: (said) => said !== "store" })

export const server = Effect.acquireRelease(
  Effect.flatMap(
    Effect.promise(() => startPostgres({ durable: false })),
    (server) => (server === undefined ? Effect.dieMessage("no PostgreSQL") : Effect.succeed(server))
  ),
  (server) => Effect.promise(server.remove)
)
