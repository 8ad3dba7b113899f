/** A client with a time-out, and its examples' `withRetry` around an order: the panel is slow, and books each time. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import axios from "axios"
import { startPanel } from "./panel.js"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }

const slow = { mishap: "slow", after: "3 seconds" } as const
const usual = await startPanel([slow, slow])
const createOrder = async () => {
  const form = new URLSearchParams({ key: usual.key, action: "add", ...order, quantity: "100" })
  return (await axios.post<{ order: number }>(usual.url, form, { timeout: 1000 })).data.order
}
const withRetry = async <A>(task: () => Promise<A>, retries = 1): Promise<A> => {
  try {
    return await task()
  } catch (error) {
    if (retries === 0) throw error
    return withRetry(task, retries - 1)
  }
}
await withRetry(createOrder).catch(async (error: unknown) => {
  console.log(`withRetry: ${error}, and the panel booked ${await usual.booked()}`)
})
await usual.close()

const sandbox = await startPanel([slow, slow])
const panel = createPanel({ url: sandbox.url, key: sandbox.key })
await panel.orders.place(order, { timeout: 1000 }).catch(async (error: unknown) => {
  if (!isSmmkitError(error)) throw error
  console.log(
    `smmkit: ${error.code}, processed: ${error.processed}, and the panel booked ${await sandbox.booked()}`
  )
})
await panel.close()
await sandbox.close()
