/** A bare node:http server that answers what it was given, for comparison. Prints its address. */
import * as Http from "node:http"

const body = Buffer.from(process.env["BODY"] ?? "", "base64")
const headers = { ...JSON.parse(process.env["HEADERS"] ?? "{}"), "content-length": body.length }

const server = Http.createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (typeof address === "object" && address !== null) console.log(`http://127.0.0.1:${address.port}`)
})
