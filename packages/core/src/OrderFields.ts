/**
 * The protocol's fields of an order, as people meet them: what each is called and what belongs in it. Forms,
 * command lines and API documents are made of this table.
 *
 * @since 0.1.0
 */

/**
 * How a field is filled in: `lines` is one entry a line, `link` what the link rule of `Order` holds for.
 *
 * @since 0.1.0
 * @category models
 */
export type Kind =
  | { readonly kind: "text" | "link" | "lines" | "date" }
  | { readonly kind: "whole"; readonly least: number }
  | { readonly kind: "choice"; readonly choices: ReadonlyArray<readonly [value: string, label: string]> }

/**
 * One field: what it is called, what belongs in it, and a value that it takes.
 *
 * @since 0.1.0
 * @category models
 */
export type OrderField = Kind & {
  readonly label: string
  readonly about: string
  readonly example: string
}

/**
 * The fields of all types by the protocol's names, but for `service`. Which of them an order of a type has
 * is told by `OrderForm.fieldNames`.
 *
 * @example
 * import { OrderFields, OrderForm } from "@smmkit/core"
 *
 * const names = OrderForm.fieldNames("Poll").filter(OrderFields.isFieldName)
 *
 * assert.deepStrictEqual(
 *   names.map((name) => OrderFields.orderFields[name].label),
 *   ["Link", "Quantity", "Answer"]
 * )
 *
 * @since 0.1.0
 * @category models
 */
export const orderFields = {
  link: {
    kind: "link",
    label: "Link",
    about: "The public address of what is to be promoted.",
    example: "https://example.com/p/1"
  },
  username: {
    kind: "text",
    label: "User name",
    about: "Whose posts, comments or followers this is about, without @.",
    example: "ann"
  },
  media: {
    kind: "link",
    label: "Media link",
    about: "The post whose likers are mentioned.",
    example: "https://example.com/p/2"
  },
  quantity: {
    kind: "whole",
    least: 1,
    label: "Quantity",
    about: "How many.",
    example: "100"
  },
  comments: {
    kind: "lines",
    label: "Comments",
    about: "One comment a line. Each line is one unit.",
    example: "Nice\nWell done"
  },
  usernames: { kind: "lines", label: "User names", about: "One user name a line.", example: "ann\nbob" },
  hashtags: { kind: "lines", label: "Hashtags", about: "One hashtag a line.", example: "running" },
  hashtag: { kind: "text", label: "Hashtag", about: "Whose users are mentioned.", example: "running" },
  keywords: {
    kind: "lines",
    label: "Keywords",
    about: "One search phrase a line.",
    example: "running shoes"
  },
  groups: {
    kind: "lines",
    label: "Groups",
    about: "One group's address a line; their members are invited.",
    example: "https://example.com/g/1"
  },
  answer_number: {
    kind: "text",
    label: "Answer",
    about: "The number of the poll's answer to vote for.",
    example: "2"
  },
  min: {
    kind: "whole",
    least: 1,
    label: "Least per post",
    about: "Each new post gets at least this many.",
    example: "100"
  },
  max: {
    kind: "whole",
    least: 1,
    label: "Most per post",
    about: "Each new post gets at most this many.",
    example: "200"
  },
  posts: {
    kind: "whole",
    least: 1,
    label: "New posts",
    about: "How many new posts are served. Left empty, there is no end.",
    example: "10"
  },
  old_posts: {
    kind: "whole",
    least: 0,
    label: "Existing posts",
    about: "How many posts that are there already are served too.",
    example: "0"
  },
  delay: {
    kind: "choice",
    label: "Delay",
    about: "How long after a post its order starts.",
    choices: ["0", "5", "10", "15", "30", "60", "90"].map((minutes) => [
      minutes,
      minutes === "0" ? "At once" : `${minutes} minutes`
    ]),
    example: "30"
  },
  expiry: {
    kind: "date",
    label: "Last day",
    about: "The day on which the subscription ends. Left empty, there is no end.",
    example: "31/12/2027"
  },
  country: {
    kind: "text",
    label: "Country",
    about: "Where the visitors come from, as a code or a name.",
    example: "US"
  },
  device: {
    kind: "choice",
    label: "Device",
    about: "What the visitors use.",
    choices: [
      ["1", "Desktop"],
      ["2", "Android"],
      ["3", "iOS"],
      ["4", "Any mobile"],
      ["5", "Mobile and desktop"]
    ],
    example: "5"
  },
  type_of_traffic: {
    kind: "choice",
    label: "Traffic source",
    about: "How the visitors seem to arrive.",
    choices: [
      ["1", "From a search"],
      ["2", "From another site"],
      ["3", "Directly"]
    ],
    example: "1"
  },
  google_keyword: {
    kind: "text",
    label: "Search phrase",
    about: "What was searched for; needed where visitors come from a search.",
    example: "running shoes"
  },
  referring_url: {
    kind: "link",
    label: "Referring site",
    about: "The site that visitors come from; needed where they come from another site.",
    example: "https://example.org/"
  },
  runs: {
    kind: "whole",
    least: 1,
    label: "Runs",
    about: "Drip-feed: how often the quantity is delivered anew. Needs an interval.",
    example: "3"
  },
  interval: {
    kind: "whole",
    least: 0,
    label: "Minutes between runs",
    about: "Drip-feed: the pause from one run to the next.",
    example: "60"
  }
} as const satisfies Readonly<Record<string, OrderField>>

/**
 * The name of a field in the table.
 *
 * @since 0.1.0
 * @category models
 */
export type FieldName = keyof typeof orderFields

/**
 * Whether a name is one of the table's.
 *
 * @example
 * import { OrderFields } from "@smmkit/core"
 *
 * assert.ok(OrderFields.isFieldName("quantity"))
 * assert.ok(!OrderFields.isFieldName("request_id"))
 *
 * @since 0.1.0
 * @category guards
 */
export const isFieldName = (name: string): name is FieldName => Object.hasOwn(orderFields, name)

/**
 * Fields that an order may have but need not, where its type has them.
 *
 * @example
 * import { OrderFields } from "@smmkit/core"
 *
 * assert.ok(OrderFields.optionalFields.has("runs"))
 *
 * @since 0.1.0
 * @category models
 */
export const optionalFields: ReadonlySet<string> = new Set([
  "runs",
  "interval",
  "posts",
  "old_posts",
  "expiry",
  "google_keyword",
  "referring_url"
])
