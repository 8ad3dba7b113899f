import * as Http from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { NodeTransport } from "@smmkit/adapter-node"
import { Effect, Layer, Redacted } from "effect"
import { Panel } from "../src/index.js"
import { ask } from "./ask.js"
import { outcome } from "./plain.js"
import { cases } from "./wildCases.js"
import { expectations } from "./wildExpectations.js"

/** A panel that has one answer for everything. */
const panel = ({ status, contentType, body }: (typeof cases)[number]) =>
  Effect.acquireRelease(
    Effect.async<Http.Server>((resume) => {
      const server = Http.createServer((_, response) => {
        response.writeHead(status, { "content-type": contentType })
        response.end(body)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.closeAllConnections() ?? server.close())
  ).pipe(
    Effect.map((server) => {
      const address = server.address()
      return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/api/v2`
    })
  )

const adapters = { "adapter-node": NodeTransport.layer, "adapter-fetch": FetchTransport.layer }

for (const [name, transport] of Object.entries(adapters)) {
  describe(`the wild, through sockets, over ${name}`, () => {
    for (const one of cases) {
      it.scopedLive(`${one.id}: ${one.means}`, () =>
        Effect.gen(function* () {
          const url = yield* panel(one)
          const options = { url, key: Redacted.make("test-key"), retries: 0, batchWindow: 0 }
          const layer = Layer.provide(Panel.layer(options), transport)
          const results = yield* Effect.provide(ask(one.action, one.request), layer)
          assert.deepStrictEqual(results.map(outcome), expectations[one.id])
        })
      )
    }
  })
}
