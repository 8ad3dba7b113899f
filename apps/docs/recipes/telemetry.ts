/** Spans and metrics by OpenTelemetry's protocol, to any collector; here the collector is a server that counts. */
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { Otlp } from "@effect/opentelemetry"
import { FetchHttpClient } from "@effect/platform"
import { AddOrder, Identifiers } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect, Layer } from "effect"

const received: Array<string> = []
const collector = createServer(async (request, response) => {
  received.push(`${Buffer.concat(await request.toArray())}`)
  response.end("{}")
})
collector.listen(0, "127.0.0.1")
await once(collector, "listening")
const address = collector.address()
const baseUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`

const program = Effect.gen(function* () {
  const { faults } = yield* Sandbox.Sandbox
  const { place } = yield* AddOrder.AddOrder
  yield* faults.script([{ mishap: "rate-limited", after: "1 millis" }], "add")
  const service = Identifiers.ServiceId.make("1")
  const { order } = yield* place({ type: "Default", service, link: "https://example.com/p/1", quantity: 100 })
  yield* Console.log(`placed order ${order}`)
})

const telemetry = Otlp.layerJson({ baseUrl, resource: { serviceName: "shop" } }).pipe(
  Layer.provide(FetchHttpClient.layer)
)
await Effect.runPromise(program.pipe(Effect.provide(SandboxPanel.layer()), Effect.provide(telemetry)))
collector.closeAllConnections()
collector.close()

const sent = received.join("\n")
const dashboard = readFileSync(new URL("./telemetry-dashboard.json", import.meta.url), "utf8")
const shown = new Set([...dashboard.matchAll(/smmkit_[a-z_]+?(?=_bucket|\W)/g)].map(([name]) => name))
for (const name of shown) console.log(`${name}: ${sent.includes(`"name":"${name}"`) ? "sent" : "missing"}`)
for (const name of ["AddOrder.place", "smmkit.call"])
  console.log(`span ${name}: ${sent.split(`"name":"${name}"`).length - 1}`)
console.log(`the key: ${sent.includes("sandbox-key") ? "sent" : "not in it"}`)
