/**
 * Orders of so many units, or of a package of them: likes, followers, views, votes, invitations, visitors; at
 * once, in runs, or for every new post. They are members of `Order`, which has them under the same names.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { address, date, entries, line, whole } from "./internal/fields.js"
import { link, member, quantity, username } from "./internal/member.js"

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
