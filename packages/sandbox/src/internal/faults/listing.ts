/** How panels differ in listing their services. */
import { define, rows, without } from "./fault.js"

const grouped = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\B(?=(\d{3})+$)/g, ".") : value

const snake = (word: unknown): string => String(word).toLowerCase().replaceAll(" ", "_")

export const listing = define({
  "wrapped-list": {
    says: "The catalogue is wrapped in `services`, with a `count`",
    on: ["services"],
    act: rows((services) => ({ services, count: services.length }))
  },
  "empty-catalogue": {
    says: "The catalogue is empty, which the panel says in words",
    on: ["services"],
    act: rows(() => ({ status: "success", data: "Empty Data" }))
  },
  "snake-types": {
    says: "Service types are written `custom_comments`",
    on: ["services"],
    act: rows((services) => services.map((one) => ({ ...one, type: snake(one["type"]) })))
  },
  "absent-flags": {
    says: "Nothing is said about refill and cancel",
    on: ["services"],
    act: rows((services) => services.map((one) => without(one, "refill", "cancel")))
  },
  "flags-as-text": {
    says: 'Refill and cancel are `"1"` and `"0"`',
    on: ["services"],
    act: rows((services) =>
      services.map((one) => ({
        ...one,
        refill: one["refill"] === true ? "1" : "0",
        cancel: one["cancel"] === true ? "1" : "0"
      }))
    )
  },
  "grouped-thousands": {
    says: "Limits are written with dots between thousands: `5.000.000`",
    on: ["services"],
    act: rows((services) =>
      services.map((one) => ({ ...one, min: grouped(one["min"]), max: grouped(one["max"]) }))
    )
  },
  "extra-fields": {
    says: "Services have `desc`, `average_time` and `dripfeed` too",
    on: ["services"],
    act: rows((services) =>
      services.map((one) => ({
        ...one,
        desc: "Start: instant",
        average_time: "2 hours",
        dripfeed: String(one["name"]).includes("[Drip-feed]")
      }))
    )
  }
})
