/**
 * One service of a panel's catalogue.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ServiceId } from "./Identifiers.js"
import {
  about,
  count,
  decimal,
  flag,
  id,
  optional,
  recurring,
  someText,
  text,
  word
} from "./internal/answer.js"
import { knownType, serviceTypes } from "./internal/serviceType.js"
import { AmountJson, Json as MoneyJson } from "./Money.js"

/** The protocol's name where the type is known; else the panel's own word, kept. */
const Type = Schema.transform(Schema.String, Schema.String, {
  decode: (word) => knownType(word) ?? word.trim(),
  encode: (word) => word
})

/**
 * A service as the catalogue lists it. `rate` is the price of 1000 units (of the whole package, for
 * packages) in the account's currency; `min` and `max` bound the quantity. What a panel leaves out, or
 * writes so that it cannot be read for certain, is `None`.
 *
 * @example
 * import { Offer } from "@smmkit/core"
 * import { Option, Schema } from "effect"
 *
 * const service = Schema.decodeUnknownSync(Offer.Offer)({
 *   service: "12",
 *   name: "Instagram Likes",
 *   type: "custom_comments",
 *   category: "Instagram",
 *   rate: 0.5,
 *   min: "1.000",
 *   max: 10000
 * })
 *
 * assert.strictEqual(service.type, "Custom Comments")
 * assert.deepStrictEqual(service.min, Option.some(1000))
 * assert.deepStrictEqual(service.refill, Option.none()) // not told is not true
 *
 * @since 0.1.0
 * @category schemas
 */
export const Offer = Schema.Struct({
  service: id(ServiceId),
  name: text,
  type: word(Type, serviceTypes),
  category: text,
  rate: recurring(optional(decimal)),
  min: recurring(optional(count)),
  max: recurring(optional(count)),
  refill: recurring(optional(flag)),
  cancel: recurring(optional(flag)),
  dripfeed: recurring(optional(flag)),
  currency: recurring(optional(someText)),
  desc: optional(someText),
  /** Where the catalogue lists the service several times, and differently: in what. What differs is `None`. */
  unclear: optional(someText)
}).annotations(about("Offer"))

/**
 * @since 0.1.0
 * @category models
 */
export type Offer = typeof Offer.Type

/**
 * A service as smmkit's own JSON has it: amounts as text, null where the panel does not say.
 *
 * @example
 * import { Offer } from "@smmkit/core"
 * import { Schema } from "effect"
 *
 * const service = Schema.decodeUnknownSync(Offer.Offer)({
 *   service: 1, name: "Followers", type: "default", category: "First", rate: "0.90"
 * })
 * const json = Schema.encodeSync(Offer.Json)(service)
 *
 * assert.deepStrictEqual([json.type, json.rate, json.min], ["Default", "0.90", null])
 *
 * @since 0.1.0
 * @category schemas
 */
export const Json = /* @__PURE__ */ (() =>
  Schema.Struct({
    service: ServiceId,
    name: Schema.String,
    type: Schema.String.annotations({
      description: "The protocol's service type; says which fields an order has."
    }),
    category: Schema.String,
    rate: Schema.OptionFromNullOr(AmountJson).annotations({
      description: "The price of 1000, or of the package."
    }),
    min: Schema.OptionFromNullOr(Schema.Int),
    max: Schema.OptionFromNullOr(Schema.Int),
    refill: Schema.OptionFromNullOr(Schema.Boolean),
    cancel: Schema.OptionFromNullOr(Schema.Boolean),
    dripfeed: Schema.OptionFromNullOr(Schema.Boolean),
    currency: MoneyJson.fields.currency,
    desc: Schema.OptionFromNullOr(Schema.String),
    unclear: Schema.OptionFromNullOr(Schema.String)
  }).annotations({ identifier: "Service", description: "One service of the panel's catalogue." }))()
