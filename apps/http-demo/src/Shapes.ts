/**
 * What the API's JSON looks like: core's values, amounts and IDs as text, what is not known null. A type
 * here is core's own type, so what core answers goes out without being copied by hand.
 */
import { OrderId, RefillId, ServiceId } from "@smmkit/core/Identifiers"
import { formatAmount } from "@smmkit/core/Money"
import { Known, OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import { type FieldName, orderFields } from "./OrderFields.js"
import { Problem } from "./ProblemDocument.js"
import { sorts } from "./Search.js"

/** An exact decimal in plain digits. */
export const Amount = Schema.transform(
  Schema.String.pipe(
    Schema.pattern(/^-?\d{1,40}(?:\.\d{1,40})?$/),
    Schema.annotations({ description: "An exact amount in plain digits.", examples: ["0.27819"] })
  ),
  Schema.BigDecimalFromSelf,
  { decode: (text) => BigDecimal.unsafeFromString(text), encode: formatAmount }
)

/** Milliseconds here, text there. */
export const Instant = Schema.transform(
  Schema.String.annotations({
    description: "A time in UTC (RFC 3339).",
    examples: ["2026-01-31T12:00:00.000Z"]
  }),
  Schema.Number,
  { decode: (text) => Date.parse(text), encode: (time) => new Date(time).toISOString() }
)

const known = Schema.OptionFromNullOr
const currency = known(Schema.String).annotations({
  description: "The panel's word for the currency; null where it names none."
})

export const Service = Schema.Struct({
  service: ServiceId,
  name: Schema.String,
  type: Schema.String.annotations({
    description: "The protocol's service type; says which fields an order has."
  }),
  category: Schema.String,
  rate: known(Amount).annotations({ description: "The price of 1000, or of the package." }),
  min: known(Schema.Int),
  max: known(Schema.Int),
  refill: known(Schema.Boolean),
  cancel: known(Schema.Boolean),
  dripfeed: known(Schema.Boolean),
  currency,
  desc: known(Schema.String)
}).annotations({ identifier: "Service", description: "One service of the panel's catalogue." })

export const ServicePage = Schema.Struct({
  total: Schema.Int.annotations({ description: "How many services there are that match." }),
  services: Schema.Array(Service)
}).annotations({ identifier: "ServicePage" })

const wholeFromText = (least: number, most: number) =>
  Schema.NumberFromString.pipe(
    Schema.int(),
    Schema.between(least, most, {
      message: () => `give a whole number from ${least} to ${most}`,
      description: `A whole number from ${least} to ${most}.`
    })
  )

export const mostServices = 20_000

export const ServiceQuery = Schema.Struct({
  search: Schema.optionalWith(Schema.String.pipe(Schema.maxLength(200)), { default: () => "" }).annotations({
    description: "Words that the ID, name, category and type must hold."
  }),
  category: Schema.optionalWith(Schema.String, { default: () => "" }),
  type: Schema.optionalWith(Schema.String, { default: () => "" }),
  sort: Schema.optionalWith(Schema.Literal(...sorts), { default: () => "panel" as const }),
  offset: Schema.optionalWith(wholeFromText(0, 1_000_000), { default: () => 0 }),
  limit: Schema.optionalWith(wholeFromText(1, mostServices), { default: () => 50 })
})

const entry = Schema.String.pipe(Schema.pattern(/^[^\r\n]*$/), Schema.maxLength(5000))

/** A field's value as JSON has it, and as a form has it. */
const Value = Schema.transform(
  Schema.Union(
    Schema.String.pipe(Schema.maxLength(50_000)),
    Schema.JsonNumber,
    Schema.Array(entry).pipe(Schema.maxItems(5000))
  ),
  Schema.String,
  {
    decode: (value) => (typeof value === "object" ? value.join("\n") : String(value)),
    encode: (text) => text
  }
)

const field = (name: FieldName) =>
  Schema.optional(
    Value.annotations({
      jsonSchema: {
        type: ["string", "number", "array"],
        items: { type: "string" },
        description: orderFields[name].about
      }
    })
  )

/** What an order consists of; which fields it takes depends on the type of its service. */
export const OrderBody = Schema.Struct({
  service: ServiceId,
  link: field("link"),
  username: field("username"),
  media: field("media"),
  quantity: field("quantity"),
  comments: field("comments"),
  usernames: field("usernames"),
  hashtags: field("hashtags"),
  hashtag: field("hashtag"),
  keywords: field("keywords"),
  groups: field("groups"),
  answer_number: field("answer_number"),
  min: field("min"),
  max: field("max"),
  posts: field("posts"),
  old_posts: field("old_posts"),
  delay: field("delay"),
  expiry: field("expiry"),
  country: field("country"),
  device: field("device"),
  type_of_traffic: field("type_of_traffic"),
  google_keyword: field("google_keyword"),
  referring_url: field("referring_url"),
  runs: field("runs"),
  interval: field("interval"),
  price: Schema.optional(Amount).annotations({
    description: "What you agreed to pay. If the price has risen since, nothing is ordered (409)."
  }),
  extra: Schema.optional(
    Schema.Record({ key: Schema.String, value: Schema.String }).annotations({
      description: "Fields of this panel only, such as request_id, or all fields of a type unknown here."
    })
  )
}).annotations({
  identifier: "OrderBody",
  description: "Numbers may be written as text, lists as lines.",
  parseOptions: { onExcessProperty: "error" }
})

export type OrderBody = typeof OrderBody.Type

export const Money = Schema.Struct({ amount: Amount, currency }).annotations({ identifier: "Money" })

export const Quote = Schema.Struct({
  amount: known(Amount).annotations({
    description: "The exact price; null where none can be known beforehand."
  }),
  currency,
  balanceAfter: known(Amount).annotations({
    description: "What the balance would be; null where that is not known."
  })
}).annotations({ identifier: "Quote" })

/** How an order is doing, as the panel tells it. */
export const Status = Schema.Struct({
  status: Schema.typeSchema(OrderState).annotations({
    jsonSchema: {
      type: "string",
      description: `${Known.literals.join(", ")}; or the panel's own word, which is not final.`
    }
  }),
  charge: known(Amount),
  startCount: known(Schema.Int),
  remains: known(Schema.Int),
  currency,
  runs: known(Schema.Int),
  posts: known(Schema.Int),
  expiry: known(Schema.Union(Schema.String, Schema.Boolean)),
  orders: known(Schema.Array(OrderId))
}).annotations({ identifier: "Status", description: "How an order is doing, as the panel tells it." })

/** A state that was seen, and when. The `id` is that of the event which tells of it. */
export const Seen = Schema.Struct({
  id: Schema.String,
  at: Instant,
  order: OrderId,
  status: Status
}).annotations({
  identifier: "Seen"
})

export type Seen = typeof Seen.Type

export const Stage = Schema.Literal("sending", "placed", "refused", "not-placed", "in-doubt")

/** An order as it was asked for, and what became of it. */
export const Order = Schema.Struct({
  key: Schema.String.annotations({ description: "The Idempotency-Key under which it was placed." }),
  stage: Stage.annotations({ description: "What became of placing it." }),
  order: Schema.NullOr(OrderId).annotations({ description: "The panel's ID; null until it is known." }),
  service: Schema.String,
  name: Schema.NullOr(Schema.String).annotations({
    description: "The service's name, while the catalogue has it."
  }),
  request: Schema.Record({ key: Schema.String, value: Schema.String }),
  quantity: Schema.NullOr(Schema.Int).annotations({
    description: "How many units in all; null where not known."
  }),
  price: Schema.NullOr(Amount),
  charge: Schema.NullOr(Amount).annotations({
    description: "What the panel said that it charged, where it did."
  }),
  currency: Schema.NullOr(Schema.String),
  created: Instant,
  updated: Instant,
  refill: Schema.Boolean.annotations({ description: "Whether the service offers refills." }),
  cancel: Schema.Boolean.annotations({ description: "Whether the service offers to cancel." }),
  note: Schema.String,
  problem: Schema.NullOr(Problem).annotations({ description: "Why it was not placed, or is in doubt." })
}).annotations({ identifier: "Order" })

export type Order = typeof Order.Type

export const OrderPage = Schema.Struct({ total: Schema.Int, orders: Schema.Array(Order) }).annotations({
  identifier: "OrderPage"
})

export const OrderQuery = Schema.Struct({
  offset: Schema.optionalWith(wholeFromText(0, 1_000_000), { default: () => 0 }),
  limit: Schema.optionalWith(wholeFromText(1, 500), { default: () => 50 })
})

/** One order with how it is doing now and what was seen of it while somebody watched. */
export const OrderDetail = Schema.Struct({
  placed: Schema.NullOr(Order).annotations({ description: "Null for an order that was placed elsewhere." }),
  status: Status,
  history: Schema.Array(Seen)
}).annotations({ identifier: "OrderDetail" })

export const RefillAccepted = Schema.Struct({ order: OrderId, refill: RefillId }).annotations({
  identifier: "RefillAccepted"
})

export const CancelAccepted = Schema.Struct({ order: OrderId, cancel: Schema.Literal(true) }).annotations({
  identifier: "CancelAccepted",
  description: "The panel took the request. The order's state tells whether it was cancelled in the end."
})

export const Verdict = Schema.Union(
  Schema.Struct({ verdict: Schema.Literal("placed"), order: OrderId }).annotations({
    identifier: "VerdictPlaced",
    parseOptions: { onExcessProperty: "error" }
  }),
  Schema.Struct({ verdict: Schema.Literal("not-placed", "evidence") }).annotations({
    identifier: "VerdictOther",
    parseOptions: { onExcessProperty: "error" }
  })
).annotations({
  description:
    "What a person found in the panel's own list; or `evidence`, to let the journal look for proof."
})

export type Verdict = typeof Verdict.Type

export const Spending = Schema.Struct({
  currency: Schema.NullOr(Schema.String),
  days: Schema.Array(Schema.String).annotations({ description: "Days in UTC, without gaps." }),
  services: Schema.Array(
    Schema.Struct({
      service: Schema.String,
      name: Schema.NullOr(Schema.String),
      total: Amount,
      amounts: Schema.Array(Amount).annotations({ description: "One for each day." })
    })
  ),
  total: Amount,
  inDoubt: Amount.annotations({
    description: "What orders in doubt cost if they were placed; not in the total."
  }),
  unknown: Schema.Int.annotations({ description: "How many orders have a price that is not known." })
}).annotations({ identifier: "Spending" })

export type Spending = typeof Spending.Type

export const SpendingQuery = Schema.Struct({
  days: Schema.optionalWith(wholeFromText(1, 366), { default: () => 30 })
})

export const About = Schema.Struct({
  panel: Schema.String.annotations({ description: "The panel's host, or `sandbox`." }),
  isSandbox: Schema.Boolean
}).annotations({ identifier: "About" })

export type About = typeof About.Type

export const Session = Schema.Struct({
  token: Schema.Redacted(Schema.String.pipe(Schema.maxLength(1000)))
}).annotations({
  identifier: "Session"
})
