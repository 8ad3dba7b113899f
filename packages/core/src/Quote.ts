/**
 * What an order costs, exactly and before it is placed, and whether its service would take it.
 *
 * @since 0.1.0
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { tried } from "./internal/look.js"
import { knownType } from "./internal/serviceType.js"
import type { Money } from "./Money.js"
import type { Offer } from "./Offer.js"
import type { Order, ServiceType } from "./Order.js"
import { InvalidOrder } from "./PanelError.js"

const thousandth = BigDecimal.make(1n, 3)

/**
 * How many units one run of the order asks for: its quantity, or the number of its lines. `None` where
 * the service decides (packages), where it depends on what is posted (subscriptions), or for types that
 * this version does not know.
 *
 * @example
 * import { Identifiers, Quote } from "@smmkit/core"
 * import { Option } from "effect"
 *
 * const quantity = Quote.quantity({
 *   type: "Custom Comments",
 *   service: Identifiers.ServiceId.make("2"),
 *   link: "https://example.com/p/1",
 *   comments: ["Nice", "Well done"]
 * })
 *
 * assert.deepStrictEqual(quantity, Option.some(2))
 *
 * @since 0.1.0
 * @category combinators
 */
export const quantity = (order: Order): Option.Option<number> => {
  switch (order.type) {
    case "Custom Comments":
    case "Comment Replies":
      return Option.some(order.comments.length)
    case "Mentions Custom List":
      return Option.some(order.usernames.length)
    case "Package":
    case "Custom Comments Package":
    case "Subscriptions":
    case "Other":
      return Option.none()
    default:
      return Option.some(order.quantity)
  }
}

/** A whole number among the fields of an open order. */
const wholeField = (fields: Readonly<Record<string, string>>, name: string): Option.Option<number> =>
  Option.filter(Option.fromNullable(fields[name]), (text) => /^\d{1,15}$/.test(text.trim())).pipe(
    Option.map(Number)
  )

const lines = (text = ""): number => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "").length

/** The units of an open order, told which kind its type is. */
const quantityAs = (fields: Readonly<Record<string, string>>, kind: ServiceType): Option.Option<number> => {
  switch (kind) {
    case "Custom Comments":
    case "Comment Replies":
      return Option.some(lines(fields["comments"]))
    case "Mentions Custom List":
      return Option.some(lines(fields["usernames"]))
    case "Subscriptions":
      return Option.none()
    default:
      return wholeField(fields, "quantity")
  }
}

/** A number of units as an exact one; an order that holds anything else is none, and has no price. */
const whole = (units: number): Option.Option<bigint> =>
  Number.isSafeInteger(units) && units >= 0 ? Option.some(BigInt(units)) : Option.none()

const runs = (order: Order): number =>
  order.type === "Other"
    ? Option.getOrElse(wholeField(order.fields, "runs"), () => 1)
    : "runs" in order && order.runs !== undefined
      ? order.runs
      : 1

const isPackage = (type: Order["type"]): boolean => type === "Package" || type === "Custom Comments Package"

/**
 * What a price cannot be known without.
 *
 * @since 0.1.0
 * @category models
 */
export interface QuoteOptions {
  /**
   * Which of the protocol's types an order of a type outside of it (`Other`) is priced as, where the caller
   * knows: a panel's `likes` may be `Default`. Without it such an order has no price.
   */
  readonly kind?: ServiceType | undefined
}

/** Whether the order stands before its service, and is not piped. */
const isDataFirst = (args: ArrayLike<unknown>): boolean => {
  const service = args[1]
  return tried(
    () => Predicate.hasProperty(service, "category"),
    () => false
  )
}

/**
 * The protocol's price: `rate` for a thousand units, or for the package; a drip-feed pays all runs at
 * once. It is exact and unrounded, where a panel may round. `None` where no price can be known
 * beforehand: subscriptions, types that this version does not know (unless told with `kind` what they
 * are), a service without a rate, with one below zero, or with two.
 *
 * @example
 * import { Identifiers, Money, Quote, Offer } from "@smmkit/core"
 * import { Option, Schema } from "effect"
 *
 * const service = Schema.decodeUnknownSync(Offer.Offer)({
 *   service: 1, name: "Followers", type: "Default", category: "Instagram",
 *   rate: "0.90", min: "50", max: "10000", refill: true, cancel: true
 * })
 * const price = Quote.quote(
 *   { type: "Default", service: Identifiers.ServiceId.make("1"), link: "https://example.com/p/1", quantity: 333 },
 *   service
 * )
 *
 * assert.deepStrictEqual(Option.map(price, Money.format), Option.some("0.29970"))
 *
 * @since 0.1.0
 * @category combinators
 */
export const quote: {
  (service: Offer, options?: QuoteOptions): (order: Order) => Option.Option<Money>
  (order: Order, service: Offer, options?: QuoteOptions): Option.Option<Money>
} = /* @__PURE__ */ dual(
  isDataFirst,
  (order: Order, service: Offer, options?: QuoteOptions): Option.Option<Money> =>
    tried(() => priceOf(order, service, options?.kind), Option.none)
)

