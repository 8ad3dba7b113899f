/** The PHP class checks no certificate: whoever answers in the panel's place is given the key. */
import { once } from "node:events"
import { createServer, request } from "node:https"
import { certificate } from "@smmkit/core/testing"
import { createPanel, isSmmkitError } from "@smmkit/promise"

const heard: Array<string> = []
const impostor = createServer({ cert: certificate.cert, key: certificate.key }, (asked, answer) => {
  asked
    .on("data", (part) => heard.push(`${part}`))
    .on("end", () => answer.end('{"balance":"1","currency":"USD"}'))
})
impostor.listen(0, "127.0.0.1")
await once(impostor, "listening")
const address = impostor.address()
const port = typeof address === "object" && address !== null ? address.port : 0
const url = `https://127.0.0.1:${port}/api/v2`

const unchecked = request(url, { method: "POST", rejectUnauthorized: false })
unchecked.end("key=fake-key&action=balance")
const [answer] = await once(unchecked, "response")
answer.resume()
await once(answer, "end")
console.log(`the class: the impostor heard ${heard.splice(0).join("")}`)

const panel = createPanel({ url, key: "fake-key", retries: 0 })
await panel.balance().catch((error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(`smmkit: ${error.code}, and the impostor heard ${heard.join("") || "nothing"}`)
})
await panel.close()
impostor.closeAllConnections()
impostor.close()
