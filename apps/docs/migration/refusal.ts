/** The PHP class gives back whatever JSON came: a refusal comes with HTTP 200, and its order has no ID. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { startPanel } from "./panel.js"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }
const sandbox = await startPanel([], { balance: "0" })

const form = new URLSearchParams({ key: sandbox.key, action: "add", ...order, quantity: "100" })
const answer = await fetch(sandbox.url, { method: "POST", body: form })
const json: { order: number } = JSON.parse(await answer.text())
console.log(`the class: HTTP ${answer.status}, order ${json.order}`)

const panel = createPanel({ url: sandbox.url, key: sandbox.key })
await panel.orders.place(order).catch((error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(`smmkit: ${error.code}, ${error.meaning}, fault of the ${error.fault}`)
})
await panel.close()
await sandbox.close()
