/** IDs past 2^53, as JSON numbers: `JSON.parse` makes another order's ID of them. */
import { once } from "node:events"
import { createServer } from "node:http"
import { createPanel } from "@smmkit/promise"
import axios from "axios"

const server = createServer((asked, answer) => {
  asked.resume().on("end", () => answer.end('{"order":9007199254740993}'))
})
server.listen(0, "127.0.0.1")
await once(server, "listening")
const address = server.address()
const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/api/v2`

const form = "key=fake-key&action=add&service=1&link=https://example.com/p/1&quantity=100"
const { data } = await axios.post<{ order: number }>(url, form)
console.log(`node-smm-api: order ${data.order}`)

const panel = createPanel({ url, key: "fake-key" })
const { order } = await panel.orders.place({ service: "1", link: "https://example.com/p/1", quantity: 100 })
console.log(`smmkit: order ${order}`)
await panel.close()
server.closeAllConnections()
server.close()
