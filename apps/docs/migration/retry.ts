/** The axios snippet, sent again when it fails: the answer of the first call is lost after the order was booked. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import axios from "axios"
import { startPanel } from "./panel.js"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }

const usual = await startPanel(["dropped-after"])
const add = async (tries: number): Promise<number> => {
  const form = new URLSearchParams({ key: usual.key, action: "add", ...order, quantity: "100" })
  try {
    return (await axios.post<{ order: number }>(usual.url, form)).data.order
  } catch (error) {
    if (tries === 1) throw error
    return add(tries - 1)
  }
}
console.log(`the snippet: order ${await add(3)}, and the panel booked ${await usual.booked()}`)
await usual.close()

const sandbox = await startPanel(["dropped-after"])
const panel = createPanel({ url: sandbox.url, key: sandbox.key })
await panel.orders.place(order).catch(async (error: unknown) => {
  if (!isSmmkitError(error)) throw error
  const { code, processed, retryable } = error
  console.log(
    `smmkit: ${code}, processed: ${processed}, retryable: ${retryable}, and the panel booked ${await sandbox.booked()}`
  )
})
await panel.close()
await sandbox.close()
