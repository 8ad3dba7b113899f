/** Orders of which nobody knows whether the panel took them, and what a person does about that. */
import { useSignal } from "@preact/signals"
import * as Either from "effect/Either"
import type { Order } from "../../src/Shapes.js"
import * as Api from "../api.js"
import { doubts, nameOf, refresh, say } from "../state.js"
import { count, money, plural, time } from "../words.js"
import { ask } from "./Dialog.js"
import { Target } from "./Target.js"

const unlisted =
  "The panel's own list does not show this order. If it does after all, ordering it again pays for it twice."
const mayCome =
  "The panel may still book this order. I know better: it will not, and if it does I pay for it twice."

const Doubt = ({ order }: { readonly order: Order }) => {
  const word = useSignal("")
  const isBusy = useSignal(false)
  /** Whether it was too early to say that it was not placed. */
  const isEarly = useSignal(false)
  const tell = async (body: Parameters<typeof Api.verdict>[1], question?: string): Promise<void> => {
    const isSure =
      question === undefined ||
      (await ask({ title: "Is that certain?", body: <p>{question}</p>, yes: "Yes, it is" }))
    if (!isSure) return
    isBusy.value = true
    const answer = await Api.verdict(order.key, body)
    isBusy.value = false
    isEarly.value =
      Either.isLeft(answer) && answer.left._tag === "CannotResolve" && body.verdict === "not-placed"
    word.value = Either.match(answer, {
      onLeft: ({ detail }) => detail,
      onRight: ({ state, note, order }) => {
        if (state === "in-doubt") return `Still in doubt. ${note}`
        if (state !== "placed") return "It was not placed; it may be ordered again."
        return order === null ? "It was placed; its ID is not known." : `It was placed as ${order}.`
      }
    })
    say(word.value)
    await refresh()
  }
  const button = { type: "button", class: "secondary outline", disabled: isBusy.value } as const
  return (
    <li class="stack" data-doubt={order.key}>
      <h3>{nameOf(order.request["service"])}</h3>
      <p class="facts">
        <Target request={order.request} />
        {order.units !== null && <span>{plural(order.units, "unit")}</span>}
        {order.price !== null && <span>{money(order.price, order.currency)}</span>}
        <span>asked for {time(order.created)}</span>
        <span>in doubt since {time(order.updated)}</span>
      </p>
      <p class="doubt">{order.error?.message ?? order.note}</p>
      <p>Open the panel's own list of orders and look for this link from the first of these times on.</p>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault()
          const id = String(new FormData(event.currentTarget).get("order")).trim().replace(/^#/, "")
          const what = `${count(order.units ?? 1)} for ${order.request["link"] ?? "it"}`
          void tell({ verdict: "placed", order: id }, `Order ${id} is this one: ${what}.`)
        }}
      >
        <input
          name="order"
          aria-label="The order's ID on the panel"
          placeholder="Its ID there"
          inputMode="numeric"
          autocomplete="off"
          required
          pattern="\s*#?[^\s,]{1,64}\s*"
        />
        <button {...button} type="submit">
          It was placed
        </button>
      </form>
      <p class="line">
        <button {...button} onClick={() => tell({ verdict: "evidence" })}>
          Look for proof
        </button>
        <button {...button} onClick={() => tell({ verdict: "not-placed" }, unlisted)}>
          It was not placed
        </button>
        {isEarly.value && (
          <button {...button} onClick={() => tell({ verdict: "not-placed", early: true }, mayCome)}>
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
    <section class="panel" id="doubts" aria-labelledby="doubts-title">
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
