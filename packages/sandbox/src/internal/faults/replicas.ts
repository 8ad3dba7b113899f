/** What a panel says whose reads come from a copy that lags behind, or knows less. */
import { define, each, said } from "./mishap.js"
import { isRefusal } from "./values.js"

const minute = 60_000

export const replicas = define({
  "stale-answer": {
    says: "The answer is that of five minutes ago",
    on: ["status", "refill_status", "balance"],
    claims: said,
    happens: {
      at: "said",
      text: ({ asOf, after = 5 * minute }) => {
        const then = asOf(after)
        return then === asOf(0) ? undefined : then
      }
    }
  },
  "ids-left-out": {
    says: "About half of the IDs are left out of the answer about many, though they are known; at least one",
    on: ["status", "refill_status"],
    ...each("rows", (_, id, { asked, chance, order }) => {
      if (!("many" in asked)) return undefined
      const isLast = asked.many.at(-1) === id
      return order === id || isLast || chance(`left out ${id}`) < 0.5 ? null : undefined
    })
  },
  "shown-pending": {
    says: "Orders are shown as `Pending`, however far they are",
    on: ["status"],
    ...each("states", (order) =>
      isRefusal(order) || order["status"] === "Pending" ? undefined : { ...order, status: "Pending" }
    )
  },
  "not-yet-shown": {
    says: "An order is unknown in its first minute, whatever is asked about it, and so is a refill",
    on: ["status", "refill", "refill_status", "cancel"],
    claims: ["rows"],
    happens: { at: "records", isHidden: (age, { after = minute }) => age < after }
  }
})
