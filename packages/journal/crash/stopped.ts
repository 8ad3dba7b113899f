/**
 * A process that stops itself at a place between its intent and the panel, as one is stopped that runs out of its
 * time: it says `stopping`, and when it is let go on, what came of its order.
 */
import { NodeTransport } from "@smmkit/adapter-node"
import { Identifiers, Transport } from "@smmkit/core"
import { Journal, Store } from "@smmkit/journal"
import { Effect, Either, Layer, Redacted } from "effect"
import { storeAt } from "./stores.js"

const [place = "", path = "", url = ""] = process.argv.slice(2)

let isOver = false
const stop = (here: string) => {
  if (here !== place || isOver) return
  isOver = true
  process.stdout.write("stopping\n")
  process.kill(process.pid, "SIGSTOP")
}

const wire = Layer.effect(
  Transport.Transport,
  Effect.map(Transport.Transport, (transport) => ({
    ...transport,
    send: (call: Transport.RawCall) => {
      if (!call.spends) return transport.send(call)
      const { gate } = call
      const asked = {
        ...call,
        gate: () => {
          stop("connected")
          return gate?.()
        }
      }
      return Effect.suspend(() => {
        stop("queue")
        return Effect.zipRight(Effect.yieldNow(), transport.send(asked))
      })
    }
  }))
).pipe(Layer.provide(NodeTransport.layer))

const store = Layer.effect(
  Store.Store,
  Effect.map(Store.Store, (store) => ({
    ...store,
    intend: (intent: Store.Intent) =>
      Effect.tap(
        store.intend(intent),
        Effect.sync(() => stop("intent"))
      )
  }))
).pipe(Layer.provide(storeAt(path)))

const panel = Journal.layerPanel(
  { url, key: Redacted.make("sandbox-key"), timeout: "20 seconds", retries: 0 },
  { lease: "2 seconds" }
).pipe(Layer.provide(wire), Layer.provide(store))

const program = Effect.flatMap(Journal.Journal, ({ placeOnce }) =>
  Effect.either(
    placeOnce("k", {
      type: "Default",
      service: Identifiers.ServiceId.make("1"),
      link: "https://example.com/p/1",
      quantity: 100
    })
  )
)

const said = await Effect.runPromise(Effect.provide(program, panel))
process.stdout.write(`${Either.isRight(said) ? said.right.state : said.left._tag}\n`)
