/** A panel that puts markup into every text it may choose. */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"

export const markup =
  '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>"\'&lt;b&gt;\u202e]]>--></title>'

const service = {
  service: 1,
  name: markup,
  type: "Default",
  category: markup,
  rate: "0.90",
  min: "50",
  max: "10000",
  refill: true,
  cancel: true,
  currency: markup,
  desc: markup
}

const answers: Readonly<Record<string, unknown>> = {
  services: [service, { ...service, service: 2, type: markup }],
  balance: { balance: "10", currency: markup },
  add: { order: 1 },
  status: {
    charge: "0.09",
    start_count: "0",
    status: `${markup}`.slice(0, 90),
    remains: "100",
    currency: markup
  },
  refill: { error: markup },
  cancel: [{ order: 1, cancel: { error: markup } }]
}

export interface HostilePanel extends AsyncDisposable {
  readonly url: string
}

export const hostilePanel = async (): Promise<HostilePanel> => {
  const server = Http.createServer((request, response) => {
    let form = ""
    request.on("data", (chunk: Buffer) => {
      form += chunk.toString()
    })
    request.on("end", () => {
      const fields = new URLSearchParams(form)
      const action = fields.get("action") ?? ""
      const ids = fields.get("orders")?.split(",") ?? []
      const answer =
        action === "status" && ids.length > 0
          ? Object.fromEntries(ids.map((id) => [id, answers["status"]]))
          : answers[action]
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(answer ?? { error: markup }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/api/v2`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
