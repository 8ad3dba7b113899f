/** How an order is doing, as the panel tells it, and what was seen of it. */
import { OrderId } from "@smmkit/core/Identifiers"
import { Known, OrderState } from "@smmkit/core/OrderState"
import * as Schema from "effect/Schema"
import { Amount, currency } from "./Money.js"
import { Instant, known } from "./Values.js"

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
