/** What was seen of an order. */
import { OrderId } from "@smmkit/core/Identifiers"
import { Json as Status } from "@smmkit/core/OrderStatus"
import * as Schema from "effect/Schema"
import { Instant } from "./Values.js"

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
