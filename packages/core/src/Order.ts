/**
 * An order is a tagged union, one member per service type of the protocol, told apart by `type`. A
 * missing or foreign field is a type error, and at run time an `InvalidOrder` before anything is sent.
 *
 * Fields have the protocol's own names. Lists are arrays here and lines on the wire. Every member takes
 * `extra`: fields of one panel only, such as `request_id`, and `anyLink`, by which a caller says that blanks
 * inside a link are meant. The members stand in `OrderUnits`,
 * `OrderComments` and `OrderMentions`; all of them are here too.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ServiceId } from "./Identifiers.js"
import { extra } from "./internal/fields.js"
import { anyLink } from "./internal/member.js"
import * as Comments from "./OrderComments.js"
import * as Mentions from "./OrderMentions.js"
import * as Units from "./OrderUnits.js"

export * from "./OrderComments.js"
export * from "./OrderMentions.js"
export * from "./OrderUnits.js"

/**
 * The open member, for service types that this version does not know: `fields` are sent as they are.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Other.Type = {
 *   type: "Other",
 *   service: Identifiers.ServiceId.make("1"),
 *   fields: { link: "https://example.com/p/1", stars: "5" }
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Other = Schema.Struct({
  type: Schema.Literal("Other"),
  service: ServiceId,
  fields: extra,
  anyLink
})

/**
 * Every kind of order.
 *
 * @example
 * import { Order } from "@smmkit/core"
 *
 * assert.strictEqual(Order.Order.members.length, 18)
 *
 * @since 0.1.0
 * @category schemas
 */
export const Order = Schema.Union(
  Units.Default,
  Units.Package,
  Units.Seo,
  Comments.CustomComments,
  Comments.CustomCommentsPackage,
  Mentions.Mentions,
  Mentions.MentionsWithHashtags,
  Mentions.MentionsCustomList,
  Mentions.MentionsHashtag,
  Mentions.MentionsUserFollowers,
  Mentions.MentionsMediaLikers,
  Comments.CommentLikes,
  Comments.CommentReplies,
  Units.Poll,
  Units.InvitesFromGroups,
  Units.Subscriptions,
  Units.WebTraffic,
  Other
)

/**
 * An order of one of the protocol's service types, or of a type that only the panel knows.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: Order.Order = {
 *   type: "Default",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100
 * }
 *
 * assert.strictEqual(order.quantity, 100)
 *
 * @since 0.1.0
 * @category models
 */
export type Order = typeof Order.Type

/**
 * The service types that this version knows, by the protocol's names.
 *
 * @since 0.1.0
 * @category models
 */
export type ServiceType = Exclude<Order["type"], "Other">
