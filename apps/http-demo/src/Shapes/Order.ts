/** Orders as they were asked for, what became of them, and what is said of them afterwards. */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { AmountJson as Amount } from "@smmkit/core/Money"
import { Json as Status } from "@smmkit/core/OrderStatus"
import * as Schema from "effect/Schema"
import { Problem } from "../ProblemDocument.js"
import { Seen } from "./Status.js"
import { Instant, paging } from "./Values.js"

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

export const OrderQuery = Schema.Struct(paging(500))

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
  Schema.Struct({
    verdict: Schema.Literal("not-placed"),
    early: Schema.optional(Schema.Boolean)
  }).annotations({
    identifier: "VerdictNotPlaced",
    description: "`early`: although the panel may still book it.",
    parseOptions: { onExcessProperty: "error" }
  }),
  Schema.Struct({ verdict: Schema.Literal("evidence") }).annotations({
    identifier: "VerdictEvidence",
    parseOptions: { onExcessProperty: "error" }
  })
).annotations({
  description:
    "What a person found in the panel's own list; or `evidence`, to let the journal look for proof."
})

export type Verdict = typeof Verdict.Type
