/** The way to the panel leads through a proxy, which gets to know the panel's host and nothing else. */
import { once } from "node:events"
import { createServer } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { connect } from "node:net"
import { NodeTransport } from "@smmkit/adapter-node"
import { Balance, Money, Panel } from "@smmkit/core"
import { certificate } from "@smmkit/core/testing"
import { Console, Effect, Redacted } from "effect"

const portOf = async (server: ReturnType<typeof createServer>) => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}
/** A panel behind TLS, and a proxy that opens tunnels to it and tells what it saw. */
const panelServer = createTlsServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
  request.resume().on("end", () => response.end('{"balance":"12.50","currency":"USD"}'))
})
const panelPort = await portOf(panelServer)
const seen: Array<string> = []
const proxy = createServer().on("connect", (request, socket) => {
  const tunnel = connect(panelPort, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"))
  tunnel.pipe(socket)
  socket.pipe(tunnel)
  socket.once("data", (bytes: Buffer) =>
    seen.push(`${request.url}, then ${bytes[0] === 22 ? "TLS" : `${bytes}`}`)
  )
})
const proxyPort = await portOf(proxy)

const transport = NodeTransport.layerWith({
  proxy: Redacted.make(new URL(`http://127.0.0.1:${proxyPort}`)),
  ca: certificate.cert // The panel's certificate is its own; a real one needs no `ca`.
})
const panel = Panel.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })

const program = Effect.gen(function* () {
  const balance = yield* Balance.Balance
  yield* Console.log(`balance: ${Money.format(yield* balance.get)}`)
  yield* Console.log(`the proxy saw: ${seen.join("; ")}`)
})

await Effect.runPromise(program.pipe(Effect.provide(panel), Effect.provide(transport)))
panelServer.closeAllConnections()
panelServer.close()
proxy.closeAllConnections()
proxy.close()
