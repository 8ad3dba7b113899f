/**
 * A panel that costs next to nothing: it answers by arithmetic, after a latency given in milliseconds. It
 * runs in a process of its own, so that what a client's process spends is the client's alone.
 *
 * It prints its address; `GET` tells how many calls came.
 */
import { createServer, type IncomingMessage } from "node:http"
import { setTimeout } from "node:timers/promises"

const latency = Number(process.argv[2] ?? 0)

/** Each order's row is another one, so that nothing is gained by knowing the last. */
const row = (id: string): string => {
  const order = Number(id)
  const state = order % 3 === 0 ? "Completed" : order % 3 === 1 ? "In progress" : "Partial"
  const charge = `${order % 7}.${String((order * 7919) % 100_000).padStart(5, "0")}`
  const [start, remains] = [(order * 31) % 90_000, (order * 17) % 1000]
  return `{"charge":"${charge}","start_count":"${start}","status":"${state}","remains":"${remains}","currency":"USD"}`
}

const answer = (form: URLSearchParams): string => {
  if (form.get("action") === "balance") return '{"balance":"100.84292","currency":"USD"}'
  const order = form.get("order")
  if (order !== null) return row(order)
  const ids = (form.get("orders") ?? "").split(",")
  return `{${ids.map((id) => `"${id}":${row(id)}`).join(",")}}`
}

const read = async (request: IncomingMessage): Promise<string> => {
  let body = ""
  for await (const chunk of request) body += chunk
  return body
}

let calls = 0

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const isCall = request.method === "POST"
  if (isCall) calls += 1
  const body = isCall ? answer(new URLSearchParams(await read(request))) : String(calls)
  if (isCall && latency > 0) await setTimeout(latency)
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
  response.end(body)
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}/api/v2`)
})
