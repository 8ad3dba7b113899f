/** How far an order is delivered, and a plot of it over time. */
import type { Happened, Order, Standing } from "../../src/Shapes.js"
import { count, time } from "../words.js"

/** How much is delivered, as far as the panel tells. */
export const deliveredOf = ({ units }: Order, standing: Standing | undefined): number | null => {
  if (units === null || standing === undefined) return null
  const { state, remains } = standing
  // What is completed has nothing left, whatever filler says; it may have less than that: more was delivered.
  if (state === "Completed") return units - Math.min(0, remains ?? 0)
  return remains === null ? null : Math.max(0, units - remains)
}

interface Props {
  readonly order: Order
  readonly states: ReadonlyArray<Standing>
}

export const Delivery = ({ order, states }: Props) => {
  const told = states.flatMap((state) => {
    const delivered = deliveredOf(order, state)
    const { looked: at } = state
    return delivered === null || at === null || at <= order.created ? [] : [{ at, delivered }]
  })
  const points = [{ at: order.created, delivered: 0 }, ...told]
  const last = points.at(-1) ?? { at: order.created, delivered: 0 }
  const most = Math.max(order.units ?? 1, ...points.map(({ delivered }) => delivered))
  const span = Math.max(1, last.at - order.created)
  const line = points.map(
    ({ at, delivered }) =>
      `${(((at - order.created) / span) * 100).toFixed(2)},${(40 - (delivered / most) * 40).toFixed(2)}`
  )
  return (
    <div
      class="plot"
      role="img"
      aria-label={`Delivery over time: ${count(last.delivered)} of ${count(order.units ?? most)} delivered, in ${points.length} steps.`}
    >
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        <polygon points={`0,40 ${line.join(" ")} 100,40`} />
        <polyline points={line.join(" ")} />
      </svg>
      <div class="axis">
        <span>{time(order.created)}</span>
        <span>{count(last.delivered)} units</span>
        <span>{time(last.at)}</span>
      </div>
    </div>
  )
}

/** What happened to an order, in words. */
export const Past = ({ events }: { readonly events: ReadonlyArray<Happened> }) => (
  <ol class="facts past">
    {events.map(({ number, event, at }) => (
      <li key={number}>
        {event.replace(/(?<=[a-z])(?=[A-Z])/g, " ")} <span class="muted">{time(at)}</span>
      </li>
    ))}
  </ol>
)
