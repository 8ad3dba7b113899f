/**
 * Orders of comments, and of what is done to a comment. They are members of `Order`, which has them under
 * the same names.
 *
 * @since 0.1.0
 */
import { entries } from "./internal/fields.js"
import { link, member, quantity, username } from "./internal/member.js"

/**
 * Comments in the caller's words; their number is the quantity.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.CustomComments.Type = {
 *   type: "Custom Comments",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   comments: ["Nice", "Well done"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const CustomComments = member("Custom Comments", { link, comments: entries("comment") })

/**
 * Comments in the caller's words, at the price of a package.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.CustomCommentsPackage.Type = {
 *   type: "Custom Comments Package",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   comments: ["Nice"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const CustomCommentsPackage = member("Custom Comments Package", { link, comments: entries("comment") })

/**
 * Likes for a comment; `username` is the comment's owner.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.CommentLikes.Type = {
 *   type: "Comment Likes",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   username: "ann"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const CommentLikes = member("Comment Likes", { link, quantity, username })

/**
 * Replies to a user's comment; their number is the quantity.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.CommentReplies.Type = {
 *   type: "Comment Replies",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   username: "ann",
 *   comments: ["Thank you"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const CommentReplies = member("Comment Replies", { link, username, comments: entries("comment") })
