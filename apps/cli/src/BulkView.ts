/** How a bulk is told: before it pays, while it runs, and at its end. */
import { Money } from "@smmkit/core"
import { type Bulk, BulkError, BulkTally } from "@smmkit/journal"
import { BigDecimal, Duration } from "effect"
import type { Output, Screen } from "./Output.js"
import { fit } from "./Text.js"

const rowsOf = (number: number): string => `${number} ${number === 1 ? "row" : "rows"}`

const listed = (parts: ReadonlyArray<readonly [number, string]>): string =>
  parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`])).join(", ")

/** What is about to be done, and what it costs. */
export const plan = (preview: Bulk.Preview, output: Output.Service, screen: Screen): string => {
  const earlier = listed([
    [preview.placed, "placed already"],
    [preview.inDoubt, "in doubt"],
    [preview.refused, "refused before"],
    [preview.bad.total, "bad"]
  ])
  const unpriced =
    preview.unpriced === 0 ? "" : `, and ${rowsOf(preview.unpriced)} whose price is not known beforehand`
  const price = preview.fresh === 0 ? "" : ` for ${Money.format(preview.cost)}${unpriced}`
  const head = `${rowsOf(preview.rows)}${earlier === "" ? "" : ` (${earlier})`}; to be placed now:`
  return `${output.plain(head)} ${screen.paint("bold", output.plain(`${preview.fresh}${price}`))}\n${warnings(preview, screen)}`
}

/** What would be bought once more; empty where nothing would. */
export const equals = ({ equal }: Bulk.Preview): string =>
  listed([
    [equal.earlier, `${equal.earlier === 1 ? "equals an order" : "equal orders"} placed in the last 30 days`],
    [equal.eachOther, `${equal.eachOther === 1 ? "has" : "have"} the service and the link of a row before`]
  ])

const warnings = (preview: Bulk.Preview, screen: Screen): string =>
  [equals(preview), listed([[preview.oddLinks, "may have a wrong link: it is no address of the web"]])]
    .map((what) => (what === "" ? "" : `${screen.paint("yellow", `Of the rows to be placed ${what}.`)}\n`))
    .join("")

/** The bad rows, each on a line of its own, as their error names them. */
export const badRows = (bad: Bulk.Preview["bad"], { plain }: Output.Service): string => {
  const [, ...lines] = new BulkError.BadRows(bad).message.split("\n")
  return lines.map((line) => `  ${plain(line)}\n`).join("")
}

/** What became of the rows. */
export const outcome = (
  preview: Bulk.Preview,
  tally: BulkTally.BulkTally,
  resultFile: string,
  output: Output.Service
): string => {
  const { paint } = output.stdout
  const { currency } = preview.cost
  const rest = listed([
    [tally.inDoubt, "in doubt"],
    [tally.refused, "refused"],
    [tally.bad, "bad"],
    [BulkTally.unsent(preview, tally), "not sent"]
  ])
  const doubtful = BigDecimal.isZero(tally.doubtful)
    ? ""
    : `, and up to ${Money.format({ amount: tally.doubtful, currency })} in doubt`
  return [
    `${paint("green", "Placed:")} ${tally.placed} of ${rowsOf(preview.rows)}${rest === "" ? "" : `, ${paint("yellow", rest)}`}`,
    output.plain(`Spent in this run: ${Money.format({ amount: tally.spent, currency })}${doubtful}`),
    paint("dim", output.plain(`What became of each row: ${resultFile}`)),
    ""
  ].join("\n")
}

/** Said where the file was saved while its rows were placed. */
export const changed = (output: Output.Service): string =>
  `${output.stdout.paint("yellow", "The file differs by now from what was checked.")} The rows that were shown were placed, not those that it holds now. Run the same command again for what is new in it.\n`

const barWidth = 20

/** One line of progress: done, in doubt, refused, spent, rate, time left. */
export const progress = (
  preview: Bulk.Preview,
  tally: BulkTally.BulkTally,
  seconds: number,
  columns: number
): string => {
  const { done, inDoubt, refused } = tally
  const filled = preview.fresh === 0 ? barWidth : Math.floor((barWidth * done) / preview.fresh)
  const rate = seconds > 0 ? done / seconds : 0
  const left =
    rate > 0 ? `, ${Duration.format(Duration.seconds(Math.round((preview.fresh - done) / rate)))} left` : ""
  const spent = Money.format({ amount: tally.spent, currency: preview.cost.currency })
  const counts = `${done}/${preview.fresh} done, ${inDoubt} in doubt, ${refused} refused`
  const text = `[${"#".repeat(filled)}${".".repeat(barWidth - filled)}] ${counts}, ${spent} spent, ${rate.toFixed(1)}/s${left}`
  // A line that wraps could not be taken away again.
  return fit(text, Math.max(20, columns - 3))
}
