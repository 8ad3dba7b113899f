/**
 * A panel whose orders are all under way and never come to an end: with each call a little less remains of each. It
 * costs next to nothing, and runs in a process of its own. It prints its address.
 */
import { createServer } from "node:http"

let calls = 0

const answer = (ids: ReadonlyArray<string>): string => {
  calls += 1
  const remains = 1_000_000_000 - calls
  const row = `{"charge":"0.9","start_count":"10","status":"In progress","remains":"${remains}","currency":"USD"}`
  return `{${ids.map((id) => `"${id}":${row}`).join(",")}}`
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let body = ""
  request.on("data", (chunk) => {
    body += chunk
  })
  request.on("end", () => {
    const bytes = answer((new URLSearchParams(body).get("orders") ?? "").split(","))
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(bytes)
    })
    response.end(bytes)
  })
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}/api/v2`)
})
