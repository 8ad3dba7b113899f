/** 250 orders in one call: panels take a hundred, and what comes for more is no list of orders. */
import { createPanel } from "@smmkit/promise"
import { startPanel } from "./panel.js"

const sandbox = await startPanel()
const ids = await sandbox.seed(250)

const form = new URLSearchParams({ key: sandbox.key, action: "status", orders: ids.join(",") })
const answer: Readonly<Record<string, unknown>> = JSON.parse(
  await (await fetch(sandbox.url, { method: "POST", body: form })).text()
)
console.log(`node-smm-api: ${ids.filter((id) => answer[id] !== undefined).length} of 250 answered, in 1 call`)

const before = await sandbox.calls()
const panel = createPanel({ url: sandbox.url, key: sandbox.key })
const statuses = await panel.orders.statuses(ids)
const answered = statuses.filter((status) => status.ok).length
console.log(`smmkit: ${answered} of 250 answered, in ${(await sandbox.calls()) - before} calls`)
await panel.close()
await sandbox.close()
