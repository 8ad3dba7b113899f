/** The protocol's fields of an order, as options of `add` and `quote`. */
import type { OptionSpec } from "./CommandSpec.js"

/** How the value of a field is written on the command line. */
type FieldKind =
  | { readonly kind: "text" }
  | { readonly kind: "link" }
  | { readonly kind: "file"; readonly entry: string }
  | { readonly kind: "whole"; readonly least: number }

export type OrderField = OptionSpec & FieldKind & { readonly value: string }

const text = (name: string, value: string, about: string): OrderField => ({
  kind: "text",
  name,
  value,
  about
})

const link = (name: string, about: string): OrderField => ({ kind: "link", name, value: "URL", about })

const file = (name: string, entry: string): OrderField => ({
  kind: "file",
  name,
  value: "FILE",
  about: `a file with one ${entry} a line`,
  entry
})

const whole = (name: string, least: number, about: string, value = "N"): OrderField => ({
  kind: "whole",
  name,
  value,
  about,
  least
})

export const orderFields: ReadonlyArray<OrderField> = [
  text("service", "ID", "the service to order, as `smmkit services` lists it"),
  link("link", "what is to be promoted"),
  whole("quantity", 1, "how many (per run, if there are runs)"),
  whole("runs", 1, "drip-feed: how often the quantity is delivered"),
  whole("interval", 0, "drip-feed: minutes between two runs", "MIN"),
  file("comments", "comment"),
  file("usernames", "user name"),
  file("hashtags", "hashtag"),
  file("groups", "group"),
  file("keywords", "keyword"),
  text("hashtag", "TEXT", "the hashtag whose users are mentioned"),
  text("username", "NAME", "a user; of a subscription, whose posts are served"),
  link("media", "the medium whose likers are mentioned"),
  text("answer_number", "N", "the answer of the poll to vote for"),
  whole("min", 1, "subscription: least quantity for a post"),
  whole("max", 1, "subscription: greatest quantity for a post"),
  whole("posts", 1, "subscription: how many new posts are served"),
  whole("old_posts", 0, "subscription: how many existing posts are served"),
  whole("delay", 0, "subscription: minutes between a post and its order", "MIN"),
  text("expiry", "DD/MM/YYYY", "subscription: the last day"),
  text("country", "CODE", "web traffic: a country, as a code or a name"),
  whole("device", 1, "web traffic: 1 desktop, 2 Android, 3 iOS, 4 mobile, 5 all"),
  whole("type_of_traffic", 1, "web traffic: 1 search, 2 referrer, 3 neither"),
  text("google_keyword", "TEXT", "web traffic: what is searched for, with type_of_traffic 1"),
  link("referring_url", "web traffic: the referrer, with type_of_traffic 2")
]
