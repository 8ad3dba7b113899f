/**
 * What each case of `fixtures/wild.jsonl` comes to, written by hand from its `means`: one entry for each
 * ID asked (one in all, for actions without IDs).
 */
const service = (fields: Readonly<Record<string, unknown>>) => ({
  rate: null,
  min: null,
  max: null,
  refill: null,
  cancel: null,
  dripfeed: null,
  currency: null,
  desc: null,
  unclear: null,
  ...fields
})

const placed = (order: string, charge: string | null = null, currency: string | null = null) => ({
  order,
  charge,
  currency
})

const state = (status: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  charge: null,
  startCount: null,
  status,
  remains: null,
  currency: null,
  runs: null,
  posts: null,
  expiry: null,
  orders: null,
  ...fields
})

const refused = (tag: string, meaning: string, said: string, status = 200) => ({
  tag,
  processed: "no",
  meaning,
  said,
  status
})

const unexpected = (reason: string, status = 200, meaning: string | null = null) => ({
  tag: "UnexpectedAnswer",
  processed: "maybe",
  meaning,
  reason,
  status
})

const unknown = (cause: Readonly<Record<string, unknown>>) => ({
  tag: "OutcomeUnknown",
  processed: "maybe",
  meaning: cause["meaning"],
  cause
})

const unavailable = (said: string, status: number) => ({
  tag: "PanelUnavailable",
  processed: "maybe",
  meaning: null,
  said,
  status
})

const noOrder = (said = "Incorrect order ID", status = 200) =>
  refused("NotFound", "order-not-found", said, status)

const badKey = (said: string, status = 200) => refused("AccountRefusal", "bad-key", said, status)

