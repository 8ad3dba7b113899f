/**
 * What the API's JSON looks like: core's and the journal's own values, amounts and IDs as text, what is not
 * known null. Whatever core answers goes out by core's schema.
 */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import { OrderId, RefillId, ServiceId } from "@smmkit/core/Identifiers"
import { AmountJson as Amount, Json as Money } from "@smmkit/core/Money"
import { Json as Service } from "@smmkit/core/Offer"
import { type FieldName, type OrderField, orderFields } from "@smmkit/core/OrderFields"
import { Json as Status } from "@smmkit/core/OrderStatus"
import { sorts } from "@smmkit/core/Search"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import { EntryJson } from "@smmkit/journal/EntryJson"
import { State } from "@smmkit/journal/EntryState"
import * as Record from "effect/Record"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

export { Amount, Money, Service, Status }

const about = (description: string) => ({ description })
const exactly = { onExcessProperty: "error" } as const

const { created: Instant, error } = EntryJson.fields
const [{ fields: failure }] = error.members

/** A whole number as a query has it. */
const whole = (least: number, most: number, otherwise: number) => {
  const range = `a whole number from ${least} to ${most}`
  return Schema.optionalWith(
    Schema.NumberFromString.pipe(
      Schema.int(),
      Schema.between(least, most, { message: () => `give ${range}`, description: `A${range.slice(1)}.` })
    ),
    { default: () => otherwise }
  )
}

/** Which part of a long list is asked for. */
const paging = (most: number) => ({ offset: whole(0, 1_000_000, 0), limit: whole(1, most, 50) })

/* What goes wrong */

export const problemType = "application/problem+json"

/** An order that is there already. */
const Equal = Schema.Struct({
  key: Schema.String,
  state: State,
  order: Schema.NullOr(OrderId),
  created: Instant
})

const problem = Schema.Struct({
  type: Schema.String.annotations(about("A URI that names the kind of problem.")),
  title: Schema.String.annotations(about("The HTTP status in words.")),
  status: Schema.Int.annotations(about("The HTTP status.")),
  detail: Schema.String.annotations(about("What happened, for people.")),
  _tag: failure._tag,
  meaning: failure.meaning,
  processed: failure.processed,
  retryable: failure.retryable,
  fault: failure.fault,
  field: Schema.optional(Schema.String.annotations(about("The field that is wrong."))),
  value: Schema.optional(Schema.String.annotations(about("What the field holds."))),
  remedy: Schema.optional(Schema.String.annotations(about("What would be right."))),
  key: Schema.optional(Schema.String.annotations(about("The Idempotency-Key of the order in question."))),
  state: Schema.optional(State.annotations(about("What has become of the order of that key."))),
  equal: Schema.optional(Equal.annotations(about("The equal order, for which this one was held back.")))
})

export const Problem = problem.annotations({
  identifier: "Problem",
  description: "What went wrong (RFC 9457)."
})

/** The problem document at one status, as an endpoint declares it. */
export const problemAt = (status: number, description: string) =>
  problem
    .pipe(Schema.filter((problem) => problem.status === status, { jsonSchema: {} }))
    .annotations(HttpApiSchema.annotations({ status, description }))
    .pipe(HttpApiSchema.withEncoding({ kind: "Json", contentType: problemType }))

export type Problem = typeof Problem.Type

/* The catalogue */

export const ServicePage = Schema.Struct({
  total: Schema.Int.annotations(about("How many services there are that match.")),
  services: Schema.Array(Service)
}).annotations({ identifier: "ServicePage" })

/** More than any catalogue that core reads can hold. */
export const mostServices = 1_000_000

const text = (most: number) =>
  Schema.optionalWith(Schema.String.pipe(Schema.maxLength(most)), { default: () => "" })

export const ServiceQuery = Schema.Struct({
  search: text(200).annotations({
    ...about("Words that the ID, name, category and type must hold."),
    examples: ["tiktok followers usa"]
  }),
  category: text(500),
  type: text(500),
  sort: Schema.optionalWith(
    Schema.Literal(...sorts).annotations({
      message: () => ({ message: `give ${sorts.join(", ")}`, override: true })
    }),
    { default: () => "panel" as const }
  ),
  ...paging(mostServices)
})

/* An order as it is asked for */

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

const describedBy: Readonly<Record<FieldName, OrderField>> = orderFields

const fields = Record.map(describedBy, ({ about: description }) =>
  Schema.optional(
    Value.annotations({
      jsonSchema: { type: ["string", "number", "array"], items: { type: "string" }, description }
    })
  )
)

