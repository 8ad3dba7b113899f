/** The orders, newest first: how each is delivering, and what can be asked for. */

import { useSignal } from "@preact/signals"
import { isFinal } from "@smmkit/core/OrderState"
import * as Either from "effect/Either"
import type { Order } from "../../src/Shapes.js"
import type { Answer } from "../api.js"
import * as Api from "../api.js"
import {
  amountText,
  currency,
  isLive,
  latest,
  loadMoreOrders,
  orders,
  say,
  seen,
  total,
  watchAgain
} from "../state.js"
import { count, money, time } from "../text.js"
import { Delivery, deliveredOf } from "./Delivery.js"

const stages: Readonly<Record<Order["stage"], string>> = {
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

export const Badge = ({ word }: { readonly word: string }) => (
  <span class={`badge ${tones[word] ?? "calm"}`} data-test="state" title={word}>
    {word}
  </span>
)

const Actions = ({
  order,
  id,
  word
}: {
  readonly order: Order
  readonly id: string
  readonly word: string | null
}) => {
  const answer = useSignal("")
  const isBusy = useSignal(false)
  const ask = async <A,>(call: () => Promise<Answer<A>>, done: string): Promise<void> => {
    isBusy.value = true
    const result = await call()
    isBusy.value = false
    answer.value = Either.isRight(result) ? done : result.left.detail
    say(answer.value)
    if (Either.isRight(result)) await watchAgain(id)
  }
  const mayRefill = order.refill && (word === "Completed" || word === "Partial")
  const mayCancel =
    order.cancel &&
    word !== null &&
    !["Completed", "Partial", "Canceled", "Refunded", "Failed"].includes(word)
  if (!mayRefill && !mayCancel && answer.value === "") return null
  return (
    <div class="actions">
      {mayRefill && (
        <button
          type="button"
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
          disabled={isBusy.value}
          onClick={() => ask(() => Api.cancel(id), "The panel took the request; the state will tell.")}
          aria-label={`Cancel order ${id}`}
        >
          Cancel
        </button>
      )}
      {answer.value !== "" && (
        <span class="answer" data-test="answer">
          {answer.value}
        </span>
      )}
    </div>
  )
}

const Card = ({ order, isFirst }: { readonly order: Order; readonly isFirst: boolean }) => {
  const id = order.order
  const states = id === null ? [] : (seen.value.get(id) ?? [])
  const state = id === null ? undefined : latest(id)
  const word = state?.status.status ?? null
  const delivered = deliveredOf(order, state)
  const { quantity } = order
  const link = order.request["link"] ?? order.request["username"] ?? ""
  const cost = order.charge ?? order.price
  return (
    <li class="card" data-order={id ?? ""}>
      <div class="card-head">
        <h3>
          <span class="card-name">{order.name ?? `Service ${order.service}`}</span>
        </h3>
        <Badge word={word ?? stages[order.stage]} />
      </div>
      <p class="card-facts">
        {id !== null && <span class="id">#{id}</span>}
        <span class="link">{link}</span>
        <span>{time(order.created, Date.now())}</span>
        {cost !== null && <span>{money(amountText(cost), order.currency ?? currency.value)}</span>}
      </p>
      {order.problem !== null && order.stage !== "in-doubt" && (
        <p class="card-problem">{order.problem.detail}</p>
      )}
      {quantity !== null && delivered !== null && (
        <div class="progress">
          <progress
            max={quantity}
            value={Math.min(delivered, quantity)}
            aria-label={`Delivered of order ${id}`}
          />
          <span>
            {count(delivered)} of {count(quantity)}
          </span>
        </div>
      )}
      {quantity !== null && states.length > 1 && (
        <details open={isFirst}>
          <summary>Delivery over time</summary>
          <Delivery order={order} states={states} />
        </details>
      )}
      {id !== null && <Actions order={order} id={id} word={word} />}
    </li>
  )
}

export const Orders = () => {
  const list = orders.value
  const isAnyActive = list.some(
    ({ order }) => order !== null && !isFinal(latest(order)?.status.status ?? "Pending")
  )
  return (
    <section class="panel orders" aria-labelledby="orders-title">
      <div class="panel-head">
        <h2 id="orders-title">Orders</h2>
        {isAnyActive && (
          <span class={isLive.value ? "live" : "live lost"} data-test="live">
            {isLive.value ? "Live" : "Reconnecting…"}
          </span>
        )}
      </div>
      {list.length === 0 ? (
        <p class="empty">No orders yet. The first one will show here, and deliver before your eyes.</p>
      ) : (
        <ol class="cards">
          {list.map((order, at) => (
            <Card key={order.key} order={order} isFirst={at === 0} />
          ))}
        </ol>
      )}
      {list.length < total.value && (
        <button type="button" onClick={loadMoreOrders}>
          Show older orders ({count(total.value - list.length)})
        </button>
      )}
    </section>
  )
}