const priceOf = (order: Order, service: Offer, kind: ServiceType | undefined): Option.Option<Money> => {
  const { rate, currency } = service
  if (Option.isSome(service.unclear) || Option.isNone(rate) || BigDecimal.isNegative(rate.value)) {
    return Option.none()
  }
  if (isPackage(order.type === "Other" && kind !== undefined ? kind : order.type)) {
    return Option.some({ amount: rate.value, currency })
  }
  const asked =
    order.type === "Other" && kind !== undefined ? quantityAs(order.fields, kind) : quantity(order)
  const [units, times] = [Option.flatMap(asked, whole), whole(runs(order))]
  if (Option.isNone(units) || Option.isNone(times)) return Option.none()
  const all = BigDecimal.fromBigInt(units.value * times.value)
  return Option.some({
    amount: BigDecimal.multiply(BigDecimal.multiply(rate.value, all), thousandth),
    currency
  })
}

const invalid = (field: string, value: number | string, remedy: string) =>
  Either.left(new InvalidOrder({ field, value: String(value), remedy }))

/** The field that says how much, for messages. */
const quantityField = (order: Order): string =>
  "comments" in order ? "comments" : order.type === "Mentions Custom List" ? "usernames" : "quantity"

/**
 * Checks an order against the catalogue's entry: the service, its type, its limits, and whether it
 * offers drip-feed. What the entry does not say is not checked. Of a type outside the protocol the quantity and
 * the link are.
 *
 * Panels disagree whether the limits of a drip-feed hold for one run or for all together, so only what
 * is wrong either way is refused.
 *
 * @example
 * import { Identifiers, Quote, Offer } from "@smmkit/core"
 * import { Either, Schema } from "effect"
 *
 * const service = Schema.decodeUnknownSync(Offer.Offer)({
 *   service: 1, name: "Followers", type: "Default", category: "Instagram", rate: "0.90", min: "50", max: "10000"
 * })
 * const order = {
 *   type: "Default",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "https://example.com/p/1",
 *   quantity: 20000
 * } as const
 *
 * assert.deepStrictEqual(
 *   Either.mapLeft(Quote.check(order, service), ({ field, remedy }) => [field, remedy]),
 *   Either.left(["quantity", "give at most 10000, the service's maximum"])
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const check: {
  (service: Offer): (order: Order) => Either.Either<Order, InvalidOrder>
  (order: Order, service: Offer): Either.Either<Order, InvalidOrder>
} = /* @__PURE__ */ dual(
  2,
  (order: Order, service: Offer): Either.Either<Order, InvalidOrder> =>
    tried(() => checked(order, service), noOrder)
)

/** Of an order or an entry in which something stands that no program with types puts there. */
const noOrder = () => invalid("order", "", "give an order, and its service's entry of the catalogue")

const checked = (order: Order, service: Offer): Either.Either<Order, InvalidOrder> => {
  const type = knownType(service.type)
  if (order.service !== service.service) {
    return invalid("service", order.service, `the entry is of service ${service.service}`)
  }
  if (Option.isSome(service.unclear)) {
    const remedy = `the catalogue lists it more than once, with ${service.unclear.value}; ask the panel which holds`
    return invalid("service", order.service, remedy)
  }
  if (type !== undefined && order.type !== "Other" && order.type !== type) {
    return invalid("type", order.type, `service ${service.service} takes orders of type ${type}`)
  }
  if ("runs" in order && order.runs !== undefined && Option.contains(service.dripfeed, false)) {
    return invalid(
      "runs",
      order.runs,
      `service ${service.service} offers no drip-feed; leave out runs and interval`
    )
  }
  if (order.type === "Other" && !targets.some((name) => (order.fields[name] ?? "").trim() !== "")) {
    return invalid("link", "", "give what the order is for, as its link or username")
  }
  const limits = limitsOf(service)
  const asked = order.type === "Other" ? wholeField(order.fields, "quantity") : quantity(order)
  const bounds = order.type === "Subscriptions" ? [order.min, order.max] : Option.toArray(asked)
  for (const units of bounds) {
    const field =
      order.type === "Subscriptions" ? (units === order.min ? "min" : "max") : quantityField(order)
    if (units * runs(order) < limits.min)
      return invalid(field, units, `give at least ${limits.min}, the service's minimum`)
    if (units > limits.max) return invalid(field, units, `give at most ${limits.max}, the service's maximum`)
  }
  return Either.right(order)
}

/** The fields of which one says what an order of an unknown type is for. */
const targets = ["link", "url", "username", "usernames", "target", "media", "keywords"]

const limitsOf = ({ min, max }: Offer) => ({
  min: Option.getOrElse(min, () => 0),
  max: Option.getOrElse(max, () => Number.POSITIVE_INFINITY)
})
