/** What panels sell, as a table: the first of each kind cover every service type of the protocol. */
import type { ServiceType } from "@smmkit/core/Order"

/** A kind of thing that is sold in several qualities and for several countries. */
export interface Product {
  readonly platform: string
  readonly thing: string
  readonly type: ServiceType
  /** The usual price of a thousand, or of a package. */
  readonly price: number
  readonly min: number
  readonly max: number
  /** Whether such a thing can be lost again, and so refilled. */
  readonly lasting: boolean
}

const product = (
  platform: string,
  thing: string,
  type: ServiceType,
  price: number,
  [min, max]: readonly [number, number],
  lasting = false
): Product => ({ platform, thing, type, price, min, max, lasting })

/** In the order of a catalogue that is sorted by platform. */
export const products: readonly [Product, ...ReadonlyArray<Product>] = [
  product("Instagram", "Followers", "Default", 0.9, [50, 10_000], true),
  product("Instagram", "Likes", "Default", 0.25, [10, 50_000], true),
  product("Instagram", "Custom Comments", "Custom Comments", 8, [5, 1500]),
  product("Instagram", "Comments Package", "Custom Comments Package", 3.5, [1, 100]),
  product("Instagram", "Starter Package", "Package", 4.99, [1, 1]),
  product("Instagram", "Mentions", "Mentions", 6, [10, 5000]),
  product("Instagram", "Mentions + Hashtags", "Mentions with Hashtags", 7, [10, 5000]),
  product("Instagram", "Mentions, your list", "Mentions Custom List", 6.5, [10, 5000]),
  product("Instagram", "Mentions by hashtag", "Mentions Hashtag", 6, [50, 20_000]),
  product("Instagram", "Mentions of followers", "Mentions User Followers", 6, [50, 20_000]),
  product("Instagram", "Mentions of likers", "Mentions Media Likers", 6, [50, 20_000]),
  product("Instagram", "Comment Likes", "Comment Likes", 1.2, [10, 5000]),
  product("Instagram", "Comment Replies", "Comment Replies", 12, [1, 500]),
  product("Instagram", "Auto Likes", "Subscriptions", 0.4, [20, 5000]),
  product("Instagram", "Story Poll Votes", "Poll", 1.8, [20, 10_000]),
  product("TikTok", "Views", "Default", 0.008, [100, 1_000_000]),
  product("TikTok", "Followers", "Default", 2.4, [50, 50_000], true),
  product("TikTok", "Auto Views", "Subscriptions", 0.02, [100, 100_000]),
  product("YouTube", "Views", "Default", 1.35, [100, 500_000], true),
  product("YouTube", "Subscribers", "Default", 14, [20, 5000], true),
  product("YouTube", "Custom Comments", "Custom Comments", 15, [2, 1000]),
  product("Facebook", "Page Likes", "Default", 3.2, [50, 20_000], true),
  product("Facebook", "Group Invites", "Invites from Groups", 5, [100, 10_000]),
  product("Telegram", "Members", "Default", 1.1, [100, 100_000], true),
  product("Telegram", "Poll Votes", "Poll", 0.6, [10, 30_000]),
  product("X", "Reposts", "Default", 4.5, [20, 10_000], true),
  product("Spotify", "Plays", "Default", 0.5, [1000, 1_000_000], true),
  product("Website", "Visitors", "Web Traffic", 0.35, [500, 1_000_000]),
  product("Website", "Search Ranking", "SEO", 20, [10, 1000]),
  product("Discord", "Members", "Default", 9, [50, 5000])
]

/** What is said of how good it is, and what that does to the price. */
export const qualities: readonly [readonly [string, number], ...ReadonlyArray<readonly [string, number]>] = [
  ["High Quality", 1],
  ["Real", 1.9],
  ["Economy", 0.45],
  ["Premium", 2.6],
  ["Fast", 1.3],
  ["Slow", 0.7],
  ["Non Drop", 2.2],
  ["Mixed", 0.6]
]

export const countries: readonly [string, ...ReadonlyArray<string>] = [
  "Worldwide",
  "USA",
  "Brazil",
  "Germany",
  "India",
  "Indonesia",
  "Turkey",
  "France",
  "United Kingdom",
  "Nigeria",
  "Vietnam",
  "Mexico",
  "Spain",
  "Italy",
  "Japan",
  "South Korea",
  "Poland",
  "Egypt",
  "Philippines",
  "Thailand",
  "Argentina",
  "Canada",
  "Australia",
  "Portugal",
  "Netherlands"
]
