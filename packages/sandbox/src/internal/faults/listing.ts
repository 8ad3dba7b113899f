/** How panels differ in listing their services. */
import { define, eachRow, rows } from "./trait.js"
import { Numeral, without } from "./values.js"

const grouped = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\B(?=(\d{3})+$)/g, ".") : value

const snake = (word: unknown): string => String(word).toLowerCase().replaceAll(" ", "_")

const numeral = (value: unknown): unknown => (typeof value === "string" ? new Numeral(value) : value)

export const listing = define({
  "snake-types": {
    says: "Service types are written `custom_comments`",
    on: ["services"],
    claims: ["types"],
    value: eachRow((one) => ({ ...one, type: snake(one["type"]) }))
  },
  "singular-types": {
    says: "Service types are written in the singular: `Custom Comment`",
    on: ["services"],
    claims: ["types"],
    value: eachRow((one) => ({
      ...one,
      type: String(one["type"]).replace(/^Custom Comments/, "Custom Comment")
    }))
  },
  "absent-types": {
    says: "Nothing is said about the type of a service",
    on: ["services"],
    claims: ["types"],
    value: eachRow((one) => without(one, "type"))
  },
  "absent-flags": {
    says: "Nothing is said about refill and cancel",
    on: ["services"],
    claims: ["flags"],
    value: eachRow((one) => without(one, "refill", "cancel"))
  },
  "flags-as-text": {
    says: 'Refill and cancel are `"1"` and `"0"`',
    on: ["services"],
    claims: ["flags"],
    value: eachRow((one) => ({
      ...one,
      refill: one["refill"] === true ? "1" : "0",
      cancel: one["cancel"] === true ? "1" : "0"
    }))
  },
  "canceling-flag": {
    says: "Whether an order can be cancelled is said under `canceling_is_available`",
    on: ["services"],
    claims: ["flags"],
    value: eachRow(({ cancel, ...one }) => ({ ...one, canceling_is_available: cancel }))
  },
  "grouped-thousands": {
    says: "Limits are written with dots between thousands: `5.000.000`",
    on: ["services"],
    claims: ["limits"],
    value: eachRow((one) => ({ ...one, min: grouped(one["min"]), max: grouped(one["max"]) }))
  },
  "limits-as-numbers": {
    says: "Limits are JSON numbers, beside a rate that is text",
    on: ["services"],
    claims: ["limits"],
    value: eachRow((one) => ({ ...one, min: numeral(one["min"]), max: numeral(one["max"]) }))
  },
  "extra-fields": {
    says: "Services have `desc`, `average_time` and `dripfeed` too",
    on: ["services"],
    claims: ["descriptions"],
    value: eachRow((one) => ({
      ...one,
      desc: "Start: instant",
      average_time: "2 hours",
      dripfeed: String(one["name"]).includes("[Drip-feed]")
    }))
  },
  descriptions: {
    says: "Services have a `description` of several lines, and the `network` that they are for",
    on: ["services"],
    claims: ["descriptions"],
    value: eachRow((one) => ({
      ...one,
      network: String(one["name"]).split(" ")[0],
      description: "Give the link to the post\nPublic profiles only"
    }))
  },
  "wrapped-list": {
    says: "The catalogue is wrapped in `services`, with a `count`",
    on: ["services"],
    claims: ["catalogue-shape"],
    value: rows((services) => ({ services, count: new Numeral(String(services.length)) }))
  },
  "list-in-msg": {
    says: "The catalogue stands under `msg`, beside a `status` of `success`",
    on: ["services"],
    claims: ["catalogue-shape"],
    value: rows((msg) => ({ status: "success", msg }))
  },
  "numbered-list": {
    says: 'The catalogue is a list with a gap, which PHP writes as an object: `{"0": …, "2": …}`',
    on: ["services"],
    claims: ["catalogue-shape"],
    value: rows((services) => Object.fromEntries(services.map((one, at) => [at === 0 ? 0 : at + 1, one])))
  }
})
