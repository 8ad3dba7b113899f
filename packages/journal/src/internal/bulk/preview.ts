/** What a bulk is about to do, summed up row by row. */
import * as BigDecimal from "effect/BigDecimal"
import * as Equivalence from "effect/Equivalence"
import * as Option from "effect/Option"
import type { Options, Preview } from "../../Bulk.js"
import { zero } from "../amount.js"
import type { Checked } from "./checking.js"

export const nothing: Preview = {
  rows: 0,
  fresh: 0,
  cost: { amount: zero, currency: Option.none() },
  unpriced: 0,
  placed: 0,
  inDoubt: 0,
  refused: 0,
  bad: { total: 0, rows: [] }
}

const mostBadRows = 1000

export const count = (seen: Preview, row: Checked, { mostBad = mostBadRows }: Options): Preview => {
  const all = { ...seen, rows: seen.rows + 1 }
  switch (row._tag) {
    case "Bad": {
      const { total, rows } = seen.bad
      return { ...all, bad: { total: total + 1, rows: rows.length < mostBad ? [...rows, row.bad] : rows } }
    }
    case "Earlier":
      switch (row.entry.state) {
        case "placed":
          return { ...all, placed: seen.placed + 1 }
        case "in-doubt":
          return { ...all, inDoubt: seen.inDoubt + 1 }
        default:
          return { ...all, refused: seen.refused + 1 }
      }
    case "Fresh": {
      const { price } = row.row
      if (price === undefined) return { ...all, fresh: seen.fresh + 1, unpriced: seen.unpriced + 1 }
      const amount = BigDecimal.sum(seen.cost.amount, price.amount)
      const isFirst = seen.fresh === seen.unpriced
      // All rows are of one currency; where some do not name it, nor does their sum.
      const isNamed = isFirst || Option.getEquivalence(Equivalence.string)(seen.cost.currency, price.currency)
      const currency = isNamed ? price.currency : Option.none()
      return { ...all, fresh: seen.fresh + 1, cost: { amount, currency } }
    }
  }
}