export const expectations: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  w001: [
    [
      service({
        service: "12",
        name: "Instagram Likes",
        type: "Custom Comments",
        category: "Instagram",
        rate: "0.5",
        min: 50,
        max: 10000,
        dripfeed: false,
        desc: "Start: instant"
      })
    ]
  ],
  w002: [[]],
  w003: [
    [
      service({
        service: "1",
        name: "Spotify Plays Worldwide",
        type: "Default",
        category: "Spotify",
        rate: "0.5",
        min: 100,
        max: 10000000,
        refill: false,
        cancel: true
      })
    ]
  ],
  w004: [
    [
      service({
        service: "4",
        name: "Real Likes",
        type: "Default",
        category: "Instagram",
        rate: "1.25",
        min: 10,
        max: 50000,
        refill: false,
        cancel: true,
        dripfeed: false
      })
    ]
  ],
  w005: [
    [
      service({
        service: "31",
        name: "Views",
        type: "Default",
        category: "TikTok",
        rate: "0.02",
        min: 100,
        max: 1000000,
        refill: true,
        cancel: false
      })
    ]
  ],
  w006: [
    [
      service({
        service: "2",
        name: "Просмотры ТикТок",
        type: "Default",
        category: "ТикТок",
        rate: "100",
        min: 1000,
        max: 5000000
      })
    ]
  ],
  w007: [
    [
      service({
        service: "1",
        name: "Example Service 1000 votes",
        type: "Default",
        category: "Votes",
        rate: "10",
        min: 1,
        max: 50000,
        refill: false,
        cancel: true
      })
    ]
  ],
  w008: [placed("23501")],
  w009: [placed("151")],
  w010: [placed("7741")],
  w011: [placed("12345", "0.40", "USD")],
  w012: [placed("b76VJizQKZ")],
  w013: [placed("88123")],
  w014: [refused("AccountRefusal", "insufficient-funds", "neworder.error.not_enough_funds")],
  w015: [refused("AccountRefusal", "insufficient-funds", "Bakiyeniz yetersiz")],
  w016: [
    refused(
      "RequestRefusal",
      "duplicate-active",
      "You have active order with this link. Please wait until order being completed.",
      422
    )
  ],
  w017: [refused("AccountRefusal", "insufficient-funds", "Saldo tidak cukup")],
  w018: [refused("RateLimited", "rate-limited", "Too many requests", 429)],
  w019: [refused("NotFound", "bad-service", "Incorrect service ID", 400)],
  w020: [refused("RequestRefusal", "quantity-high", "Quantity less than maximum 10000")],
  w021: [unknown(unavailable("<html>502 Bad Gateway</html>", 502))],
  w022: [unknown(unexpected("unreadable"))],
  w023: [unknown(unexpected("unreadable"))],
  w024: [unknown(unexpected("unreadable"))],
  w025: [unknown(unavailable("gateway error", 503))],
  w026: [placed("55", "1500", "UZS")],
  w027: [unknown(unexpected("unreadable"))],
  w028: [state("Pending", { charge: "0.000588", currency: "USD", remains: 10 })],
  w029: [state("Completed", { charge: "2.5", startCount: 168, remains: -2 })],
  w030: [state("In progress", { charge: "0.40", startCount: 0, remains: 0, currency: "USD" })],
  w031: [
    state("Processing", { charge: "1015", startCount: 1526 }),
    state("Completed", { charge: "10500", startCount: 1217, remains: 0 }),
    noOrder()
  ],
  w032: [state("Active", { expiry: true, posts: 10, orders: ["9001", "9002"] })],
  w033: [state("In progress", { runs: 5, orders: ["9101"] })],
  w034: [state("In progress", { charge: "1.50", startCount: 120, remains: 40, currency: "TRY" })],
  w035: [state("Completed", { charge: "0.50", startCount: 10, remains: 0, currency: "USD" }), noOrder()],
  w036: [
    state("Completed", { charge: "25000", startCount: 15, remains: 0, currency: "VND" }),
    unexpected("missing"),
    unexpected("missing")
  ],
  w037: [state("Completed", { charge: "0.75", startCount: 300, remains: 0, currency: "USD" })],
  w038: [state("Partial", { charge: "0.27819", startCount: 3572, remains: 157, currency: "USD" })],
  w039: [noOrder("Incorrect order ID", 400)],
  w040: [
    state("Completed", { charge: "0.08011655652", startCount: 44, remains: 0, currency: "USD" }),
    noOrder(),
    state("Canceled", { charge: "0.04434830916", startCount: 181, remains: 100, currency: "USD" })
  ],
  w041: [state("In progress", { charge: "0.50", startCount: 1234, remains: 650, currency: "USD" })],
  w042: [state("In progress", { charge: "0.5", startCount: 1000, remains: 500 })],
  w043: [state("Canceled", { charge: "0", startCount: 0, remains: 1000, currency: "USD" })],
  w044: [{ refill: "12345" }],
  w045: [noOrder()],
  w046: [
    { refill: "91" },
    refused("RequestRefusal", "refill-already", "Refill already requested"),
    refused("RequestRefusal", "refill-unavailable", "Service does not support refill")
  ],
  w047: [unknown(unexpected("unreadable"))],
  w048: [refused("NotFound", "refill-not-found", "not found")],
  w049: [{ status: "Completed" }, refused("NotFound", "refill-not-found", "Incorrect refill ID")],
  w050: [{ status: "Rejected" }],
  w051: [unexpected("unreadable")],
  w052: [noOrder("error.incorrect_order_id")],
  // That 12346 was not cancelled is all that is known, so it is a refusal without a reason.
  w053: [undefined, { tag: "UnclassifiedRefusal", processed: "no", meaning: null, said: "", status: 200 }],
  w054: [undefined, noOrder()],
  w055: [undefined],
  w056: [undefined],
  w057: [badKey("Invalid API Key", 401)],
  w058: [{ amount: "12.3", currency: "USD" }],
  w059: [{ amount: "1234567", currency: "VND" }],
  w060: [badKey("Invalid API key")],
  w061: [{ amount: "100.84292", currency: "USD" }],
  w062: [{ amount: "15.20", currency: "INR" }],
  w063: [badKey("Invalid API key")],
  w064: [unexpected("unreadable", 403, "blocked")],
  w065: [unexpected("unreadable")],
  w066: [{ amount: "0.0000001", currency: "USD" }],
  w067: [badKey("Invalid API key")],
  w201: [refused("RateLimited", "rate-limited", "Spam protection, wait 7 seconds")],
  w202: [refused("RequestRefusal", "refill-unavailable", "Dịch vụ này không hỗ trợ bảo hành")],
  w203: [undefined],
  w204: [
    undefined,
    unknown({
      tag: "PanelUnavailable",
      processed: "maybe",
      meaning: "server-error",
      said: "Internal server error",
      status: 200
    })
  ],
  w205: [unknown(unexpected("unreadable"))],
  w206: [
    [
      service({
        service: "991",
        name: "Saves",
        type: "Default",
        category: "Instagram",
        rate: "6.2761",
        min: 10,
        max: 1000000,
        refill: false,
        cancel: false,
        desc: "Give the link to the post\nPublic profiles only"
      })
    ]
  ],
  w207: [
    [
      service({
        service: "67",
        name: "Own comments",
        type: "Custom Comment",
        category: "Instagram Custom Comment",
        rate: "999.00",
        min: 5,
        max: 1000,
        refill: false
      })
    ]
  ],
  w208: [
    [
      service({
        service: "1",
        name: "Followers",
        type: "Default",
        category: "IG",
        rate: "0.90",
        min: 50,
        max: 10000
      }),
      service({
        service: "3",
        name: "Likes",
        type: "Default",
        category: "IG",
        rate: "0.20",
        min: 10,
        max: 5000
      })
    ]
  ],
  w209: [
    [
      service({
        service: "1",
        name: "Followers",
        type: "Default",
        category: "IG",
        rate: "0.90",
        min: 50,
        max: 10000
      })
    ]
  ],
  w210: [unknown(unexpected("unreadable"))],
  w211: [unexpected("unreadable")],
  w212: Array.from({ length: 2 }, () => ({
    tag: "UnclassifiedRefusal",
    processed: "no",
    meaning: null,
    said: "Incorrect order ID",
    status: 200
  })),
  w213: [{ status: "Completed" }, refused("NotFound", "refill-not-found", "Incorrect refill ID")],
  w214: [{ amount: "2500", currency: "VND" }],
  w215: [placed("7001")],
  w216: [refused("RateLimited", "rate-limited", "You can place 3 orders per minute. Try again shortly.")],
  w217: [
    {
      tag: "UnclassifiedRefusal",
      processed: "no",
      meaning: null,
      said: "Quantity must be a multiple of 100 (try 1200)",
      status: 200
    }
  ],
  w218: [refused("AccountRefusal", "account-disabled", "API access is switched off for this account.")],
  w219: [refused("AccountRefusal", "account-disabled", "Account restricted")],
  w220: [refused("PanelUnavailable", "maintenance", "This panel is temporarily unavailable")],
  w221: [refused("RequestRefusal", "bad-dripfeed", "Incorrect runs")],
  w222: [
    unknown({
      tag: "PanelUnavailable",
      processed: "maybe",
      meaning: "server-error",
      said: "Order could not be created",
      status: 200
    })
  ],
  w223: [
    refused(
      "RequestRefusal",
      "refill-too-early",
      "Refill can only be requested on a completed or partial order."
    )
  ],
  w224: [refused("RequestRefusal", "refill-already", "There is already an open request for this order.")],
  w225: [refused("RequestRefusal", "cancel-already", "There is already an open request for this order.")],
  w226: [
    refused(
      "RequestRefusal",
      "duplicate-active",
      "Bạn vừa đặt dịch vụ này cho chính link này (#100034). Đợi 10 phút hoặc dùng link khác."
    )
  ],
  w227: [refused("RateLimited", "rate-limited", "Mỗi phút chỉ đặt được 3 đơn. Vui lòng thử lại sau.")],
  w228: [refused("RequestRefusal", "quantity-high", "Total quantity (20000) must be <= 10000")],
  w229: [refused("RequestRefusal", "refill-too-early", "Only completed orders can be refilled")]
}
