/** v2connect takes any field of an order; its own type spells `interval` as here. It compiles, and the panel ignores it. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { startPanel } from "./panel.js"

const order = { service: 1, link: "https://example.com/p/1", quantity: 100 }
const sandbox = await startPanel()

type NewOrder = { service: number } & Record<string, number | string>
const misspelt: NewOrder = { ...order, intevals: 60 }
const body = JSON.stringify({ key: sandbox.key, action: "add", ...misspelt })
const answer = await fetch(sandbox.url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body
})
console.log(`v2connect: ${await answer.text()}, and the panel booked ${await sandbox.booked()}`)

const panel = createPanel({ url: sandbox.url, key: sandbox.key })
const wrong = { service: "1", link: "https://example.com/p/1", quantity: 100, intevals: 60 }
await panel.orders.place(wrong).catch(async (error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(`smmkit: ${error.message}, and the panel booked ${await sandbox.booked()}`)
})
await panel.close()
await sandbox.close()
