/** Amounts as JavaScript numbers: what two orders cost together. */
import { createPanel, decimal } from "@smmkit/promise"
import { startSandbox } from "@smmkit/promise/sandbox"

const sandbox = await startSandbox()
const panel = createPanel(sandbox)
const link = "https://example.com/p/1"
const placed = [
  await panel.orders.place({ service: "1", link, quantity: 300 }),
  await panel.orders.place({ service: "1", link, quantity: 400 })
]
const statuses = await Promise.all(placed.map(({ order }) => panel.orders.status(order)))
const charges = statuses.flatMap(({ charge }) => (charge === null ? [] : [charge]))

console.log(`the snippet: ${charges.map(Number).reduce((sum, charge) => sum + charge, 0)}`)
console.log(`smmkit: ${decimal.sum(charges)}`)
await panel.close()
await sandbox.close()
