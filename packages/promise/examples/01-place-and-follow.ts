/** From nothing to an order that is followed to its end, against a sandbox that this program starts itself. */
import { createPanel } from "@smmkit/promise"
import { startSandbox } from "@smmkit/promise/sandbox"

const sandbox = await startSandbox({ speed: 100_000 })
const panel = createPanel(sandbox)

const { order } = await panel.orders.place({
  service: "1",
  link: "https://example.com/p/1",
  quantity: 100
})
console.log(`placed order ${order}`)

for await (const { status, remains } of panel.orders.follow(order, { every: 1000 })) {
  console.log(`${status}, ${remains} to go`)
}

await panel.close()
await sandbox.close()
