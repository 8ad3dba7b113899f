/** fetch follows a redirect, and with 307 it sends the body there again, whoever that is: the key and the order. */
import { once } from "node:events"
import { createServer } from "node:http"
import { createPanel, isSmmkitError } from "@smmkit/promise"

const listening = async (server: ReturnType<typeof createServer>) => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/api/v2`
}
const heard: Array<string> = []
const stranger = createServer((asked, answer) => {
  asked.on("data", (part) => heard.push(`${part}`)).on("end", () => answer.end('{"order":1}'))
})
const location = await listening(stranger)
const panelServer = createServer((asked, answer) => {
  asked.resume().on("end", () => answer.writeHead(307, { location }).end())
})
const url = await listening(panelServer)

const body = JSON.stringify({ key: "fake-key", action: "balance" })
await (await fetch(url, { method: "POST", body })).text()
console.log(`v2connect: the stranger heard ${heard.splice(0).join("")}`)

const panel = createPanel({ url, key: "fake-key", retries: 0 })
await panel.balance().catch((error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(`smmkit: ${error.code}, and the stranger heard ${heard.join("") || "nothing"}`)
})
await panel.close()
for (const server of [stranger, panelServer]) {
  server.closeAllConnections()
  server.close()
}
