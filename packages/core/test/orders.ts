import { Identifiers, type Order } from "../src/index.js"

export const service = Identifiers.ServiceId.make("1")
const link = "https://example.com/p/1"

/** One order of each type, with all its optional fields, as a form beside it. */
export const orders: {
  readonly [Type in Order.Order["type"]]: Extract<Order.Order, { readonly type: Type }>
} = {
  Default: { type: "Default", service, link, quantity: 100, runs: 5, interval: 30 },
  Package: { type: "Package", service, link },
  SEO: { type: "SEO", service, link, quantity: 100, keywords: ["one", "two words"] },
  "Custom Comments": { type: "Custom Comments", service, link, comments: ["Nice, really", "Well done"] },
  "Custom Comments Package": { type: "Custom Comments Package", service, link, comments: ["Nice"] },
  Mentions: { type: "Mentions", service, link, quantity: 100, usernames: ["ann", "bob"] },
  "Mentions with Hashtags": {
    type: "Mentions with Hashtags",
    service,
    link,
    quantity: 100,
    usernames: ["ann"],
    hashtags: ["#run", "#fun"]
  },
  "Mentions Custom List": { type: "Mentions Custom List", service, link, usernames: ["ann", "bob", "cy"] },
  "Mentions Hashtag": { type: "Mentions Hashtag", service, link, quantity: 100, hashtag: "#run" },
  "Mentions User Followers": {
    type: "Mentions User Followers",
    service,
    link,
    quantity: 100,
    username: "ann"
  },
  "Mentions Media Likers": {
    type: "Mentions Media Likers",
    service,
    link,
    quantity: 100,
    media: "https://example.com/m/1"
  },
  "Comment Likes": { type: "Comment Likes", service, link, quantity: 100, username: "ann" },
  "Comment Replies": { type: "Comment Replies", service, link, username: "ann", comments: ["Yes", "No"] },
  Poll: { type: "Poll", service, link, quantity: 100, answer_number: "2" },
  "Invites from Groups": { type: "Invites from Groups", service, link, quantity: 100, groups: ["g1", "g2"] },
  Subscriptions: {
    type: "Subscriptions",
    service,
    username: "ann",
    min: 10,
    max: 20,
    delay: 30,
    posts: 5,
    old_posts: 2,
    expiry: "31/12/2027"
  },
  "Web Traffic": {
    type: "Web Traffic",
    service,
    link,
    quantity: 100,
    country: "US",
    device: 5,
    type_of_traffic: 1,
    google_keyword: "shoes",
    referring_url: "https://example.com",
    runs: 2,
    interval: 0
  },
  Other: { type: "Other", service, fields: { link, quantity: "100", request_id: "a-1" } }
}
