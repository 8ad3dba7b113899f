/**
 * What the sandbox sells: generated, believable, and the same for the same seed and size.
 *
 * @since 0.1.0
 */
import { ServiceId } from "@smmkit/core/Identifiers"
import type { Service } from "@smmkit/core/Service"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
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
  readonly service: Service
  /** Whether orders may be spread over several runs. The name says so, as on real panels. */
  readonly dripfeed: boolean
}

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
const offer = (seed: number, id: number, product: Product, place: number): Offer => {
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
  return {
    dripfeed,
    service: {
      service: ServiceId.make(String(id)),
      name: [`${product.platform} ${product.thing}`, ...tags.map((tag) => `[${tag}]`)].join(" "),
      type: product.type,
      category: `${product.platform} - ${product.thing}`,
      rate: Option.some(rate(price, decimals[whole(chance("decimals"), 0, decimals.length - 1)] ?? 2)),
      min: Option.some(isPackage || isFirst ? product.min : product.min * pick(chance("min"), [1, 1, 2, 5])),
      max: Option.some(isPackage || isFirst ? product.max : product.max * pick(chance("max"), [1, 2, 5, 10])),
      refill: Option.some(refill),
      cancel: Option.some(cancel),
      dripfeed: Option.none(),
      currency: Option.none(),
      desc: Option.none()
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
  services
}: {
  readonly seed: number
  readonly services: number
}): ReadonlyArray<Offer> => {
  const everywhere = Math.floor(services / products.length)
  const further = services % products.length
  let id = 0
  return products.flatMap((product, place) =>
    Array.from({ length: everywhere + (place < further ? 1 : 0) }, (_, nth) => {
      id += 1
      return offer(seed, id, product, nth)
    })
  )
}
