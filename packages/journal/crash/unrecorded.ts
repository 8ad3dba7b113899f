/** A process whose store takes intents and no outcomes: it says what came of its order, and waits to be killed. */
import { NodeTransport } from "@smmkit/adapter-node"
import { Identifiers } from "@smmkit/core"
import { Journal, JournalError, Store } from "@smmkit/journal"
import { Effect, Layer, Redacted } from "effect"
import { storeAt } from "./stores.js"

const [path = "", url = ""] = process.argv.slice(2)

const full = new JournalError.StoreError({ reason: "full", detail: "SQLITE_FULL" })

const store = Layer.effect(
  Store.Store,
  Effect.map(Store.Store, (store) => ({ ...store, report: () => Effect.fail(full) }))
).pipe(Layer.provide(storeAt(path)))

const panel = Journal.layerPanel({ url, key: Redacted.make("sandbox-key") }, { patience: "50 millis" }).pipe(
  Layer.provide(NodeTransport.layer),
  Layer.provide(store)
)

const program = Effect.gen(function* () {
  const { placeOnce } = yield* Journal.Journal
  const error = yield* Effect.flip(
    placeOnce("k", {
      type: "Default",
      service: Identifiers.ServiceId.make("1"),
      link: "https://example.com/p/1",
      quantity: 100
    })
  )
  const order = error._tag === "OutcomeUnrecorded" ? error.order : null
  process.stdout.write(`${error._tag} ${order}\n`)
  return yield* Effect.never
})

await Effect.runPromise(Effect.provide(program, panel))
