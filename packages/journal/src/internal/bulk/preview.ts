/** What a bulk is about to do, summed up row by row. */
import * as OrderForm from "@smmkit/core/OrderForm"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Equivalence from "effect/Equivalence"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { UnusableInput } from "../../BulkError.js"
import type { Preview } from "../../BulkModel.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import { zero } from "../book/amount.js"
import type { Checked, Tools as Checking } from "./checking.js"
import * as Rows from "./rows.js"
import type { Spool } from "./spool.js"

const nothing: Preview = {
  rows: 0,
  fresh: 0,
  cost: { amount: zero, currency: Option.none() },
  unpriced: 0,
  placed: 0,
  inDoubt: 0,
  refused: 0,
  equal: { earlier: 0, eachOther: 0 },
  oddLinks: 0,
  bad: { total: 0, rows: [] }
}

export interface Tools extends Checking {
  /** When a run of these very rows was begun, if one was. */
  readonly begun: Option.Option<number>
  /** What the rows were counted in. */
  readonly spool: Pick<Spool, "times">
}

const mostBadRows = 1000

const count = (seen: Preview, row: Checked, { catalogue, options }: Tools): Preview => {
  const { mostBad = mostBadRows } = options
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
      const { price, order } = row.row
      const isOdd = OrderForm.linkWarnings(order, catalogue.get(order.service)).length > 0
      const more = { ...all, fresh: seen.fresh + 1, oddLinks: seen.oddLinks + (isOdd ? 1 : 0) }
      if (price === undefined) return { ...more, unpriced: seen.unpriced + 1 }
      const amount = BigDecimal.sum(seen.cost.amount, price.amount)
      const isFirst = seen.fresh === seen.unpriced
      // All rows are of one currency; where some do not name it, nor does their sum.
      const isNamed = isFirst || Option.getEquivalence(Equivalence.string)(seen.cost.currency, price.currency)
      const currency = isNamed ? price.currency : Option.none()
      return { ...more, cost: { amount, currency } }
    }
  }
}

/** How far back an equal order is looked for. */
export const lookBack = Duration.toMillis(Duration.days(30))

/** Counts the rows that would buy once more what was bought: those equal to an order placed lately, or to a row before. */
const counting = ({ journal, batch, begun, spool }: Tools) =>
  Effect.gen(function* () {
    // Whoever began this very run has seen what it repeats, but not what was placed since.
    const since = Math.max(
      (yield* journal.now) - lookBack,
      Option.getOrElse(begun, () => 0)
    )
    /** Whether one of these is of no row here: of another batch, or of this one under keys that it has no more. */
    const isBeside = (row: Rows.GoodRow, entries: ReadonlyArray<JournalEntry>) => {
      const places = entries.map(({ key }) => Rows.placeOf(batch, row, key))
      return Effect.map(spool.times(places.map(({ counted }) => counted)), (times) =>
        places.some(({ nth }, at) => nth > (times[at] ?? 0))
      )
    }
    return (rows: ReadonlyArray<Checked>): Effect.Effect<Preview["equal"], UnusableInput | StoreError> =>
      Effect.gen(function* () {
        const fresh = rows.flatMap((row) => (row._tag === "Fresh" ? [row] : []))
        const orders = fresh.map(({ row }) => row.order)
        const equals = yield* journal.equals(orders, since)
        const earlier = yield* Effect.filter(fresh.keys(), (at) => {
          const [row, entries = []] = [fresh[at]?.row, equals[at]]
          return row === undefined || entries.length === 0 ? Effect.succeed(false) : isBeside(row, entries)
        })
        return {
          earlier: earlier.length,
          eachOther: Option.isSome(begun) ? 0 : fresh.filter(({ repeats }) => repeats).length
        }
      })
  })

export const make = (
  rows: Stream.Stream<Checked, UnusableInput | StoreError>,
  tools: Tools
): Effect.Effect<Preview, UnusableInput | StoreError> =>
  Effect.flatMap(counting(tools), (equalIn) =>
    Stream.runFoldEffect(Stream.chunks(rows), nothing, (seen, chunk) => {
      const all = Chunk.toReadonlyArray(chunk)
      return Effect.map(equalIn(all), ({ earlier, eachOther }): Preview => {
        const equal = {
          earlier: seen.equal.earlier + earlier,
          eachOther: seen.equal.eachOther + eachOther
        }
        return all.reduce((sum, row) => count(sum, row, tools), { ...seen, equal })
      })
    })
  )
