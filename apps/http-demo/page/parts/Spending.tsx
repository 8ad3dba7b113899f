/** What was spent lately, by service. Numbers here are for pixels; sums are the server's. */
import { formatAmount } from "@smmkit/core/Money"
import type { Spending as Shape } from "../../src/Shapes.js"
import { spending } from "../state.js"
import { date, money, plural } from "../words.js"

const most = 4

interface Row {
  readonly name: string
  readonly total: string | null
  readonly amounts: ReadonlyArray<number>
}

/** The dearest services one by one, the others together. */
const rowsOf = ({ services, currency }: Shape): ReadonlyArray<Row> => {
  const rows = services.map(({ service, name, total, amounts }) => ({
    name: name ?? `Service ${service}`,
    total: money(total, currency),
    amounts: amounts.map((amount) => Number(formatAmount(amount)))
  }))
  const others = rows.slice(most)
  if (others.length === 0) return rows
  const sums = (others[0]?.amounts ?? []).map((_, at) =>
    others.reduce((sum, { amounts }) => sum + (amounts[at] ?? 0), 0)
  )
  return [
    ...rows.slice(0, most),
    { name: plural(others.length, "other service"), total: null, amounts: sums }
  ]
}

/** At least a week, and as much more as something was spent in. */
const leastDays = 7

const Bars = ({
  days,
  rows
}: {
  readonly days: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Row>
}) => {
  const sums = days.map((_, at) => rows.reduce((sum, { amounts }) => sum + (amounts[at] ?? 0), 0))
  const from = Math.min(
    sums.findIndex((sum) => sum > 0),
    days.length - leastDays
  )
  const highest = Math.max(...sums)
  const [first = 0, last = 0] = [days[from], days.at(-1)].map((day) => Date.parse(day ?? ""))
  return (
    <div
      class="plot"
      role="img"
      aria-label={`Spending by day and service over ${days.length - from} days; the table below has the figures.`}
    >
      <div class="bars" aria-hidden="true">
        {days.slice(from).map((day, at) => (
          <svg key={day} viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
            {rows.map(({ name, amounts }, nth) => {
              const share = (value: number): number => (value / highest) * 100
              const height = share(amounts[from + at] ?? 0)
              const below = rows
                .slice(0, nth)
                .reduce((sum, row) => sum + share(row.amounts[from + at] ?? 0), 0)
              return (
                <rect
                  key={name}
                  class={`hue-${nth + 1}`}
                  width="10"
                  y={100 - below - height}
                  height={height}
                />
              )
            })}
          </svg>
        ))}
      </div>
      <div class="axis">
        <span>{date(first)}</span>
        <span>{date(last)}</span>
      </div>
    </div>
  )
}

const notes = ({ unknown, elsewhere, inDoubt, currency, services }: Shape): ReadonlyArray<string> => [
  ...(services.length === 0 ? ["Nothing was spent in the last 30 days."] : []),
  ...(unknown > 0 ? [`The price of ${plural(unknown, "order")} is not known.`] : []),
  ...(elsewhere > 0 ? [`In another currency, and not in these figures: ${plural(elsewhere, "order")}.`] : []),
  ...(inDoubt.value > 0n ? [`In doubt, and not in these figures: ${money(inDoubt, currency)}.`] : [])
]

export const Spending = () => {
  const shape = spending.value
  if (shape === null) return null
  const rows = rowsOf(shape)
  return (
    <section class="panel spending" aria-labelledby="spending-title">
      <div class="panel-head">
        <h2 id="spending-title">Spending</h2>
        <span>{money(shape.total, shape.currency)} in 30 days</span>
      </div>
      {shape.total.value > 0n && <Bars days={shape.days} rows={rows} />}
      {rows.length > 0 && (
        <table>
          <caption class="hidden">Spending in the last 30 days by service</caption>
          <tbody>
            {rows.map(({ name, total }, at) => (
              <tr key={name}>
                <th scope="row">
                  <svg class="swatch" viewBox="0 0 1 1" aria-hidden="true">
                    <rect class={`hue-${at + 1}`} width="1" height="1" />
                  </svg>
                  {name}
                </th>
                <td>{total}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {notes(shape).map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </section>
  )
}
