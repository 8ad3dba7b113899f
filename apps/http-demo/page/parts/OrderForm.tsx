/** The order: a form in the shape of the chosen service's type, its exact price, and what came of it. */
import { type FieldName, type OrderField, optionalFields, orderFields } from "@smmkit/core/OrderFields"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import { useEffect, useRef } from "preact/hooks"
import type { Service } from "../api.js"
import * as Draft from "../draft.js"
import { about } from "../state.js"
import { count, money, plural, time } from "../words.js"
import { ask } from "./Dialog.js"
import { ProblemBox } from "./ProblemBox.js"

const linesIn = (text: string): number => text.split("\n").filter((line) => line.trim() !== "").length

/** 31/12/2027 as a date input has it, and back. */
const toIso = (text: string): string => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1")
const fromIso = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1")

type Element = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

interface FieldProps {
  readonly name: FieldName
  readonly service: Service
}

const Control = ({ name }: Pick<FieldProps, "name">) => {
  const field: OrderField = orderFields[name]
  const value = Draft.values.value[name] ?? ""
  const complaint = Draft.complaintOn(name)
  const shared = {
    id: name,
    name,
    "data-field": name,
    "aria-describedby": `${name}-about`,
    // What core says of a field is the browser's to show.
    ref: (element: Element | null) => element?.setCustomValidity(complaint),
    onInput: ({ currentTarget }: { readonly currentTarget: Element }) =>
      Draft.set(name, fromIso(currentTarget.value))
  }
  if (field.kind === "lines") return <textarea {...shared} rows={4} value={value} />
  if (field.kind === "date") return <input {...shared} type="date" value={toIso(value)} />
  if (field.kind === "choice") {
    return (
      <select {...shared} value={value}>
        <option value="">Choose…</option>
        {field.choices.map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    )
  }
  const isLink = field.kind === "link"
  return (
    <input
      {...shared}
      type="text"
      inputMode={field.kind === "whole" ? "numeric" : isLink ? "url" : "text"}
      autocomplete="off"
      spellcheck={false}
      placeholder={isLink ? "https://" : ""}
      value={value}
    />
  )
}

/** What else there is to know of a field: the service's bounds, the lines so far. */
const more = ({ name, service: { min, max } }: FieldProps): string => {
  if (name === "quantity" && min !== null && max !== null) return `${count(min)} to ${count(max)}.`
  const lines = linesIn(Draft.values.value[name] ?? "")
  return orderFields[name].kind === "lines" ? `${plural(lines, "line")} so far.` : ""
}

const Field = ({ name, service }: FieldProps) => (
  <div class="stack field">
    <label for={name}>
      {orderFields[name].label}
      {optionalFields.has(name) && <span class="muted"> optional</span>}
    </label>
    <Control name={name} />
    <small id={`${name}-about`}>
      {orderFields[name].about} {more({ name, service })}
    </small>
  </div>
)

/** The price has its place from the beginning, so that nothing moves when it is known. */
const Price = () => {
  const { value: price } = Draft.price
  const { value: after } = Draft.balanceAfter
  const isShort = after !== null && BigDecimal.isNegative(after)
  return (
    <dl class="price" aria-live="polite">
      <div>
        <dt>Price</dt>
        <dd class="price-amount">
          {price !== null ? money(price) : Either.isRight(Draft.checked.value) ? "Not known beforehand" : "–"}
        </dd>
      </div>
      <div>
        <dt>Balance then</dt>
        <dd class={isShort ? "bad" : ""}>
          {after === null ? "–" : money(after)}
          {isShort && " (not enough)"}
        </dd>
      </div>
    </dl>
  )
}

const Placed = () => {
  const box = useRef<HTMLParagraphElement>(null)
  const placed = Draft.placed.value
  useEffect(() => {
    if (placed !== null) box.current?.focus()
  }, [placed])
  if (placed === null) return null
  return (
    <p ref={box} class="notice good" tabIndex={-1} data-test="placed">
      <strong>Order {placed.order.order ?? ""} is placed.</strong>{" "}
      {placed.isEarlier
        ? "You had asked for it before: both clicks together are this one order."
        : "It is watched in the list of orders."}
    </p>
  )
}

const Summary = ({ service }: Pick<FieldProps, "service">) => (
  <>
    <p>
      <strong>{service.name}</strong>
    </p>
    <ul>
      {Draft.fields.value.map((name) => {
        const text = Draft.values.value[name] ?? ""
        return text === "" ? null : (
          <li key={name}>
            {orderFields[name].label}: {text.length > 200 ? `${text.slice(0, 200)}…` : text}
          </li>
        )
      })}
    </ul>
    {Either.match(Draft.checked.value, { onLeft: () => [], onRight: ({ warnings }) => warnings }).map(
      (warning) => (
        <p key={warning} class="notice warn">
          {warning}
        </p>
      )
    )}
    <p>
      {Draft.price.value === null
        ? "Its price is not known beforehand"
        : `It costs ${money(Draft.price.value)}`}
      {about.value?.isSandbox === true ? " of play money." : ", which is real money."}
    </p>
  </>
)

const place = async (service: Service): Promise<void> => {
  // Taken before the question: a form is typed in again before its answer is heard.
  const send = Draft.sender()
  if (!(await ask({ title: "Place this order?", body: <Summary service={service} />, yes: "Place it" })))
    return
  const held = await send("once")
  if (held?.equal === undefined) return
  const twin = `${held.detail} That one was asked for at ${time(held.equal.created)}.`
  const yes = "Order it again"
  if (await ask({ title: `${yes}?`, body: <p>{twin}</p>, yes, usual: "no" })) await send("again")
}

const fieldsOf = (service: Service, are: (name: FieldName) => boolean) =>
  Draft.fields.value.filter(are).map((name) => <Field key={name} name={name} service={service} />)

const Form = ({ service }: Pick<FieldProps, "service">) => (
  <form
    id="order-form"
    class="stack"
    onSubmit={(event) => {
      event.preventDefault()
      void place(service)
    }}
  >
    <p class="stack chosen">
      <strong>{service.name}</strong>
      <small>
        #{service.service} · {service.type} · {service.category}
      </small>
      {service.desc !== null && <small>{service.desc}</small>}
    </p>
    {service.unclear !== null && (
      <p class="notice warn">The catalogue lists it more than once, with {service.unclear}.</p>
    )}
    <ProblemBox problem={Draft.problem.value} />
    <Placed />
    {fieldsOf(service, (name) => !Draft.drips.has(name))}
    {Draft.fields.value.some((name) => Draft.drips.has(name)) && (
      <details>
        <summary>Deliver in several runs</summary>
        {fieldsOf(service, (name) => Draft.drips.has(name))}
      </details>
    )}
    {Draft.fields.value.length === 0 ? (
      <p>This type of service is not known here. It can be ordered by the API, with its fields as `extra`.</p>
    ) : (
      <div class="line pay">
        <Price />
        <button
          type="submit"
          disabled={Draft.isSending.value || about.value === null}
          aria-busy={Draft.isSending.value}
        >
          Place order
        </button>
      </div>
    )}
  </form>
)

export const OrderForm = () => (
  <section class="panel order" aria-labelledby="order-title">
    <h2 id="order-title">Order</h2>
    {Draft.chosen.value === null ? (
      <ol class="muted">
        <li>Choose a service from the list; the form takes its shape.</li>
        <li>See the exact price before anything is sent, and what the balance would be.</li>
        <li>Place the order: once, whatever happens on the way. Then watch it deliver.</li>
      </ol>
    ) : (
      <Form service={Draft.chosen.value} />
    )}
  </section>
)
