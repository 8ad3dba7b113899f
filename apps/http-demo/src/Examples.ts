/** Examples of the OpenAPI document: true answers of the embedded sandbox, which the tests ask for again. */
export interface Example {
  readonly parameters?: Readonly<Record<string, string>>
  readonly request?: unknown
  readonly status: number
  readonly response?: unknown
}

export const examples: Readonly<Record<string, Example>> = {
  services: {
    parameters: { search: "tiktok followers usa", limit: "1" },
    status: 200,
    response: {
      total: 16,
      services: [
        {
          service: "5347",
          name: "TikTok Followers [High Quality, USA] [Refill 60 Days] [Drip-feed]",
          type: "Default",
          category: "TikTok - Followers",
          rate: "2.67",
          min: 50,
          max: 500000,
          refill: true,
          cancel: true,
          dripfeed: null,
          currency: null,
          desc: null
        }
      ]
    }
  },
  service: {
    parameters: { service: "1" },
    status: 200,
    response: {
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
      desc: null
    }
  },
  quote: {
    request: { service: "1", link: "https://example.com/p/1", quantity: 333 },
    status: 200,
    response: { amount: "0.26307", currency: "USD", balanceAfter: "999.73693" }
  },
  placeOrder: {
    parameters: { "idempotency-key": "summer-7" },
    request: { service: "1", link: "https://example.com/p/1", quantity: 100 },
    status: 201,
    response: {
      key: "summer-7",
      stage: "placed",
      order: "23501",
      service: "1",
      name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
      request: { link: "https://example.com/p/1", quantity: "100", service: "1" },
      quantity: 100,
      price: "0.07900",
      charge: null,
      currency: null,
      created: "2026-07-01T12:00:00.000Z",
      updated: "2026-07-01T12:00:00.000Z",
      refill: true,
      cancel: true,
      note: "",
      problem: null
    }
  },
  orders: {
    parameters: { limit: "1" },
    status: 200,
    response: {
      total: 1,
      orders: [
        {
          key: "summer-7",
          stage: "placed",
          order: "23501",
          service: "1",
          name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
          request: { link: "https://example.com/p/1", quantity: "100", service: "1" },
          quantity: 100,
          price: "0.07900",
          charge: null,
          currency: null,
          created: "2026-07-01T12:00:00.000Z",
          updated: "2026-07-01T12:00:00.000Z",
          refill: true,
          cancel: true,
          note: "",
          problem: null
        }
      ]
    }
  },
  order: {
    parameters: { order: "23501" },
    status: 200,
    response: {
      placed: {
        key: "summer-7",
        stage: "placed",
        order: "23501",
        service: "1",
        name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
        request: { link: "https://example.com/p/1", quantity: "100", service: "1" },
        quantity: 100,
        price: "0.07900",
        charge: null,
        currency: null,
        created: "2026-07-01T12:00:00.000Z",
        updated: "2026-07-01T12:00:00.000Z",
        refill: true,
        cancel: true,
        note: "",
        problem: null
      },
      status: {
        status: "Pending",
        charge: "0.079",
        startCount: 4662,
        remains: 100,
        currency: "USD",
        runs: null,
        posts: null,
        expiry: null,
        orders: null
      },
      history: [
        {
          id: "l72Jw6xuFb8vtzt34Dsv6Y",
          at: "2026-07-01T12:00:00.000Z",
          order: "23501",
          status: {
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
        }
      ]
    }
  },
  orderEvents: { parameters: { order: "23501" }, status: 200 },
  events: { parameters: { orders: "23501" }, status: 200 },
  cancel: { parameters: { order: "23501" }, status: 202, response: { order: "23501", cancel: true } },
  refill: { parameters: { order: "23501" }, status: 201, response: { order: "23501", refill: "1" } },
  balance: { status: 200, response: { amount: "1000", currency: "USD" } },
  doubts: {
    status: 200,
    response: {
      total: 1,
      orders: [
        {
          key: "summer-8",
          stage: "in-doubt",
          order: null,
          service: "1",
          name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
          request: { link: "https://example.com/p/2", quantity: "100", service: "1" },
          quantity: 100,
          price: "0.07900",
          charge: null,
          currency: null,
          created: "2026-07-01T12:00:00.000Z",
          updated: "2026-07-01T12:00:00.000Z",
          refill: true,
          cancel: true,
          note: "It is not known whether the add was done. No whole answer came back: the connection broke (ECONNRESET)",
          problem: {
            type: "urn:smmkit:problem:OutcomeUnknown",
            title: "Gateway Timeout",
            status: 504,
            detail:
              "It is not known whether the add was done. No whole answer came back: the connection broke (ECONNRESET)",
            _tag: "OutcomeUnknown",
            meaning: null,
            processed: "maybe",
            retryable: false,
            fault: "network"
          }
        }
      ]
    }
  },
  verdict: {
    parameters: { key: "summer-8" },
    request: { verdict: "placed", order: "23502" },
    status: 200,
    response: {
      key: "summer-8",
      stage: "placed",
      order: "23502",
      service: "1",
      name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
      request: { link: "https://example.com/p/2", quantity: "100", service: "1" },
      quantity: 100,
      price: "0.07900",
      charge: null,
      currency: null,
      created: "2026-07-01T12:00:00.000Z",
      updated: "2026-07-01T12:00:00.000Z",
      refill: true,
      cancel: true,
      note: "It is not known whether the add was done. No whole answer came back: the connection broke (ECONNRESET); settled by a person",
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
        {
          service: "1",
          name: "Instagram Followers [High Quality, Worldwide] [Refill 365 Days] [Drip-feed]",
          total: "0.07900",
          amounts: ["0.07900"]
        }
      ],
      total: "0.07900",
      inDoubt: "0",
      unknown: 0
    }
  },
  about: { status: 200, response: { panel: "sandbox", isSandbox: true } },
  session: { request: { token: "fake-token-of-the-demo-1234" }, status: 204 }
}
