/** Orders over HTTP on bare Node: an invoice is paid once, however often the request comes, and errors are JSON. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { startSandbox } from "@smmkit/promise/sandbox"

const folder = mkdtempSync(join(tmpdir(), "smmkit-web-"))
const sandbox = await startSandbox()
const panel = createPanel({ url: sandbox.url, key: sandbox.key, journal: join(folder, "orders.db") })

const server = createServer(async (request, response) => {
  const invoice = new URL(request.url ?? "/", "http://localhost").pathname.replace("/orders/", "")
  const [status, answer] = await panel.orders
    .placeOnce(invoice, JSON.parse(`${Buffer.concat(await request.toArray())}`))
    .then((placed) => [200, placed] as const)
    .catch((error: unknown) => {
      if (!isSmmkitError(error)) return [400, { message: "no JSON" }] as const
      const { code, message, processed, fault } = error
      return [fault === "caller" ? 422 : 502, { code, message, processed }] as const
    })
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer))
})
server.listen(0, "127.0.0.1")
await once(server, "listening")
const address = server.address()
const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }
for (const body of [order, order, { ...order, quantity: 5 }]) {
  const invoice = body === order ? "invoice-1042" : "invoice-1043"
  const answer = await fetch(`${url}/orders/${invoice}`, { method: "PUT", body: JSON.stringify(body) })
  console.log(`PUT /orders/${invoice}: ${answer.status} ${await answer.text()}`)
}

server.closeAllConnections()
server.close()
await panel.close()
await sandbox.close()
rmSync(folder, { recursive: true })
