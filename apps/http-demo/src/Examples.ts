/** Examples of the OpenAPI document: true answers of the embedded sandbox, which the tests ask for again. */
export interface Example {
  readonly parameters?: Readonly<Record<string, string>>
  readonly request?: unknown
  readonly status: number
  readonly response?: unknown
}

const service = {
  service: "1",
  name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
  type: "Default",
  category: "Instagram - Followers",
  rate: "0.79",
  min: 50,
  max: 10000,
  refill: true,
  cancel: true,
  dripfeed: null,
  currency: null,
  desc: null,
  unclear: null
}

const found = {
  ...service,
  service: "5347",
  name: "TikTok Followers [High Quality, USA] [Refill 60 Days] [Drip-feed]",
  category: "TikTok - Followers",
  rate: "2.67",
  max: 500000
}

const time = "2026-07-01T12:00:00.000Z"

const placed = {
  key: "summer-7",
  stage: "placed",
  order: "23501",
  service: service.service,
  name: service.name,
  request: { link: "https://example.com/p/1", quantity: "100", service: service.service },
  quantity: 100,
  price: "0.07900",
  charge: null,
  currency: null,
  created: time,
  updated: time,
  refill: true,
  cancel: true,
  note: "",
  problem: null
}

const lost =
  "It is not known whether the add was done. No whole answer came back: the connection broke (ECONNRESET)"

const inDoubt = {
  ...placed,
  key: "summer-8",
  stage: "in-doubt",
  order: null,
  request: { ...placed.request, link: "https://example.com/p/2" },
  note: lost,
  problem: {
    type: "urn:smmkit:problem:OutcomeUnknown",
    title: "Gateway Timeout",
    status: 504,
    detail: lost,
    _tag: "OutcomeUnknown",
    meaning: null,
    processed: "maybe",
    retryable: false,
    fault: "network"
  }
}

const status = {
  status: "Pending",
  charge: "0.079",
  startCount: 4662,
  remains: 100,
  currency: "USD",
  runs: null,
  posts: null,
  expiry: null,
  orders: null
}

const byOrder = { parameters: { order: placed.order } }

export const examples: Readonly<Record<string, Example>> = {
  services: {
    parameters: { search: "tiktok followers usa", limit: "1" },
    status: 200,
    response: { total: 16, services: [found] }
  },
  service: { parameters: { service: service.service }, status: 200, response: service },
  quote: {
    request: { service: service.service, link: placed.request.link, quantity: 333 },
    status: 200,
    response: { amount: "0.26307", currency: "USD", balanceAfter: "999.73693" }
  },
  placeOrder: {
    parameters: { "idempotency-key": placed.key },
    request: { service: service.service, link: placed.request.link, quantity: 100 },
    status: 201,
    response: placed
  },
  orders: { parameters: { limit: "1" }, status: 200, response: { total: 1, orders: [placed] } },
  order: {
    ...byOrder,
    status: 200,
    response: {
      placed,
      status,
      history: [{ id: "l72Jw6xuFb8vtzt34Dsv6Y", at: time, order: placed.order, status }]
    }
  },
  orderEvents: { ...byOrder, status: 200 },
  events: { parameters: { orders: placed.order }, status: 200 },
  cancel: { ...byOrder, status: 202, response: { order: placed.order, cancel: true } },
  refill: { ...byOrder, status: 201, response: { order: placed.order, refill: "1" } },
  balance: { status: 200, response: { amount: "1000", currency: "USD" } },
  doubts: { status: 200, response: { total: 1, orders: [inDoubt] } },
  verdict: {
    parameters: { key: inDoubt.key },
    request: { verdict: "placed", order: "23502" },
    status: 200,
    response: {
      ...inDoubt,
      stage: "placed",
      order: "23502",
      note: `${lost}; settled by a person`,
      problem: null
    }
  },
  spending: {
    parameters: { days: "1" },
    status: 200,
    response: {
      currency: null,
      days: ["2026-07-01"],
      services: [
        { service: service.service, name: service.name, total: placed.price, amounts: [placed.price] }
      ],
      total: placed.price,
      inDoubt: "0",
      unknown: 0,
      elsewhere: 0
    }
  },
  about: { status: 200 },
  session: { request: { token: "fake-token-of-the-demo-1234" }, status: 204 }
}
