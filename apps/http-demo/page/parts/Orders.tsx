/** The orders, newest first: how each is delivering, and what can be asked for. */
import { useSignal } from "@preact/signals"
import { isFinal } from "@smmkit/core/OrderState"
import type { FollowOrder } from "@smmkit/follow/FollowOrder"
import * as Either from "effect/Either"
import type { Order } from "../../src/Shapes.js"
import { costOf } from "../../src/Spending.js"
import * as Api from "../api.js"
import * as State from "../state.js"
import { count, money, plural, time } from "../words.js"
import { find } from "./Finder.js"
import { Target } from "./Target.js"

const stages: Readonly<Record<Order["state"], string>> = {
  sending: "Sending",
  placed: "Placed",
  refused: "Refused",
  "not-placed": "Not placed",
  "in-doubt": "In doubt"
}

const tones = new Map([
  ["Completed", "good"],
  ["Partial", "warn"],
  ["Canceled", "warn"],
  ["Refunded", "warn"],
  ["Failed", "bad"],
  ["Refused", "bad"],
  ["In doubt", "doubt"]
])

/** How much is delivered, as far as the panel tells. */
const deliveredOf = (units: number, standing: FollowOrder | undefined): number | null => {
  if (standing === undefined) return null
  const { state, remains } = standing
  // What is completed has nothing left, whatever filler says; it may have less than that: more was delivered.
  if (state === "Completed") return units - Math.min(0, remains ?? 0)
  return remains === null ? null : Math.max(0, units - remains)
}

interface Of {
  readonly order: Order
  readonly id: string
  readonly standing: FollowOrder | undefined
}

const Actions = ({ order, id, standing }: Of) => {
  const word = standing?.state ?? null
  /** What was answered, and in which state of the order: it is over when that is. */
  const answer = useSignal({ text: "", word })
  const isBusy = useSignal(false)
  const ask = async (call: (id: string) => Promise<Api.Answer<unknown>>, done: string): Promise<void> => {
    isBusy.value = true
    const result = await call(id)
    isBusy.value = false
    answer.value = { text: Either.isRight(result) ? done : result.left.detail, word }
    State.say(answer.value.text)
    if (Either.isRight(result)) await State.lookAgain(id)
  }
  const button = { type: "button", class: "secondary outline", disabled: isBusy.value } as const
  const { refill, cancel } = State.serviceOf(order) ?? {}
  const isAnswered = answer.value.text !== "" && answer.value.word === word
  if (refill !== true && cancel !== true && !isAnswered) return null
  return (
    <p class="line actions">
      {refill === true && (word === "Completed" || word === "Partial") && (
        <button
          {...button}
          onClick={() => ask(Api.refill, "The refill is asked for.")}
          aria-label={`Refill order ${id}`}
        >
          Refill
        </button>
      )}
      {cancel === true && word !== null && !isFinal(word) && (
        <button
          {...button}
          onClick={() => ask(Api.cancel, "The panel was asked to cancel it.")}
          aria-label={`Cancel order ${id}`}
        >
          Cancel
        </button>
      )}
      {isAnswered && <span data-test="answer">{answer.value.text}</span>}
    </p>
  )
}

/** How far it is delivered, and what has happened to it. */
const Progress = ({ order: { units }, id, standing }: Of) => {
  const events = State.past.value.get(id) ?? []
  const delivered = units === null ? null : deliveredOf(units, standing)
  return (
    <details>
      <summary class="line">
        {units !== null && (
          <progress
            max={units}
            value={Math.min(delivered ?? 0, units)}
            aria-label={`Delivered of order ${id}`}
          />
        )}
        <span>
          {delivered === null ? "–" : count(delivered)} of {units === null ? "–" : count(units)}
        </span>
      </summary>
      <ol class="facts">
        {events.map(({ number, event, at }) => (
          <li key={number}>
            {event.replace(/(?<=[a-z])(?=[A-Z])/g, " ")}, {time(at)}
          </li>
        ))}
        {events.length === 0 && <li>Nothing has happened yet.</li>}
      </ol>
    </details>
  )
}

const Card = ({ order }: { readonly order: Order }) => {
  const id = order.order
  const standing = State.standings.value.get(id ?? "")
  const label = standing?.state ?? stages[order.state]
  const cost = costOf(order, standing)
  return (
    <li class="stack" data-order={id ?? ""}>
      <div class="line apart">
        <h3>{State.nameOf(order.request["service"])}</h3>
        <span class={`badge ${tones.get(label) ?? "busy"}`} data-test="state" title={label}>
          {label}
        </span>
      </div>
      <p class="facts">
        {id !== null && <span>#{id}</span>}
        <Target request={order.request} />
        <span>{time(order.created)}</span>
        {cost !== null && <span data-test="cost">{money(cost, order.currency)}</span>}
      </p>
      {order.error !== null && order.state !== "in-doubt" && <p class="bad">{order.error.message}</p>}
      {standing?.problem && <p class="warn">Its state cannot be read: {standing.problem}</p>}
      {id !== null && <Progress order={order} id={id} standing={standing} />}
      {id !== null && <Actions order={order} id={id} standing={standing} />}
    </li>
  )
}

/** The largest categories, to begin with. */
const Starts = () => {
  const sizes = new Map<string, number>()
  for (const { category } of State.services.value ?? []) sizes.set(category, (sizes.get(category) ?? 0) + 1)
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 18)
  return (
    <>
      <p class="muted">
        No orders yet. The first one will show here, and deliver before your eyes. Begin with one of these:
      </p>
      <div class="starts">
        {largest.map(([category, size]) => (
          <button
            key={category}
            type="button"
            class="stack secondary outline"
            onClick={() => find({ category, search: "" })}
          >
            {category} <small>{plural(size, "service")}</small>
          </button>
        ))}
      </div>
    </>
  )
}

export const Orders = () => {
  const list = State.orders.value
  return (
    <section class="panel" aria-labelledby="orders-title" aria-busy={list === null}>
      <div class="line apart">
        <h2 id="orders-title">Orders</h2>
        {State.active.value !== "" && (
          <span class={State.isLive.value ? "good" : "warn"} data-test="live">
            {State.isLive.value ? "Live" : "Reconnecting…"}
          </span>
        )}
      </div>
      {list?.length === 0 && <Starts />}
      <ol class="cards">
        {(list ?? []).map((order) => (
          <Card key={order.key} order={order} />
        ))}
      </ol>
      {list !== null && list.length < Math.min(State.total.value, State.mostOrders) && (
        <button type="button" class="secondary outline" onClick={State.loadMoreOrders}>
          Show older orders ({count(State.total.value - list.length)})
        </button>
      )}
    </section>
  )
}
