/** What becomes of the orders of a journal, and what is due back for them. */
import { createPanel } from "@smmkit/promise"
import { startSandbox } from "@smmkit/promise/sandbox"

const sandbox = await startSandbox({ speed: 100_000 })
const panel = createPanel({ ...sandbox, journal: "orders.db" })

const { order } = await panel.orders.placeOnce("invoice-1042", {
  service: "1",
  link: "https://example.com/p/1",
  quantity: 100
})
// It would be looked at in half a minute.
await panel.orders.hurry(order)

for await (const event of panel.events({ after: 0 })) {
  console.log(`event ${event.number}, ${event.key}: ${event.type}`)
  if (event.type !== "Started") break
}

for await (const line of panel.refunds.stream({ open: true })) {
  await panel.refunds.settle(line, "credited to the customer")
  console.log(`${line.amount.amount} goes back for ${line.key}`)
}

await panel.close()
await sandbox.close()
