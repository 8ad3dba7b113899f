/**
 * An order is a tagged union, one member per service type of the protocol, told apart by `type`. A
 * missing or foreign field is a type error, and at run time an `InvalidOrder` before anything is sent.
 *
 * Fields have the protocol's own names. Lists are arrays here and lines on the wire. Every member takes
 * `extra`: fields of one panel only, such as `request_id`, and `anyLink`, by which a caller says that blanks
 * inside a link are meant.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ServiceId } from "./Identifiers.js"
import { address, date, entries, extra, line, whole } from "./internal/fields.js"

const link = address()
const quantity = whole(1)
const username = line("give a user name")

/** Says that blanks inside the order's links are meant. It is not sent. */
const anyLink = Schema.optional(Schema.Literal(true))

const member = <const Type extends string, Fields extends Schema.Struct.Fields>(type: Type, fields: Fields) =>
  Schema.Struct({
    type: Schema.Literal(type),
    service: ServiceId,
    ...fields,
    extra: Schema.optional(extra),
    anyLink
  })

const dripFeed = { runs: Schema.optional(whole(1)), interval: Schema.optional(whole(0)) }

/** What makes a drip-feed comes together or not at all. */
const dripFeedIssue = (order: {
  readonly runs?: number | undefined
  readonly interval?: number | undefined
}) => {
  if ((order.runs === undefined) === (order.interval === undefined)) return undefined
  return order.runs === undefined
    ? { path: ["runs"], message: "give the number of runs, as there is an interval" }
    : { path: ["interval"], message: "give the minutes between two runs, as there are runs" }
}

/**
 * Likes, followers, views: a quantity of one thing for one link. With `runs` and `interval` (minutes)
 * the quantity is delivered once per run (drip-feed), where the service offers it.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Default.Type = {
 *   type: "Default",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   runs: 3,
 *   interval: 60
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Default = member("Default", { link, quantity, ...dripFeed }).pipe(Schema.filter(dripFeedIssue))

/**
 * A package, whose content and price the service fixes.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Package.Type = {
 *   type: "Package",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Package = member("Package", { link })

/**
 * Search engine work for a link, by keyword.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Seo.Type = {
 *   type: "SEO",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   keywords: ["running shoes"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Seo = member("SEO", { link, quantity, keywords: entries("keyword") })

/**
 * Votes for one answer of a poll.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Poll.Type = {
 *   type: "Poll",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   answer_number: "2"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Poll = member("Poll", {
  link,
  quantity,
  answer_number: line("give the number of the answer to vote for")
})

/**
 * Invitations to members of groups.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.InvitesFromGroups.Type = {
 *   type: "Invites from Groups",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 100,
 *   groups: ["https://example.com/g/1"]
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const InvitesFromGroups = member("Invites from Groups", { link, quantity, groups: entries("group") })

/**
 * An order for every new post of a user: between `min` and `max` units each, `delay` minutes after the
 * post. `posts` bounds how many; `expiry` (DD/MM/YYYY) how long. Some panels read `expiry` month first
 * where that makes a date, so a day above 12 is the safest choice.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.Subscriptions.Type = {
 *   type: "Subscriptions",
 *   service: Identifiers.ServiceId.make("1"),
 *   username: "ann",
 *   min: 100,
 *   max: 200,
 *   delay: 30,
 *   posts: 10,
 *   expiry: "31/12/2027"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const Subscriptions = member("Subscriptions", {
  username,
  min: whole(1),
  max: whole(1),
  delay: whole(0),
  posts: Schema.optional(whole(1)),
  old_posts: Schema.optional(whole(0)),
  expiry: Schema.optional(date)
}).pipe(
  Schema.filter(
    ({ min, max }) =>
      min <= max || { path: ["min"], message: `give a min that is not above max, which is ${max}` }
  )
)

/**
 * Visitors for a web site. `device`: 1 desktop, 2 Android, 3 iOS, 4 mixed mobile, 5 mixed.
 * `type_of_traffic`: 1 from a search (with `google_keyword`), 2 from a referrer (with `referring_url`),
 * 3 without one.
 *
 * @example
 * import { Identifiers, type Order } from "@smmkit/core"
 *
 * const order: typeof Order.WebTraffic.Type = {
 *   type: "Web Traffic",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 1000,
 *   country: "US",
 *   device: 5,
 *   type_of_traffic: 1,
 *   google_keyword: "running shoes"
 * }
 *
 * assert.strictEqual(order.service, "1")
 *
 * @since 0.1.0
 * @category schemas
 */
export const WebTraffic = member("Web Traffic", {
  link,
  quantity,
  country: line("give a country, as a code or a name"),
  device: whole(1, 5),
  type_of_traffic: whole(1, 3),
  google_keyword: Schema.optional(line("give a keyword")),
  referring_url: Schema.optional(address("give the referrer's address")),
  ...dripFeed
}).pipe(
  Schema.filter((order) => {
    const { type_of_traffic, google_keyword, referring_url } = order
    if (type_of_traffic === 1 && google_keyword === undefined) {
      return { path: ["google_keyword"], message: "give a keyword, as type_of_traffic is 1" }
    }
    if (type_of_traffic === 2 && referring_url === undefined) {
      return { path: ["referring_url"], message: "give the referrer's address, as type_of_traffic is 2" }
    }
    return dripFeedIssue(order)
  })
)

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
  Default,
  Package,
  Seo,
  CustomComments,
  CustomCommentsPackage,
  Mentions,
  MentionsWithHashtags,
  MentionsCustomList,
  MentionsHashtag,
  MentionsUserFollowers,
  MentionsMediaLikers,
  CommentLikes,
  CommentReplies,
  Poll,
  InvitesFromGroups,
  Subscriptions,
  WebTraffic,
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
