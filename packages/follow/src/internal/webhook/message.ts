/** An event as a message: what it is called, and the body in which it travels. */
import * as Schema from "effect/Schema"
import { FollowEvent } from "../../FollowEvent.js"

/** The name of an event by the conventions: `RefundDue` is `order.refund_due`. */
export const typeOf = ({ name }: FollowEvent): string =>
  `order.${name.replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase()}`

/**
 * The same for the same event however often it is sent, and another one for an event that has its number only since
 * a backup was restored. It has no dot, which is what divides the parts of what is signed.
 */
export const idOf = ({ account, number, at }: FollowEvent): string =>
  `${encodeURIComponent(account).replaceAll(".", "%2E")}/${number}/${at.toString(36)}`

export const Message = Schema.parseJson(
  Schema.Struct({ type: Schema.String, timestamp: Schema.String, data: FollowEvent })
)

export const messageOf = (event: FollowEvent): typeof Message.Type => ({
  type: typeOf(event),
  timestamp: new Date(event.at).toISOString(),
  data: event
})
