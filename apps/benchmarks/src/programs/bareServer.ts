/**
 * The least server: bare node:http, which answers each request with the bytes given for its body. They come
 * as JSON in the first argument, by the request's body. It prints its address.
 */
import { createServer } from "node:http"

const answers = new Map(
  Object.entries(JSON.parse(process.argv[2] ?? "{}")).map(([body, answer]) => [body, String(answer)])
)

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let body = ""
  request.on("data", (chunk) => {
    body += chunk
  })
  request.on("end", () => {
    const answer = answers.get(body) ?? ""
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answer)
    })
    response.end(answer)
  })
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}/api/v2`)
})
