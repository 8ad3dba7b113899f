/** What was spent over the last thirty days, by service. */

import { formatAmount } from "@smmkit/core/Money"
import { useMemo } from "preact/hooks"
import uPlot from "uplot"
import type { Spending as Shape } from "../../src/Shapes.js"
import { currency, spending } from "../state.js"
import { money } from "../text.js"
import { axis, Plot } from "./Plot.js"

const most = 4
const hues = ["--plot-1", "--plot-2", "--plot-3", "--plot-4", "--plot-5"]

interface Row {
  readonly name: string
  readonly total: string
  readonly amounts: ReadonlyArray<number>
}

/** The dearest services one by one, the others together. Numbers here are for pixels; sums are the server's. */
const rowsOf = ({ services }: Shape): ReadonlyArray<Row> => {
  const rows = services.map(({ service, name, total, amounts }) => ({
    name: name ?? `Service ${service}`,
    total: formatAmount(total),
    amounts: amounts.map((amount) => Number(formatAmount(amount)))
  }))
  const others = rows.slice(most)
  const sums =
    rows[0]?.amounts.map((_, at) => others.reduce((sum, row) => sum + (row.amounts[at] ?? 0), 0)) ?? []
  return others.length === 0
    ? rows
    : [...rows.slice(0, most), { name: `${others.length} other services`, total: "", amounts: sums }]
}

/** Each row on top of those before it; the highest is painted first. */
const stacked = (rows: ReadonlyArray<Row>): ReadonlyArray<ReadonlyArray<number>> => {
  const sums: Array<ReadonlyArray<number>> = []
  for (const { amounts } of rows) {
    const below = sums.at(-1)
    sums.push(amounts.map((amount, at) => amount + (below?.[at] ?? 0)))
  }
  return sums.toReversed()
}

const Bars = ({ shape, rows }: { readonly shape: Shape; readonly rows: ReadonlyArray<Row> }) => {
  const data = useMemo(
    (): uPlot.AlignedData => [
      shape.days.map((day) => Date.parse(day) / 1000),
      ...stacked(rows).map((amounts) => [...amounts])
    ],
    [shape, rows]
  )
  return (
    <Plot
      label={`Spending by day and service over ${shape.days.length} days; the table below has the figures.`}
      height={220}
      data={data}
      look={(colour) => ({
        legend: { show: false },
        cursor: { show: false },
        padding: [12, 12, 0, 0],
        scales: { x: { time: true }, y: { range: (_, __, high) => [0, high > 0 ? high * 1.1 : 1] } },
        axes: [
          axis(colour, {
            size: 28,
            space: 60,
            grid: { show: false },
            values: [[86_400, "{D} {MMM}", null, null, null, null, null, null, 1]]
          }),
          axis(colour, { size: 52, space: 36 })
        ],
        series: [
          {},
          ...rows.map((_, at) => ({
            fill: colour(hues[rows.length - 1 - at] ?? "--accent"),
            width: 0,
            paths: bars,
            points: { show: false }
          }))
        ]
      })}
    />
  )
}

const bars = uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.1 })

export const Spending = () => {
  const shape = spending.value
  const rows = useMemo(() => (shape === null ? [] : rowsOf(shape)), [shape])
  if (shape === null) return null
  const unit = shape.currency ?? currency.value
  return (
    <section class="panel spending" id="spending" aria-labelledby="spending-title">
      <div class="panel-head">
        <h2 id="spending-title">Spending</h2>
        <span class="sum">{money(formatAmount(shape.total), unit)} in 30 days</span>
      </div>
      {rows.length === 0 ? (
        <p class="empty">Nothing was spent in the last 30 days.</p>
      ) : (
        <>
          <Bars shape={shape} rows={rows} />
          <table>
            <caption class="hidden">Spending in the last 30 days by service</caption>
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Spent</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, total }, at) => (
                <tr key={name}>
                  <td>
                    <span class={`swatch hue-${at + 1}`} aria-hidden="true" />
                    {name}
                  </td>
                  <td>{total === "" ? "" : money(total, unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {shape.unknown > 0 && <p class="lead">The price of {shape.unknown} orders is not known.</p>}
      {shape.elsewhere > 0 && (
        <p class="lead">In another currency, and not in these figures: {shape.elsewhere} orders.</p>
      )}
      {shape.inDoubt.value !== 0n && (
        <p class="lead">In doubt, and not in these figures: {money(formatAmount(shape.inDoubt), unit)}</p>
      )}
    </section>
  )
}
