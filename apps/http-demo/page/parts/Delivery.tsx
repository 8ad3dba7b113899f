/** How far an order is delivered, and a plot of it over time. */
import * as Option from "effect/Option"
import { useMemo } from "preact/hooks"
import type uPlot from "uplot"
import type { Order, Seen } from "../../src/Shapes.js"
import { count } from "../text.js"
import { axis, Plot } from "./Plot.js"

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" })

/** How much is delivered, as far as the panel tells. */
export const deliveredOf = (order: Order, state: Seen | undefined): number | null => {
  if (order.quantity === null || state === undefined) return null
  const { status, remains } = state.status
  if (status === "Completed")
    return (
      order.quantity -
      Math.min(
        0,
        Option.getOrElse(remains, () => 0)
      )
    )
  return Option.getOrNull(Option.map(remains, (remains) => (order.quantity ?? 0) - remains))
}

export const Delivery = ({
  order,
  states
}: {
  readonly order: Order
  readonly states: ReadonlyArray<Seen>
}) => {
  const points = useMemo(() => {
    const told = states.flatMap((state): ReadonlyArray<readonly [number, number]> => {
      const delivered = deliveredOf(order, state)
      return delivered === null ? [] : [[state.at / 1000, delivered]]
    })
    return [[order.created / 1000, 0] as const, ...told.filter(([at]) => at > order.created / 1000)]
  }, [order, states])
  const data = useMemo(
    (): uPlot.AlignedData => [points.map(([at]) => at), points.map(([, units]) => units)],
    [points]
  )
  const last = points.at(-1)?.[1] ?? 0
  const full = order.quantity ?? Math.max(1, last)
  return (
    <Plot
      label={`Delivery over time: ${count(last)} of ${count(full)} delivered, in ${points.length} steps.`}
      height={130}
      data={data}
      look={(colour) => ({
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 28, 0, 0],
        scales: { x: { time: true }, y: { range: [0, full] } },
        axes: [
          axis(colour, {
            size: 24,
            space: 70,
            grid: { show: false },
            incrs: [1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600],
            values: (_, ticks) => ticks.map((tick) => clock.format(tick * 1000))
          }),
          axis(colour, { size: 44, space: 30, values: (_, ticks) => ticks.map(count) })
        ],
        series: [
          {},
          {
            stroke: colour("--accent"),
            fill: colour("--accent-soft"),
            width: 2,
            points: { show: false }
          }
        ]
      })}
    />
  )
}
