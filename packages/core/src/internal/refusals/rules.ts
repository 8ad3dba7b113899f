import type { Meaning } from "../../Meaning.js"

/**
 * The meanings by what their texts have in common: a rule is a set of concepts that stand near each other,
 * `|` parting those of which one will do. The rule with most concepts wins, then the closest one.
 *
 * `=` allows nothing else in the text, and `~` is for rules that give way to every other: they hold what a
 * refusal of another kind mentions too. What a rule with `?` finds is never said whole. Without a meaning are those that are known to be something else, or
 * about two things of which one may be right.
 */
export type Rules = ReadonlyArray<readonly [Meaning | undefined, string]>

/** What any call may be refused with. */
export const access: Rules = [
  ["bad-key", "key -valid|-found|-on|-given|empty, api user -on -found, =auth"],
  ["account-disabled", "user -on, ~=api -on"],
  ["missing-parameter", "~param -given|empty"],
  [
    "rate-limited",
    "+many request, +many request +more, request|rate limit|quota|quantity +more, wait second next, =rate limit, spam wait|second|+more, only order|request second|hour, only|+may order|request per, ~=wait second, limit order per +more, wait second range order|request, limit +more wait second, +many order second, api limit +more"
  ],
  // Who states a limit means that it was passed, but a panel may state it beside whatever it answers.
  [
    "rate-limited",
    "?max order|request per, ?limit request|rate per, ?=order per, ?~request per, ?limit request second|hour"
  ],
  // "Incorrect request or API key" gives way to the key, which is what can be put right.
  ["bad-action", "action|method -valid|-found, method -can|-may, action -can, ~request wrong"],
  ["maintenance", "=+down, ~+down here|api, here|api gone"],
  ["wrong-address", "not domain, endpoint -found"],
  ["bad-request", "body -valid|-can|+more"],
  ["blocked", "~botcheck, ip -on|-may|auth"],
  ["server-error", "~error occurred|internal"],
  [undefined, "request wrong param"]
]

/** What only those calls can be refused with that speak of orders. */
export const orders: Rules = [
  ["insufficient-funds", "funds -enough|+less, funds +enough -found, =not funds"],
  // A service that is "off or not found" (a Turkish text) is not there for this account.
  ["bad-service", "service -valid|-found"],
  ["service-disabled", "~service -on, service +down, service -on user"],
  [
    "bad-link",
    "link -valid|-found|-on|-can|-given|empty, link service -valid, link must +valid, =+private user, =link error"
  ],
  [
    "quantity-low",
    "quantity|order min, quantity +less|-less, quantity must|enter +more, quantity must gt, order must -less"
  ],
  // "Quantity less than maximum 10000" says what should have been: where a limit is named, it decides.
  [
    "quantity-high",
    "quantity max, quantity +more|-more, quantity +less max, quantity must|enter +less, quantity must lt, quantity limit|max +more, =order max"
  ],
  [
    "quantity-range",
    "quantity range|-valid|-may, quantity|order min max, =quantity error, quantity must +more +less, quantity min max +more +less"
  ],
  ["min-above-max", "=min max +more|-more, quantity min max +more|-more, =min max must +more|-more|+less"],
  [
    "missing-parameter",
    "~quantity -given|empty, ~param -done, ~service|id|order -given, link quantity -given"
  ],
  ["bad-comments", "comment -valid|-enough|-given|empty|+duplicate|+less, =comment error"],
  ["bad-dripfeed", "dripfeed -on|-can|-may|-valid|-given|empty|min|-less|must"],
  [
    "duplicate-active",
    "active order link have|already|+found, already|-done order link, already have active order"
  ],
  [
    "duplicate-active",
    "previous order active|-done, previous order +done wait, link|order +duplicate, =active|already order +found, recent link service|order"
  ],
  ["quota", "quota +more, order|link limit +more, order max +more"],
  ["order-not-found", "order -found, order id -valid, =order -valid"],
  ["refill-unavailable", "+refill -on|-can|-may, -refill service|order"],
  [
    "refill-too-early",
    "order -done, order must +done, +refill hour +less|wait, +refill early, +refill -on early, only +refill +done, only +refill order hour, only +refill hour"
  ],
  // What is asked for is told by the action: "already an open request for this order".
  ["refill-already", "+refill already, @refill already request order, @refill open request"],
  ["refill-not-found", "+refill -found, -refill +found, +refill id -valid, =+refill -valid"],
  // "Invalid Request" is one panel's answer to a refill; with anything beside it, it is about something else.
  ["refill-failed", "+refill -made, =request -valid invalid, =+refill error"],
  [
    "cancel-impossible",
    "-cancel order|service, =-cancel, +cancel -on|-can|-may|-made, already order +done, already order sent|active provider, already order sent, only +cancel order"
  ],
  ["cancel-already", "+cancel already, @cancel already request order, @cancel open request"],
  ["server-error", "~order -made -did, order -made +made"],
  [undefined, "+down +done, quantity funds min|max, +refill +cancel +on|-on"],
  [undefined, "or service -on link|key|funds|quantity, link|service|quantity|param order id -valid"]
]
