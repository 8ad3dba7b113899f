/**
 * A process that stops itself between its intent and the panel, as one is stopped that runs out of its time: with its
 * first order at the first callback that Node makes after the intent is durable, with its second one at the second, and
 * so on, until there are no more callbacks before the gate lets an order go. As other callbacks come between by chance,
 * it begins anew if it did not stop where its connection stands, the last of them. It says where it stops, and what came
 * of each order.
 */
import { createHook } from "node:async_hooks"
import { writeSync } from "node:fs"
import { NodeTransport } from "@smmkit/adapter-node"
import { Identifiers, Transport } from "@smmkit/core"
import { Journal, Store } from "@smmkit/journal"
import { Effect, Either, Layer, Redacted } from "effect"
import { hour, makeLeaping } from "./leaping.js"
import { storeAt } from "./stores.js"

const [path = "", url = ""] = process.argv.slice(2)

const { clock, leap } = makeLeaping()

/** How many callbacks are left to the one at which it stops; undefined where none counts. */
let left: number | undefined
let hasConnected = false
const types = new Map<number, string>()
createHook({
  init: (id, type) => void types.set(id, type),
  before: (id) => {
    if (left === undefined) return
    left -= 1
    if (left > 0) return
    left = undefined
    const type = types.get(id)
    hasConnected ||= type === "TCPCONNECTWRAP"
    writeSync(1, `stopping at ${type}\n`)
    process.kill(process.pid, "SIGSTOP")
    leap(hour)
  },
  destroy: (id) => void types.delete(id)
}).enable()

const wire = Layer.effect(
  Transport.Transport,
  Effect.map(Transport.Transport, (transport) => ({
    ...transport,
    send: (call: Transport.RawCall) =>
      transport.send({
        ...call,
        gate: () => {
          left = undefined
          return call.gate?.()
        }
      })
  }))
).pipe(Layer.provide(NodeTransport.layer))

/** The how manieth callback the next order stops at. */
let callback = 0
const store = Layer.effect(
  Store.Store,
  Effect.map(Store.Store, (store) => ({
    ...store,
    intend: (intent: Store.Intent) =>
      Effect.tap(
        store.intend(intent),
        Effect.sync(() => {
          left = callback
        })
      )
  }))
).pipe(Layer.provide(storeAt(path)))

const panel = Journal.layerPanel({ url, key: Redacted.make("sandbox-key"), retries: 0 }).pipe(
  Layer.provide(wire),
  Layer.provide(store)
)

const program = Effect.gen(function* () {
  const { placeOnce } = yield* Journal.Journal
  for (let at = 1; ; at += 1) {
    callback += 1
    const said = yield* Effect.either(
      placeOnce(`key ${at}`, {
        type: "Default",
        service: Identifiers.ServiceId.make("1"),
        link: `https://example.com/${at}`,
        quantity: 100
      })
    )
    writeSync(1, `${Either.isRight(said) ? said.right.state : said.left._tag}\n`)
    if (Either.isLeft(said)) continue
    if (hasConnected) return
    callback = 0
  }
})

await Effect.runPromise(program.pipe(Effect.provide(panel), Effect.withClock(clock)))
