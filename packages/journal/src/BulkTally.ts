/**
 * How many rows of a bulk stand where, as far as its run has come, and the summary of it.
 *
 * @since 0.1.0
 */
import { formatAmount, type Money } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Preview, Result } from "./BulkModel.js"
import { zero } from "./internal/book/amount.js"

/**
 * How many rows stand where. Rows count by where they stand, whenever that was; `done`, `placedNow`,
 * `doubtfulNow` and the two amounts count what this very run has done.
 *
 * @since 0.1.0
 * @category models
 */
export interface BulkTally {
  readonly placed: number
  readonly refused: number
  readonly inDoubt: number
  readonly bad: number
  /** Rows that were sent by this run and have their outcome; of them, those that are placed, and those in doubt. */
  readonly done: number
  readonly placedNow: number
  readonly doubtfulNow: number
  /** What the rows cost that this run has placed, in the preview's currency. */
  readonly spent: BigDecimal.BigDecimal
  /** What the rows cost that this run left in doubt. */
  readonly doubtful: BigDecimal.BigDecimal
}

const nothing: BulkTally = {
  placed: 0,
  refused: 0,
  inDoubt: 0,
  bad: 0,
  done: 0,
  placedNow: 0,
  doubtfulNow: 0,
  spent: zero,
  doubtful: zero
}

/**
 * The tally at the beginning of a run: no row has been told of yet but the bad ones, which the preview counts.
 *
 * @example
 * import { type Bulk, BulkTally } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const preview: Bulk.Preview = {
 *   rows: 1,
 *   fresh: 1,
 *   cost: { amount: BigDecimal.unsafeFromString("0.09"), currency: Option.some("USD") },
 *   unpriced: 0,
 *   placed: 0,
 *   inDoubt: 0,
 *   refused: 0,
 *   equal: { earlier: 0, eachOther: 0 },
 *   oddLinks: 0,
 *   bad: { total: 0, rows: [] }
 * }
 *
 * assert.strictEqual(BulkTally.start(preview).done, 0)
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = ({ bad }: Preview): BulkTally => ({ ...nothing, bad: bad.total })

/**
 * Where the rows stand before a run.
 *
 * @example
 * import { type Bulk, BulkTally } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const preview: Bulk.Preview = {
 *   rows: 2,
 *   fresh: 1,
 *   cost: { amount: BigDecimal.unsafeFromString("0.09"), currency: Option.some("USD") },
 *   unpriced: 0,
 *   placed: 1,
 *   inDoubt: 0,
 *   refused: 0,
 *   equal: { earlier: 0, eachOther: 0 },
 *   oddLinks: 0,
 *   bad: { total: 0, rows: [] }
 * }
 *
 * assert.strictEqual(BulkTally.before(preview).placed, 1)
 *
 * @since 0.1.0
 * @category constructors
 */
export const before = (preview: Preview): BulkTally => {
  const { placed, refused, inDoubt } = preview
  return { ...start(preview), placed, refused, inDoubt }
}

const plus = (sum: BigDecimal.BigDecimal, price: Money | undefined): BigDecimal.BigDecimal =>
  price === undefined ? sum : BigDecimal.sum(sum, price.amount)

/**
 * The tally with the result of one more row.
 *
 * @example
 * import { type Bulk, BulkTally } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const price = { amount: BigDecimal.unsafeFromString("0.09"), currency: Option.some("USD") }
 * const preview: Bulk.Preview = {
 *   rows: 1,
 *   fresh: 1,
 *   cost: price,
 *   unpriced: 0,
 *   placed: 0,
 *   inDoubt: 0,
 *   refused: 0,
 *   equal: { earlier: 0, eachOther: 0 },
 *   oddLinks: 0,
 *   bad: { total: 0, rows: [] }
 * }
 * const tally = BulkTally.add(BulkTally.start(preview), {
 *   row: 2,
 *   key: "a",
 *   state: "placed",
 *   earlier: false,
 *   order: "7",
 *   price,
 *   reason: ""
 * })
 *
 * assert.strictEqual(BigDecimal.format(tally.spent), "0.09")
 *
 * @since 0.1.0
 * @category combinators
 */
