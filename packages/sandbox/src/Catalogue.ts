/**
 * What the sandbox sells: generated, believable, and the same for the same seed and size.
 *
 * @since 0.1.0
 */
import { ServiceId } from "@smmkit/core/Identifiers"
import * as Core from "@smmkit/core/Offer"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type Pace, paces } from "./Delivery.js"
import { countries, type Product, products, qualities } from "./internal/products.js"
import { draw, pick, whole } from "./internal/seeded.js"

/**
 * A service, and what the protocol's answer does not say about it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Offer {
  /** As the protocol lists it: its nine fields and no more. */
  readonly service: Core.Offer
  /** Whether orders may be spread over several runs. The name says so, as on real panels. */
  readonly dripfeed: boolean
  /** For how many days after an order's end it is refilled, as the name says; without end where it does not. */
  readonly refillDays: number
  /** How orders are delivered. */
  readonly pace: Pace
  /** Which of the panel's servers delivers: each has IDs of its own, where the option `ids` has ranges. */
  readonly server: number
}

/**
 * One row of a catalogue as a panel writes it, odd ones included: what cannot be read is listed all the
 * same, and cannot be ordered.
 *
 * @since 0.1.0
 * @category models
 */
export type Row = Readonly<Record<string, unknown>>

/**
 * How services deliver: all in one pace, by name or as given; each in one that is drawn for it
 * (`by-service`); or each as its ID says, and those that are not named steadily.
 *
 * @since 0.1.0
 * @category models
 */
export type Pacing =
  | keyof typeof paces
  | "by-service"
  | Pace
  | { readonly byService: Readonly<Record<string, keyof typeof paces | Pace>> }

const read = (pace: keyof typeof paces | Pace): Pace => (typeof pace === "string" ? paces[pace] : pace)

const paceOf = (pacing: Pacing, seed: number, service: string): Pace => {
  if (pacing === "by-service") {
    return pick(draw(seed, "pace-of", service), [
      paces.minutes,
      paces.hours,
      paces.days,
      paces.bursts,
      paces.stalling
    ])
  }
  if (typeof pacing === "string" || !("byService" in pacing)) return read(pacing)
  return read(pacing.byService[service] ?? "steady")
}

