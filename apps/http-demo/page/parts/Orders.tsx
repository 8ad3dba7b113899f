/** The orders, newest first: how each is delivering, and what can be asked for. */
import { useSignal } from "@preact/signals"
import { isFinal } from "@smmkit/core/OrderState"
import * as Either from "effect/Either"
import type { Order, Standing } from "../../src/Shapes.js"
import { costOf } from "../../src/Spending.js"
import type { Answer } from "../api.js"
import * as Api from "../api.js"
import {
  active,
  isLive,
  loadMoreOrders,
  lookAgain,
  orders,
  past,
  say,
  seen,
  services,
  total
} from "../state.js"
import { count, money, plural, time } from "../words.js"
import { Delivery, deliveredOf, Past } from "./Delivery.js"
import { find } from "./Finder.js"
import { Target } from "./Target.js"

const stages: Readonly<Record<Order["state"], string>> = {
  sending: "Sending",
  placed: "Placed",
  refused: "Refused",
  "not-placed": "Not placed",
  "in-doubt": "In doubt"
}

const tones: Readonly<Record<string, string>> = {
  Completed: "good",
  Partial: "warn",
  Canceled: "warn",
  Refunded: "warn",
  Failed: "bad",
  Refused: "bad",
  "In doubt": "doubt",
  "In progress": "busy",
  Processing: "busy",
  Active: "busy"
}

interface ActionsProps {
  readonly order: Order
  readonly id: string
  readonly standing: Standing | undefined
}

const Actions = ({ order, id, standing }: ActionsProps) => {
  const word = standing?.state ?? null
  /** What was answered, and in which state of the order: it is over when that is. */
  const answer = useSignal({ text: "", word })
  const isBusy = useSignal(false)
  const ask = async <A,>(call: () => Promise<Answer<A>>, done: string): Promise<void> => {
    isBusy.value = true
    const result = await call()
    isBusy.value = false
    answer.value = { text: Either.isRight(result) ? done : result.left.detail, word }
    say(answer.value.text)
    if (Either.isRight(result)) await lookAgain(id)
  }
  const mayRefill = order.refill && (word === "Completed" || word === "Partial")
  const mayCancel = order.cancel && word !== null && !isFinal(word)
  const isAnswered = answer.value.text !== "" && answer.value.word === word
  if (!order.refill && !order.cancel && !isAnswered) return null
  return (
    <p class="inline actions">
      {mayRefill && (
        <button
          type="button"
          class="secondary"
          disabled={isBusy.value}
          onClick={() => ask(() => Api.refill(id), "The refill is asked for.")}
          aria-label={`Refill order ${id}`}
        >
          Refill
        </button>
      )}
      {mayCancel && (
        <button
          type="button"
          class="secondary"
          disabled={isBusy.value}
          onClick={() => ask(() => Api.cancel(id), "The panel was asked to cancel it.")}
          aria-label={`Cancel order ${id}`}
        >
          Cancel
        </button>
      )}
      {isAnswered && <span data-test="answer">{answer.value.text}</span>}
    </p>
  )
}

const Card = ({ order, isFirst }: { readonly order: Order; readonly isFirst: boolean }) => {
  const id = order.order
  const states = id === null ? [] : (seen.value.get(id) ?? [])
  const events = id === null ? [] : (past.value.get(id) ?? [])
  const standing = states.at(-1)
  const word = standing?.state ?? null
  const label = word ?? stages[order.state]
  const delivered = deliveredOf(order, standing)
  const { units } = order
  const cost = costOf(order, standing)
  return (
    <li data-order={id ?? ""}>
      <div class="panel-head">
        <h3>{order.name ?? `Service ${order.service}`}</h3>
        <span class={`badge ${tones[label] ?? ""}`} data-test="state" title={label}>
          {label}
        </span>
      </div>
      <p class="facts">
        {id !== null && <span>#{id}</span>}
        <Target request={order.request} />
        <span>{time(order.created)}</span>
        {cost !== null && <span data-test="cost">{money(cost, order.currency)}</span>}
      </p>
      {order.error !== null && order.state !== "in-doubt" && <p class="wrong">{order.error.message}</p>}
      {units !== null && id !== null && (
        <details open={isFirst}>
          <summary class="progress" title="Delivery over time">
            <progress
              max={units}
              value={Math.min(delivered ?? 0, units)}
              aria-label={`Delivered of order ${id}`}
            />
            <span>
              {delivered === null ? "–" : count(delivered)} of {count(units)}
            </span>
          </summary>
          <Delivery order={order} states={states} />
          <Past events={events} />
        </details>
      )}
      {id !== null && <Actions order={order} id={id} standing={standing} />}
    </li>
  )
}

const mostStarts = 18

/** The largest categories, to begin with. */
const Starts = () => {
  const sizes = new Map<string, number>()
  for (const { category } of services.value ?? []) sizes.set(category, (sizes.get(category) ?? 0) + 1)
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, mostStarts)
  return (
    <div class="starts">
      {largest.map(([category, size]) => (
        <button key={category} type="button" class="secondary" onClick={() => find({ category })}>
          {category} <small>{plural(size, "service")}</small>
        </button>
      ))}
    </div>
  )
}

export const Orders = () => {
  const list = orders.value
  return (
    <section class="panel orders" aria-labelledby="orders-title" aria-busy={list === null}>
      <div class="panel-head">
        <h2 id="orders-title">Orders</h2>
        {active.value !== "" && (
          <span class={isLive.value ? "live" : "live lost"} data-test="live">
            {isLive.value ? "Live" : "Reconnecting…"}
          </span>
        )}
      </div>
      {list?.length === 0 && (
        <>
          <p class="muted">
            No orders yet. The first one will show here, and deliver before your eyes. Begin with one of
            these:
          </p>
          <Starts />
        </>
      )}
      <ol class="cards">
        {(list ?? []).map((order, at) => (
          <Card key={order.key} order={order} isFirst={at === 0} />
        ))}
      </ol>
      {list !== null && list.length < Math.min(total.value, 500) && (
        <button type="button" class="secondary" onClick={loadMoreOrders}>
          Show older orders ({count(total.value - list.length)})
        </button>
      )}
    </section>
  )
}
