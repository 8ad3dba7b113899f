/** How panels differ in telling how an order is doing. */
import { define, eachOrder, json, orders, without } from "./fault.js"

const folded = (word: unknown, between: string): string => String(word).toLowerCase().replaceAll(" ", between)

export const tracking = define({
  "lower-case-states": {
    says: "States are in lower case: `completed`, `in progress`",
    on: ["status", "refill_status"],
    act: orders((order) => ({ ...order, status: folded(order["status"], " ") }))
  },
  "snake-states": {
    says: "States are written `in_progress`",
    on: ["status", "refill_status"],
    act: orders((order) => ({ ...order, status: folded(order["status"], "_") }))
  },
  "joined-states": {
    says: "States are written `Inprogress`, `Cancelled`",
    on: ["status"],
    act: orders((order) => ({
      ...order,
      status: String(order["status"]).replace("In progress", "Inprogress").replace("Canceled", "Cancelled")
    }))
  },
  "unknown-states": {
    says: "States are words that nobody knows",
    on: ["status", "refill_status"],
    act: orders((order) => ({ ...order, status: "On hold" }))
  },
  "unknown-start-count": {
    says: "The start count is an empty text",
    on: ["status"],
    act: orders((order) => ({ ...order, start_count: "" }))
  },
  "start-counter": {
    says: "The start count is called `start_counter`",
    on: ["status"],
    act: orders(({ start_count, ...rest }) => ({ ...rest, start_counter: start_count }))
  },
  "unknown-remains": {
    says: "What remains is the word `Unknown`",
    on: ["status"],
    act: orders((order) => ({ ...order, remains: "Unknown" }))
  },
  "negative-remains": {
    says: "More was delivered than ordered: what remains is -2",
    on: ["status"],
    act: orders((order) => (order["remains"] === "0" ? { ...order, remains: "-2" } : order))
  },
  "filler-zeros": {
    says: "Start count and what remains are 0, as the panel does not know them",
    on: ["status"],
    act: orders((order) => ({ ...order, start_count: 0, remains: 0 }))
  },
  "no-currency": {
    says: "The currency is not named",
    on: ["status", "balance"],
    act: json((value) =>
      JSON.parse(JSON.stringify(value, (name, field) => (name === "currency" ? undefined : field)))
    )
  },
  "no-charge": {
    says: "The charge is not named",
    on: ["status"],
    act: orders((order) => without(order, "charge"))
  },
  "bare-parents": {
    says: "Drip-feed orders and subscriptions have a state and their children, and no charge or counts",
    on: ["status"],
    act: orders((order) =>
      "orders" in order ? without(order, "charge", "start_count", "remains", "currency") : order
    )
  },
  "stored-charge": {
    says: "The charge stays what it was at first, whatever was given back",
    on: ["status"],
    act: eachOrder((fields, order, { priceOf }) => ({
      ...fields,
      charge: priceOf(order) ?? fields["charge"]
    }))
  },
  "order-beside": {
    says: "The order's ID is repeated in its state",
    on: ["status"],
    act: eachOrder((fields, order) => ({ order, ...fields }))
  }
})