export const OrderBody = Schema.Struct({
  service: ServiceId,
  ...fields,
  price: Schema.optional(Amount).annotations(
    about("What you agreed to pay. If the price has risen since, nothing is ordered (409).")
  ),
  anyLink: Schema.optional(Schema.Boolean).annotations(
    about("Whether a link that holds blanks is meant as it is. Default: false.")
  ),
  extra: Schema.optional(
    Schema.Record({ key: Schema.String, value: Schema.String }).annotations(
      about("Fields of this panel only, such as request_id, or all fields of a type unknown here.")
    )
  ),
  click: Schema.optional(
    Schema.Literal("once", "again").annotations(
      about(
        "That a person clicked. `once`: an equal order that is in doubt, under way or was placed in the last " +
          "ten minutes under another key holds this one back (409, `equal`); `again`: it is wanted beside that one."
      )
    )
  )
}).annotations({
  identifier: "OrderBody",
  description: "Which fields it takes depends on the type of its service. Numbers may be text, lists lines.",
  examples: [{ service: ServiceId.make("1"), link: "https://example.com/p/1", quantity: "100" }],
  parseOptions: exactly
})

export type OrderBody = typeof OrderBody.Type

const known = Schema.OptionFromNullOr

export const Quote = Schema.Struct({
  amount: known(Amount).annotations(about("The exact price; null where none can be known beforehand.")),
  currency: Money.fields.currency,
  balanceAfter: known(Amount).annotations(about("What the balance would be; null where that is not known.")),
  warnings: Schema.optional(
    Schema.Array(Schema.String).annotations(about("What is odd about a link and may well be right."))
  )
}).annotations({ identifier: "Quote" })

/* An order, and what became of it */

/** What happened to an order, as the log of its account holds it. */
export const Happened = Schema.Struct({
  number: Schema.Int.annotations(about("Its place in the log of the account, and the ID of its event.")),
  order: OrderId,
  event: Schema.String.annotations(about("What happened, in one word, such as Started or RefundDue.")),
  at: Instant,
  detail: Schema.Record({ key: Schema.String, value: Schema.Unknown })
}).annotations({ identifier: "Happened" })

export type Happened = typeof Happened.Type

export const Order = EntryJson.annotations({
  identifier: "Order",
  description:
    "An order as it was asked for, and what became of it: an entry of the journal under its Idempotency-Key."
})

export type Order = typeof Order.Type

export const OrderPage = Schema.Struct({ total: Schema.Int, orders: Schema.Array(Order) }).annotations({
  identifier: "OrderPage"
})

export const OrderQuery = Schema.Struct(paging(500))

export const OrderDetail = Schema.Struct({
  status: Status,
  standing: Schema.NullOr(FollowOrder).annotations(about("Null for an order that is not followed.")),
  history: Schema.Array(Happened).annotations(about("What has happened to it, oldest first."))
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
    examples: [{ verdict: "placed", order: OrderId.make("23502") }],
    parseOptions: exactly
  }),
  Schema.Struct({
    verdict: Schema.Literal("not-placed"),
    early: Schema.optional(Schema.Boolean)
  }).annotations({
    identifier: "VerdictNotPlaced",
    description: "`early`: although the panel may still book it.",
    parseOptions: exactly
  }),
  Schema.Struct({ verdict: Schema.Literal("evidence") }).annotations({
    identifier: "VerdictEvidence",
    parseOptions: exactly
  })
).annotations(
  about("What a person found in the panel's own list; or `evidence`, to let the journal look for proof.")
)

export type Verdict = typeof Verdict.Type

/* The account and the server */

export const accountHeader = "smmkit-account"

export const Spending = Schema.Struct({
  currency: Schema.NullOr(Schema.String).annotations(
    about("That of the newest order that names one; nothing of another is in these sums.")
  ),
  days: Schema.Array(Schema.Struct({ day: Schema.String, total: Amount })).annotations(
    about("Days in UTC, without gaps.")
  ),
  services: Schema.Array(Schema.Struct({ service: Schema.String, total: Amount })),
  total: Amount.annotations(about("Less what was cancelled, or not delivered.")),
  inDoubt: Amount.annotations(about("What orders in doubt cost if they were placed; not in the total.")),
  unknown: Schema.Int.annotations(about("How many orders have a price that is not known.")),
  elsewhere: Schema.Int.annotations(about("How many orders are in another currency."))
}).annotations({ identifier: "Spending" })

export type Spending = typeof Spending.Type

export const SpendingQuery = Schema.Struct({ days: whole(1, 366, 30) })

export const About = Schema.Struct({
  panel: Schema.String.annotations(about("The panel's host, or `sandbox`.")),
  isSandbox: Schema.Boolean,
  account: Schema.String.annotations(
    about("The account in this server's journal; another journal, another ID.")
  )
}).annotations({ identifier: "About" })

export type About = typeof About.Type

export const Session = Schema.Struct({
  token: Schema.Redacted(Schema.String.pipe(Schema.maxLength(1000)))
}).annotations({ identifier: "Session", examples: [{ token: Redacted.make("fake-token-of-the-demo-1234") }] })
