/** v2connect reads the JSON of an answer that is no 2xx; a gateway's page is none, and the order is booked. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { startPanel } from "./panel.js"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }

const usual = await startPanel(["html"])
const add = async () => {
  const body = JSON.stringify({ key: usual.key, action: "add", ...order })
  const answer = await fetch(usual.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body
  })
  if (answer.ok) return JSON.parse(await answer.text())
  const { error } = JSON.parse(await answer.text())
  throw new Error(error)
}
await add().catch(async (error: unknown) => {
  console.log(`v2connect: ${error}, and the panel booked ${await usual.booked()}`)
})
await usual.close()

const sandbox = await startPanel(["html"])
const panel = createPanel({ url: sandbox.url, key: sandbox.key })
await panel.orders.place(order).catch(async (error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(
    `smmkit: ${error.code}, processed: ${error.processed}, and the panel booked ${await sandbox.booked()}`
  )
})
await panel.close()
await sandbox.close()
