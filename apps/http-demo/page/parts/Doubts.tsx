/** Orders of which nobody knows whether the panel took them, and what a person does about that. */
import { useSignal } from "@preact/signals"
import { OrderId } from "@smmkit/core/Identifiers"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Order } from "../../src/Shapes.js"
import * as Api from "../api.js"
import { doubts, refresh, say } from "../state.js"
import { count, money, plural, time } from "../words.js"
import { ask } from "./Dialog.js"
import { Target } from "./Target.js"

const readId = Schema.decodeUnknownOption(OrderId)

const Doubt = ({ order }: { readonly order: Order }) => {
  const typed = useSignal("")
  const word = useSignal("")
  const isBusy = useSignal(false)
  /** Whether it was too early to say that it was not placed. */
  const isEarly = useSignal(false)
  const id = Option.getOrNull(readId(typed.value.trim().replace(/^#/, "")))
  const tell = async (
    body: Parameters<typeof Api.verdict>[1],
    done: string,
    question?: string
  ): Promise<void> => {
    const isSure =
      question === undefined ||
      (await ask({ title: "Is that certain?", body: <p>{question}</p>, yes: "Yes, it is" }))
    if (!isSure) return
    isBusy.value = true
    const answer = await Api.verdict(order.key, body)
    isBusy.value = false
    isEarly.value =
      Either.isLeft(answer) && answer.left._tag === "CannotResolve" && body.verdict === "not-placed"
    const stays = Either.isRight(answer) && answer.right.state === "in-doubt"
    word.value = Either.match(answer, {
      onLeft: ({ detail }) => detail,
      onRight: ({ note }) => (stays ? `Still in doubt. ${note}` : done)
    })
    say(word.value)
    await refresh()
  }
  const absent = "It was not placed; it may be ordered again."
  const field = `doubt-${order.key}`
  return (
    <li data-doubt={order.key}>
      <h3>{order.name ?? `Service ${order.service}`}</h3>
      <p class="facts">
        <Target request={order.request} />
        {order.units !== null && <span>{plural(order.units, "unit")}</span>}
        {order.price !== null && <span>{money(order.price, order.currency)}</span>}
        <span>sent {time(order.updated)}</span>
      </p>
      <p class="doubtful">{order.error?.message ?? order.note}</p>
      <p>Open the panel's own list of orders and look for this link at that time.</p>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault()
          const question = `Order ${id} is this one: ${count(order.units ?? 1)} for ${order.request["link"] ?? "it"}.`
          if (id !== null) void tell({ verdict: "placed", order: id }, `Order ${id} it is.`, question)
        }}
      >
        <label for={field} class="hidden">
          The order's ID on the panel
        </label>
        <input
          id={field}
          inputMode="numeric"
          autocomplete="off"
          placeholder="Its ID there"
          value={typed.value}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value
          }}
        />
        <button type="submit" class="secondary" disabled={isBusy.value || id === null}>
          It was placed
        </button>
      </form>
      <p class="inline">
        <button
          type="button"
          class="secondary"
          disabled={isBusy.value}
          onClick={() => tell({ verdict: "evidence" }, "The panel's answers proved what became of it.")}
        >
          Look for proof
        </button>
        <button
          type="button"
          class="secondary"
          disabled={isBusy.value}
          onClick={() =>
            tell(
              { verdict: "not-placed" },
              absent,
              "The panel's own list does not show this order. If it does after all, ordering it again pays for it twice."
            )
          }
        >
          It was not placed
        </button>
        {isEarly.value && (
          <button
            type="button"
            class="secondary"
            disabled={isBusy.value}
            onClick={() =>
              tell(
                { verdict: "not-placed", early: true },
                absent,
                "The panel may still book this order. I know better: it will not, and if it does I pay for it twice."
              )
            }
          >
            Not placed, although the panel may still book it
          </button>
        )}
      </p>
      {word.value !== "" && <p data-test="answer">{word.value}</p>}
    </li>
  )
}

export const Doubts = () =>
  doubts.value.length === 0 ? null : (
    <section class="panel doubts" id="doubts" aria-labelledby="doubts-title">
      <h2 id="doubts-title">In doubt</h2>
      <p class="muted">
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
