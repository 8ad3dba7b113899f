/** Orders of which nobody knows whether the panel took them, and what a person does about that. */
import { useSignal } from "@preact/signals"
import { OrderId } from "@smmkit/core/Identifiers"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Order } from "../../src/Shapes.js"
import * as Api from "../api.js"
import { amountText, currency, doubts, refresh, say } from "../state.js"
import { money, time } from "../text.js"

const readId = Schema.decodeUnknownOption(OrderId)

const Doubt = ({ order }: { readonly order: Order }) => {
  const typed = useSignal("")
  const word = useSignal("")
  const isBusy = useSignal(false)
  const id = Option.getOrNull(readId(typed.value.trim().replace(/^#/, "")))
  const tell = async (body: Parameters<typeof Api.verdict>[1], done: string): Promise<void> => {
    isBusy.value = true
    const answer = await Api.verdict(order.key, body)
    isBusy.value = false
    word.value = Either.isLeft(answer)
      ? answer.left.detail
      : answer.right.stage === "in-doubt"
        ? `Still in doubt. ${answer.right.note}`
        : done
    say(word.value)
    await refresh()
  }
  const field = `doubt-${order.key}`
  return (
    <li class="card" data-doubt={order.key}>
      <h3 class="card-name">{order.name ?? `Service ${order.service}`}</h3>
      <p class="card-facts">
        <span class="link">{order.request["link"] ?? order.request["username"] ?? ""}</span>
        {order.quantity !== null && <span>{order.quantity} units</span>}
        {order.price !== null && (
          <span>{money(amountText(order.price), order.currency ?? currency.value)}</span>
        )}
        <span>sent {time(order.updated, Date.now())}</span>
      </p>
      <p class="card-problem">{order.problem?.detail ?? order.note}</p>
      <ol class="steps">
        <li>Open the panel's own list of orders and look for this link at that time.</li>
        <li>
          If it is there, give its ID:
          <form
            class="inline"
            onSubmit={(event) => {
              event.preventDefault()
              if (id !== null) void tell({ verdict: "placed", order: id }, `Order ${id} it is.`)
            }}
          >
            <label for={field} class="hidden">
              The order's ID on the panel
            </label>
            <input
              id={field}
              inputMode="numeric"
              autocomplete="off"
              placeholder="Order ID"
              value={typed.value}
              onInput={({ currentTarget }) => {
                typed.value = currentTarget.value
              }}
            />
            <button type="submit" disabled={isBusy.value || id === null}>
              It was placed
            </button>
          </form>
        </li>
        <li>
          If it is not there after a quarter of an hour:
          <button
            type="button"
            disabled={isBusy.value}
            onClick={() => tell({ verdict: "not-placed" }, "It was not placed; it may be ordered again.")}
          >
            It was not placed
          </button>
        </li>
        <li>
          Or see whether the account's balance proves it:
          <button
            type="button"
            disabled={isBusy.value}
            onClick={() => tell({ verdict: "evidence" }, "The balance proved what became of it.")}
          >
            Look for proof
          </button>
        </li>
      </ol>
      {word.value !== "" && <p class="answer">{word.value}</p>}
    </li>
  )
}

export const Doubts = () =>
  doubts.value.length === 0 ? null : (
    <section class="panel doubts" id="doubts" aria-labelledby="doubts-title">
      <h2 id="doubts-title">In doubt</h2>
      <p class="lead">
        The answer to these orders was lost. The panel may have taken them, so they are not sent again until
        it is known.
      </p>
      <ol class="cards">
        {doubts.value.map((order) => (
          <Doubt key={order.key} order={order} />
        ))}
      </ol>
    </section>
  )
