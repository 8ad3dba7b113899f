/** What every runtime is asked to do. */
import { createPanel, isSmmkitError } from "@smmkit/promise"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 } as const

/** What went wrong, in a word. */
const told = (error: unknown): string => {
  if (!isSmmkitError(error)) return String(error)
  const { code, processed } = error
  return `${code}, processed: ${processed}`
}

/** Does it all on the panel at an address, and gives what came of it as JSON. */
export const run = async (url: string): Promise<string> => {
  const panel = createPanel({ url, key: "sandbox-key", timeout: 10_000, retries: 0 })
  const placed = await panel.orders.place(order)
  const { charge } = await panel.orders.status(placed.order)
  const states: Array<string> = []
  for await (const { status } of panel.orders.follow(placed.order, { every: 1000 })) states.push(status)
  const aborted = await panel.orders.place(order, { signal: AbortSignal.abort() }).catch(told)
  const unknown = await panel.orders.status("77").catch(told)
  await panel.close()
  const closed = await panel.balance().catch(told)
  return JSON.stringify({ order: placed.order, charge, last: states.at(-1), aborted, unknown, closed })
}
