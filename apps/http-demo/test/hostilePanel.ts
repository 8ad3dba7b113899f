/** A panel that puts markup into every text it may choose. */
import { type StubPanel, stubPanel } from "./stubPanel.js"

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

export const hostilePanel = (): Promise<StubPanel> =>
  stubPanel((fields) => {
    const action = fields.get("action") ?? ""
    const ids = fields.get("orders")?.split(",") ?? []
    const answer =
      action === "status" && ids.length > 0
        ? Object.fromEntries(ids.map((id) => [id, answers["status"]]))
        : answers[action]
    return answer ?? { error: markup }
  })
