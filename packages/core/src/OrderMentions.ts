/**
 * Orders of mentions: whom they mention, and where those users come from. They are members of `Order`,
 * which has them under the same names.
 *
 * @since 0.1.0
 */
import { address, entries, line } from "./internal/fields.js"
import { link, member, quantity, username } from "./internal/member.js"

/**
 * Mentions of the given users.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Mentions.Type = {
 *   type: "Mentions",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   usernames: ["ann", "bob"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Mentions = member("Mentions", { link, quantity, usernames: entries("user name") })

/**
 * Mentions of the given users, with hashtags.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.MentionsWithHashtags.Type = {
 *   type: "Mentions with Hashtags",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   usernames: ["ann"],
 *   hashtags: ["running"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const MentionsWithHashtags = member("Mentions with Hashtags", {
  link,
  quantity,
  usernames: entries("user name"),
  hashtags: entries("hashtag")
})

/**
 * Mentions of exactly the given users; their number is the quantity.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.MentionsCustomList.Type = {
 *   type: "Mentions Custom List",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   usernames: ["ann", "bob"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const MentionsCustomList = member("Mentions Custom List", { link, usernames: entries("user name") })

/**
 * Mentions of users who use a hashtag.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.MentionsHashtag.Type = {
 *   type: "Mentions Hashtag",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   hashtag: "running"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const MentionsHashtag = member("Mentions Hashtag", { link, quantity, hashtag: line("give a hashtag") })

/**
 * Mentions of a user's followers. The protocol calls the field `username`, panels explain it as the
 * address to read the followers from.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.MentionsUserFollowers.Type = {
 *   type: "Mentions User Followers",
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
export const MentionsUserFollowers = member("Mentions User Followers", { link, quantity, username })

/**
 * Mentions of those who liked a medium.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.MentionsMediaLikers.Type = {
 *   type: "Mentions Media Likers",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   media: "https://example.com/p/2"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const MentionsMediaLikers = member("Mentions Media Likers", {
  link,
  quantity,
  media: address("give the address of the medium")
})
