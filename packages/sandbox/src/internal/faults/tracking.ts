/** How panels differ in telling how an order is doing. */
import { define, orders, states } from "./trait.js"
import { deep, isFields, isRefusal, Numeral, without } from "./values.js"

const folded = (word: unknown, between: string): string => String(word).toLowerCase().replaceAll(" ", between)

const common = ["Pending", "Processing", "In progress", "Completed", "Partial", "Canceled"]

export const tracking = define({
  "unknown-as-pending": {
    says: "A state that is none of the six common ones is shown as `Pending`",
    on: ["status"],
    claims: ["rare-states"],
    value: states((order) =>
      common.includes(String(order["status"])) ? order : { ...order, status: "Pending" }
    )
  },
  "lower-case-states": {
    says: "States are in lower case: `completed`, `in progress`",
    on: ["status", "refill_status"],
    claims: ["states"],
    value: states((order) => ({ ...order, status: folded(order["status"], " ") }))
  },
  "snake-states": {
    says: "States are written `in_progress`",
    on: ["status", "refill_status"],
    claims: ["states"],
    value: states((order) => ({ ...order, status: folded(order["status"], "_") }))
  },
  "joined-states": {
    says: "States are written `Inprogress`, `Cancelled`",
    on: ["status"],
    claims: ["states"],
    value: states((order) => ({
      ...order,
      status: String(order["status"]).replace("In progress", "Inprogress").replace("Canceled", "Cancelled")
    }))
  },
  "unknown-states": {
    says: "States are words that nobody knows",
    on: ["status", "refill_status"],
    claims: ["states", "rare-states"],
    value: states((order) => ({ ...order, status: "On hold" }))
  },
  "unknown-start-count": {
    says: "The start count is an empty text",
    on: ["status"],
    claims: ["start-count"],
    value: orders((order) => ({ ...order, start_count: "" }))
  },
  "unknown-remains": {
    says: "What remains is the word `Unknown`",
    on: ["status"],
    claims: ["remains"],
    value: orders((order) => ({ ...order, remains: "Unknown" }))
  },
  "negative-remains": {
    says: "More was delivered than ordered: what remains is -2",
    on: ["status"],
    claims: ["remains"],
    value: orders((order) => (order["remains"] === "0" ? { ...order, remains: "-2" } : order))
  },
  "filler-zeros": {
    says: "Start count and what remains are 0, as the panel does not know them",
    on: ["status"],
    claims: ["start-count", "remains"],
    value: orders((order) => ({ ...order, start_count: new Numeral("0"), remains: new Numeral("0") }))
  },
  "start-counter": {
    says: "The start count is called `start_counter`",
    on: ["status"],
    value: orders(({ start_count, ...rest }) => ({ ...rest, start_counter: start_count }))
  },
  "no-currency": {
    says: "The currency is not named",
    on: ["status", "balance"],
    claims: ["currency"],
    value: (value) =>
      deep(value, (one) => (isFields(one) && !isRefusal(one) ? without(one, "currency") : one))
  },
  "stored-charge": {
    says: "The charge stays what it was at first, whatever was given back",
    on: ["status"],
    claims: ["charge"],
    value: orders((fields, order, { priceOf }) =>
      "charge" in fields ? { ...fields, charge: priceOf(order) ?? fields["charge"] } : fields
    )
  },
  "no-charge": {
    says: "The charge is not named",
    on: ["status"],
    claims: ["charge"],
    value: orders((order) => without(order, "charge"))
  },
  "bare-parents": {
    says: "Drip-feed orders and subscriptions have a state and their children, and no charge or counts",
    on: ["status"],
    claims: ["parents"],
    value: orders((order) =>
      "orders" in order
        ? without(order, "charge", "start_count", "start_counter", "remains", "currency")
        : order
    )
  },
  "order-beside": {
    says: "The order's ID is repeated in its state",
    on: ["status"],
    value: orders((fields, order) => ({ order, ...fields }))
  }
})