export const add = (tally: BulkTally, { state, earlier, price }: Result): BulkTally => {
  // Bad rows were all counted before the run.
  if (state === "bad") return tally
  const stands = {
    ...tally,
    refused: tally.refused + (state === "refused" ? 1 : 0),
    placed: tally.placed + (state === "placed" ? 1 : 0),
    inDoubt: tally.inDoubt + (state === "in-doubt" ? 1 : 0)
  }
  if (earlier || state === "withheld" || state === "not-placed") return stands
  const done = { ...stands, done: tally.done + 1 }
  switch (state) {
    case "placed":
      return { ...done, placedNow: tally.placedNow + 1, spent: plus(tally.spent, price) }
    case "in-doubt":
      return { ...done, doubtfulNow: tally.doubtfulNow + 1, doubtful: plus(tally.doubtful, price) }
    case "refused":
      return done
  }
}

/**
 * How many rows are not sent, or not yet.
 *
 * @example
 * import { type Bulk, BulkTally } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const preview: Bulk.Preview = {
 *   rows: 3,
 *   fresh: 3,
 *   cost: { amount: BigDecimal.unsafeFromString("0.27"), currency: Option.some("USD") },
 *   unpriced: 0,
 *   placed: 0,
 *   inDoubt: 0,
 *   refused: 0,
 *   equal: { earlier: 0, eachOther: 0 },
 *   oddLinks: 0,
 *   bad: { total: 0, rows: [] }
 * }
 *
 * assert.strictEqual(BulkTally.unsent(preview, BulkTally.start(preview)), 3)
 *
 * @since 0.1.0
 * @category combinators
 */
export const unsent = ({ rows }: Preview, { placed, refused, inDoubt, bad }: BulkTally): number =>
  rows - placed - refused - inDoubt - bad

/**
 * The summary as programs read it: plain JSON, amounts as text.
 *
 * @since 0.1.0
 * @category models
 */
export interface Summary {
  readonly rows: number
  /** Rows that were to be sent. */
  readonly new: number
  readonly bad: number
  readonly placed: number
  readonly refused: number
  readonly inDoubt: number
  readonly unsent: number
  /** Rows equal to an order placed lately, or for the service and link of a row before. */
  readonly equalEarlier: number
  readonly equalEachOther: number
  /** Rows that were to be sent with a link that deserves a word, such as one that is no address of the web. */
  readonly oddLinks: number
  readonly cost: string
  readonly unpriced: number
  /** What the rows cost that this run has placed, and those that it left in doubt. */
  readonly spent: string
  readonly doubtful: string
  readonly currency: string | null
}

/**
 * Sums up a run, or what a preview tells before one.
 *
 * @example
 * import { type Bulk, BulkTally } from "@smmkit/journal"
 * import { BigDecimal, Option } from "effect"
 *
 * const preview: Bulk.Preview = {
 *   rows: 3,
 *   fresh: 3,
 *   cost: { amount: BigDecimal.unsafeFromString("0.27"), currency: Option.some("USD") },
 *   unpriced: 0,
 *   placed: 0,
 *   inDoubt: 0,
 *   refused: 0,
 *   equal: { earlier: 0, eachOther: 0 },
 *   oddLinks: 0,
 *   bad: { total: 0, rows: [] }
 * }
 * const { cost, unsent } = BulkTally.summary(preview, BulkTally.start(preview))
 *
 * assert.deepStrictEqual([cost, unsent], ["0.27", 3])
 *
 * @since 0.1.0
 * @category combinators
 */
export const summary = (preview: Preview, tally: BulkTally): Summary => ({
  rows: preview.rows,
  new: preview.fresh,
  bad: tally.bad,
  placed: tally.placed,
  refused: tally.refused,
  inDoubt: tally.inDoubt,
  unsent: unsent(preview, tally),
  equalEarlier: preview.equal.earlier,
  equalEachOther: preview.equal.eachOther,
  oddLinks: preview.oddLinks,
  cost: formatAmount(preview.cost.amount),
  unpriced: preview.unpriced,
  spent: formatAmount(tally.spent),
  doubtful: formatAmount(tally.doubtful),
  currency: Option.getOrNull(preview.cost.currency)
})
