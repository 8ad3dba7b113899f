/** Examples of the OpenAPI document: questions for the embedded sandbox, with its true answers where they are short. */
export interface Example {
  readonly parameters?: Readonly<Record<string, string>>
  readonly request?: unknown
  readonly status: number
  readonly response?: unknown
}

const order = "23501"
const body = { service: "1", link: "https://example.com/p/1" }
const byOrder = { parameters: { order } }

export const examples: Readonly<Record<string, Example>> = {
  services: { parameters: { search: "tiktok followers usa", limit: "1" }, status: 200 },
  service: { parameters: { service: body.service }, status: 200 },
  quote: {
    request: { ...body, quantity: 333 },
    status: 200,
    response: { amount: "0.26307", currency: "USD", balanceAfter: "999.73693" }
  },
  placeOrder: {
    parameters: { "idempotency-key": "summer-7" },
    request: { ...body, quantity: 100 },
    status: 201
  },
  orders: { parameters: { limit: "1" }, status: 200 },
  order: { ...byOrder, status: 200 },
  orderEvents: { ...byOrder, status: 200 },
  events: { parameters: { orders: order }, status: 200 },
  cancel: { ...byOrder, status: 202, response: { order, cancel: true } },
  refill: { ...byOrder, status: 201, response: { order, refill: "1" } },
  balance: { status: 200, response: { amount: "1000", currency: "USD" } },
  verdict: {
    parameters: { key: "summer-8" },
    request: { verdict: "placed", order: "23502" },
    status: 200
  },
  spending: { parameters: { days: "1" }, status: 200 },
  session: { request: { token: "fake-token-of-the-demo-1234" }, status: 204 }
}
