/** What was spent over time, by service. */

import { AmountJson as Amount } from "@smmkit/core/Money"
import * as Schema from "effect/Schema"
import { whole } from "./Values.js"

export const Spending = Schema.Struct({
  currency: Schema.NullOr(Schema.String).annotations({
    description: "That of the newest order that names one; nothing of another is in these sums."
  }),
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
  unknown: Schema.Int.annotations({ description: "How many orders have a price that is not known." }),
  elsewhere: Schema.Int.annotations({ description: "How many orders are in another currency." })
}).annotations({ identifier: "Spending" })

export type Spending = typeof Spending.Type

export const SpendingQuery = Schema.Struct({ days: whole(1, 366, 30) })
