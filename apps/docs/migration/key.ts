/** What axios throws holds the request, whose body holds the key: to log the error is to log the key. */
import { inspect } from "node:util"
import { createPanel } from "@smmkit/promise"
import axios from "axios"
import { startPanel } from "./panel.js"

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }
const sandbox = await startPanel(["html", "html"])
const logged = (error: unknown) =>
  inspect(error).includes(sandbox.key) ? "holds the key" : "does not hold the key"

const form = `key=${sandbox.key}&action=add&service=1&link=${order.link}&quantity=100`
await axios.post(sandbox.url, form).catch((error: unknown) => {
  console.log(`node-smm-api: what is logged ${logged(error)}`)
})

const panel = createPanel({ url: sandbox.url, key: sandbox.key })
await panel.orders.place(order).catch((error: unknown) => {
  console.log(`smmkit: what is logged ${logged(error)}`)
})
await panel.close()
await sandbox.close()
