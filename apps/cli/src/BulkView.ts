/** How a bulk is told: before it pays, while it runs, and at its end. */
import { format, formatAmount, type Money } from "@smmkit/core/Money"
import type { Preview, Result } from "@smmkit/journal/Bulk"
import type { BadRow } from "@smmkit/journal/BulkError"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Output, Screen } from "./Output.js"
import { styleOf } from "./Style.js"
import { fit, quote } from "./Text.js"

/** How many rows stand where, as far as the run has come. */
export interface Tally {
  placed: number
  refused: number
  inDoubt: number
  bad: number
  /** Rows of this run that have their outcome now; of them, those that are placed, and those in doubt. */
  done: number
  placedNow: number
  doubtfulNow: number
  spent: BigDecimal.BigDecimal
  /** What the rows cost that this run left in doubt. */
  doubtful: BigDecimal.BigDecimal
}

const zero = BigDecimal.make(0n, 0)

export const nothing = (): Tally => ({
  placed: 0,
  refused: 0,
  inDoubt: 0,
  bad: 0,
  done: 0,
  placedNow: 0,
  doubtfulNow: 0,
  spent: zero,
  doubtful: zero
})

const plus = (sum: BigDecimal.BigDecimal, price: Money | undefined): BigDecimal.BigDecimal =>
  price === undefined ? sum : BigDecimal.sum(sum, price.amount)

/** Takes the result of one row. */
export const count = (tally: Tally, { state, earlier, price }: Result): void => {
  // Bad rows were all counted before the run.
  if (state === "bad") return
  if (state === "refused") tally.refused += 1
  if (state === "placed") tally.placed += 1
  if (state === "in-doubt") tally.inDoubt += 1
  if (earlier) return
  tally.done += 1
  if (state === "placed") {
    tally.placedNow += 1
    tally.spent = plus(tally.spent, price)
  }
  if (state === "in-doubt") {
    tally.doubtfulNow += 1
    tally.doubtful = plus(tally.doubtful, price)
  }
}

const unsent = ({ rows }: Preview, { placed, refused, inDoubt, bad }: Tally): number =>
  rows - placed - refused - inDoubt - bad

/** The summary as programs read it. Rows are counted by where they stand at the end, whenever that was. */
export const summary = (preview: Preview, tally: Tally, resultFile: string | null) => ({
  rows: preview.rows,
  new: preview.fresh,
  bad: tally.bad,
  placed: tally.placed,
  refused: tally.refused,
  inDoubt: tally.inDoubt,
  unsent: unsent(preview, tally),
  cost: formatAmount(preview.cost.amount),
  unpriced: preview.unpriced,
  spent: formatAmount(tally.spent),
  currency: Option.getOrNull(preview.cost.currency),
  resultFile
})

/** Where the rows stand before the run. */
export const before = ({ placed, refused, inDoubt, bad }: Preview): Tally => ({
  ...nothing(),
  placed,
  refused,
  inDoubt,
  bad: bad.total
})

const rowsOf = (number: number): string => `${number} ${number === 1 ? "row" : "rows"}`

const listed = (parts: ReadonlyArray<readonly [number, string]>): string =>
  parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`])).join(", ")

/** What is about to be done, and what it costs. */
export const plan = (preview: Preview, output: Output.Service, screen: Screen): string => {
  const { bold } = styleOf(screen)
  const earlier = listed([
    [preview.placed, "placed already"],
    [preview.inDoubt, "in doubt"],
    [preview.refused, "refused before"],
    [preview.bad.total, "bad"]
  ])
  const unpriced =
    preview.unpriced === 0 ? "" : `, and ${rowsOf(preview.unpriced)} whose price is not known beforehand`
  const price = preview.fresh === 0 ? "" : ` for ${format(preview.cost)}${unpriced}`
  const head = `${rowsOf(preview.rows)}${earlier === "" ? "" : ` (${earlier})`}; to be placed now:`
  return `${output.plain(head)} ${bold(output.plain(`${preview.fresh}${price}`))}\n`
}

/** The bad rows, each on a line of its own. */
export const badRows = (bad: Preview["bad"], output: Output.Service): string => {
  const line = ({ row, field, value, remedy }: BadRow) =>
    `  ${output.plain(`row ${row}: ${field} ${value === "" ? "is missing" : `is ${quote(value)}`}: ${remedy}`)}\n`
  const more = bad.total > bad.rows.length ? `  and ${bad.total - bad.rows.length} more\n` : ""
  return bad.rows.map(line).join("") + more
}

/** What became of the rows. */
export const outcome = (
  preview: Preview,
  tally: Tally,
  resultFile: string,
  output: Output.Service
): string => {
  const { green, yellow, dim } = styleOf(output.stdout)
  const { currency } = preview.cost
  const rest = listed([
    [tally.inDoubt, "in doubt"],
    [tally.refused, "refused"],
    [tally.bad, "bad"],
    [unsent(preview, tally), "not sent"]
  ])
  const doubtful = BigDecimal.isZero(tally.doubtful)
    ? ""
    : `, and up to ${format({ amount: tally.doubtful, currency })} in doubt`
  return [
    `${green("Placed:")} ${tally.placed} of ${rowsOf(preview.rows)}${rest === "" ? "" : `, ${yellow(rest)}`}`,
    output.plain(`Spent in this run: ${format({ amount: tally.spent, currency })}${doubtful}`),
    dim(output.plain(`What became of each row: ${resultFile}`)),
    ""
  ].join("\n")
}

const duration = (seconds: number): string => {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const short = `${minutes}:${String(whole % 60).padStart(2, "0")}`
  return hours === 0 ? short : `${hours}:${short.padStart(5, "0")}`
}

const barWidth = 20

/** One line of progress: done, in doubt, refused, spent, rate, time left. */
export const progress = (preview: Preview, tally: Tally, seconds: number, columns: number): string => {
  const { done, inDoubt, refused } = tally
  const filled = preview.fresh === 0 ? barWidth : Math.floor((barWidth * done) / preview.fresh)
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? `, ${duration((preview.fresh - done) / rate)} left` : ""
  const spent = format({ amount: tally.spent, currency: preview.cost.currency })
  const counts = `${done}/${preview.fresh} done, ${inDoubt} in doubt, ${refused} refused`
  const text = `[${"#".repeat(filled)}${".".repeat(barWidth - filled)}] ${counts}, ${spent} spent, ${rate.toFixed(1)}/s${left}`
  // A line that wraps could not be taken away again.
  return fit(text, Math.max(20, columns - 3))
}
