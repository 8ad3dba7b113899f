/** What was spent lately, by day and by service. Numbers here are for pixels; sums are the server's. */
import { formatAmount } from "@smmkit/core/Money"
import type * as BigDecimal from "effect/BigDecimal"
import type { Spending as Shape } from "../../src/Shapes.js"
import { nameOf, spending } from "../state.js"
import { date, money, plural } from "../words.js"

/** The dearest services; the others are in the sum. */
const most = 5

const pixels = (amount: BigDecimal.BigDecimal): number => Number(formatAmount(amount))

/** At least a week, and as much more as something was spent in. */
const leastDays = 7

const Days = ({ days: all }: Pick<Shape, "days">) => {
  const first = all.findIndex(({ total }) => total.value > 0n)
  const days = all.slice(Math.min(first, all.length - leastDays))
  const sums = days.map(({ total }) => pixels(total))
  const highest = Math.max(...sums)
  return (
    <figure>
      <svg
        viewBox={`0 0 ${days.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Spending by day over ${days.length} days`}
      >
        {days.map(({ day }, at) => {
          const height = ((sums[at] ?? 0) / highest) * 100
          return <rect key={day} x={at + 0.1} width={0.8} y={100 - height} height={height} />
        })}
      </svg>
      <figcaption class="line apart facts">
        <span>{date(days[0]?.day)}</span>
        <span>{date(days.at(-1)?.day)}</span>
      </figcaption>
    </figure>
  )
}

const notes = ({ unknown, elsewhere, inDoubt, currency, services }: Shape): ReadonlyArray<string> => [
  ...(services.length === 0 ? ["Nothing was spent in the last 30 days."] : []),
  ...(services.length > most ? [`And ${plural(services.length - most, "other service")}.`] : []),
  ...(unknown > 0 ? [`The price of ${plural(unknown, "order")} is not known.`] : []),
  ...(elsewhere > 0 ? [`In another currency, and not in these figures: ${plural(elsewhere, "order")}.`] : []),
  ...(inDoubt.value > 0n ? [`In doubt, and not in these figures: ${money(inDoubt, currency)}.`] : [])
]

export const Spending = () => {
  const shape = spending.value
  if (shape === null) return null
  const { days, services, total, currency } = shape
  return (
    <section class="panel spending" aria-labelledby="spending-title">
      <div class="line apart">
        <h2 id="spending-title">Spending</h2>
        <span>{money(total, currency)} in 30 days</span>
      </div>
      {total.value > 0n && <Days days={days} />}
      {services.length > 0 && (
        <table>
          <caption class="hidden">Spending in the last 30 days by service</caption>
          <tbody>
            {services.slice(0, most).map(({ service, total }) => (
              <tr key={service}>
                <th scope="row">{nameOf(service)}</th>
                <td>{money(total, currency)}</td>
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