/** As in `R30`, `Refill: 60D` and `♻️ 1 Year`; and as in `90 Days Refill`. */
const refillAfter = /(?:\bR[\s-]?|\bRefill\s*[:([-]?\s*|♻\uFE0F?\s*)(\d{1,4})\s*(D|Days?|Months?|Years?)?\b/i
const refillBefore = /\b(\d{1,4})[\s-]*(D|Days?|Months?|Years?)[\s-]*(?:Auto[\s-]*)?(?:Refill|Guarantee)/i

const daysOf: Readonly<Record<string, number>> = { m: 30, y: 365 }

/** For how many days a name promises refills. */
const refillDaysOf = (name: string): number => {
  const [, count, unit = "d"] = refillAfter.exec(name) ?? refillBefore.exec(name) ?? []
  return count === undefined
    ? Number.POSITIVE_INFINITY
    : Number(count) * (daysOf[unit.charAt(0).toLowerCase()] ?? 1)
}

const dripfeedShape = /\bdrip[\s-]?feed\b/i

/** The rate of a row that core leaves out as too long to be one. */
const rateOf = (row: Row): Option.Option<BigDecimal.BigDecimal> =>
  Option.flatMap(
    // No digits at all would be read as 0.
    Option.filter(Option.some(String(row["rate"] ?? "").trim()), (text) => /\d/.test(text)),
    BigDecimal.fromString
  )

const decodeService = Schema.decodeUnknownOption(Core.Offer)

/**
 * What a row as a panel writes it sells, if anything can be made of it. A row without a type is of type
 * Default.
 *
 * @example
 * import { Catalogue } from "@smmkit/sandbox"
 * import { Option } from "effect"
 *
 * const row = { service: 7, name: "Likes R30", category: "Instagram", rate: "0.90", min: "10", max: "500" }
 * const offer = Catalogue.fromRow(row, { seed: 1, pacing: "hours", place: 0 })
 *
 * assert.deepStrictEqual(Option.map(offer, ({ refillDays }) => refillDays), Option.some(30))
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromRow = (
  row: Row,
  { seed, pacing, place }: { readonly seed: number; readonly pacing: Pacing; readonly place: number }
): Option.Option<Offer> =>
  Option.filterMap(
    decodeService({ name: "", category: "", ...row, type: row["type"] ?? "Default" }),
    (service) => {
      const rate = Option.orElse(service.rate, () => rateOf(row))
      if (!Option.exists(rate, (price) => !BigDecimal.isNegative(price))) return Option.none()
      return Option.some({
        service: { ...service, rate },
        dripfeed: Option.getOrElse(service.dripfeed, () => dripfeedShape.test(service.name)),
        refillDays: refillDaysOf(service.name),
        pace: paceOf(pacing, seed, service.service),
        server: place
      })
    }
  )

const decimals = [2, 2, 3, 2, 5, 1, 4, 0] as const
const cheapest = 5

/** A price with as many decimals as it was drawn, or as it needs so as not to be nothing. */
const rate = (price: number, scale: number): BigDecimal.BigDecimal => {
  const value = BigInt(Math.round(price * 10 ** scale))
  return value > 0n || scale >= cheapest
    ? BigDecimal.make(value > 0n ? value : 1n, scale)
    : rate(price, scale + 1)
}

/** The place among equal products decides the quality and the country, so that no two have one name. */
const offer = (seed: number, id: number, product: Product, place: number, pacing: Pacing): Offer => {
  const chance = (purpose: string) => draw(seed, "service", product.platform, product.thing, place, purpose)
  const [quality, factor] = qualities[place % qualities.length] ?? qualities[0]
  const country = countries[Math.floor(place / qualities.length) % countries.length] ?? countries[0]
  const tier = Math.floor(place / (qualities.length * countries.length))
  const isFirst = place === 0
  const refill = product.lasting && (isFirst || chance("refill") < 0.6)
  const cancel = isFirst ? product.type !== "Package" : chance("cancel") < 0.6
  const dripfeed =
    (product.type === "Default" || product.type === "Web Traffic") && (isFirst || chance("dripfeed") < 0.5)
  const tags = [
    `${quality}, ${country}`,
    ...(refill ? [`Refill ${pick(chance("days"), [30, 60, 90, 365])} Days`] : []),
    ...(dripfeed ? ["Drip-feed"] : []),
    ...(tier > 0 ? [`Server ${tier + 1}`] : [])
  ]
  const price = product.price * factor * (1 + (chance("price") - 0.5) * 0.3)
  const isPackage = product.max === 1
  const name = [`${product.platform} ${product.thing}`, ...tags.map((tag) => `[${tag}]`)].join(" ")
  return {
    dripfeed,
    refillDays: refillDaysOf(name),
    pace: paceOf(pacing, seed, String(id)),
    server: id - 1,
    service: {
      service: ServiceId.make(String(id)),
      name,
      type: product.type,
      category: `${product.platform} - ${product.thing}`,
      rate: Option.some(rate(price, decimals[whole(chance("decimals"), 0, decimals.length - 1)] ?? 2)),
      min: Option.some(isPackage || isFirst ? product.min : product.min * pick(chance("min"), [1, 1, 2, 5])),
      max: Option.some(isPackage || isFirst ? product.max : product.max * pick(chance("max"), [1, 2, 5, 10])),
      refill: Option.some(refill),
      cancel: Option.some(cancel),
      dripfeed: Option.none(),
      currency: Option.none(),
      desc: Option.none(),
      unclear: Option.none()
    }
  }
}

/**
 * A catalogue of so many services, numbered from 1 and grouped by category. From 30 services on it
 * covers every service type of the protocol.
 *
 * @example
 * import { Catalogue } from "@smmkit/sandbox"
 *
 * const catalogue = Catalogue.generate({ seed: 1, services: 60 })
 *
 * assert.strictEqual(catalogue.length, 60)
 * assert.deepStrictEqual(catalogue, Catalogue.generate({ seed: 1, services: 60 }))
 *
 * @since 0.1.0
 * @category constructors
 */
export const generate = ({
  seed,
  services,
  pacing = "steady"
}: {
  readonly seed: number
  readonly services: number
  readonly pacing?: Pacing | undefined
}): ReadonlyArray<Offer> => {
  const everywhere = Math.floor(services / products.length)
  const further = services % products.length
  let id = 0
  return products.flatMap((product, place) =>
    Array.from({ length: everywhere + (place < further ? 1 : 0) }, (_, nth) => {
      id += 1
      return offer(seed, id, product, nth, pacing)
    })
  )
}
