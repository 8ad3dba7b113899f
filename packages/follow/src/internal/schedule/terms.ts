/** Refill terms as the schedule reckons with them. */
import type { RefillTerms } from "../../RefillTerms.js"

/** The longest term within which orders that are over are looked at, in days: one that lasts for ever counts as this. */
export const longestTerm = 365

/** For how many days an order may be refilled; null where that is not known, or not at all. */
export const daysOf = (term: RefillTerms): number | null => {
  switch (term._tag) {
    case "Days":
      return term.days
    case "Lifetime":
      return longestTerm
    case "None":
    case "Unknown":
      return null
  }
}
