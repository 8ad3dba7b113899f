/** An HTTP proxy that opens tunnels, all of them to loopback, and shows what it saw. */
import { Buffer } from "node:buffer"
import * as Http from "node:http"
import * as Https from "node:https"
import * as Net from "node:net"
import type { Duplex } from "node:stream"
import { certificate } from "@smmkit/core/testing"
import { Effect, Redacted } from "effect"

export const makeProxy = Effect.fn("makeProxy")(function* (protocol: "http" | "https" = "http") {
  const tunnels: Array<{ readonly to: string | undefined; readonly authorization: string | undefined }> = []
  const sockets = new Set<Duplex>()
  const seen: Array<Buffer> = []
  const server = (protocol === "http" ? Http.createServer() : Https.createServer(certificate)).on(
    "connect",
    (request, client) => {
      tunnels.push({ to: request.url, authorization: request.headers["proxy-authorization"] })
      const { port } = new URL(`http://${request.url}`)
      const panel = Net.connect({ host: "127.0.0.1", port: Number(port) })
      for (const socket of [client, panel]) {
        sockets.add(socket)
        socket.on("error", () => {})
        socket.on("close", () => {
          client.destroy()
          panel.destroy()
        })
        socket.on("data", (bytes: Buffer) => seen.push(bytes))
      }
      panel.once("connect", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n")
        client.pipe(panel)
        panel.pipe(client)
      })
    }
  )
  const port = yield* Effect.acquireRelease(
    Effect.async<number>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        resume(Effect.succeed(address !== null && typeof address === "object" ? address.port : 0))
      })
    }),
    () =>
      Effect.sync(() => {
        server.close()
        for (const socket of sockets) socket.destroy()
      })
  )
  return {
    url: Redacted.make(new URL(`${protocol}://user:pass%20word@127.0.0.1:${port}`)),
    tunnels,
    /** Breaks all tunnels. */
    die: Effect.sync(() => {
      for (const socket of sockets) socket.destroy()
    }),
    seen: () => Buffer.concat(seen).toString("latin1")
  }
})
