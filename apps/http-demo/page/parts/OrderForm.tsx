/** The order: a form in the shape of the chosen service's type, its exact price, and what came of it. */
import {
  type FieldName,
  isFieldName,
  type OrderField,
  optionalFields,
  orderFields
} from "@smmkit/core/OrderFields"
import * as Either from "effect/Either"
import { useEffect, useRef } from "preact/hooks"
import type { Problem } from "../../src/Shapes.js"
import * as Draft from "../draft.js"
import { about } from "../state.js"
import { count, money, plural, time } from "../words.js"
import { ask } from "./Dialog.js"
import { ProblemBox } from "./ProblemBox.js"

const linesIn = (text: string): number => text.split("\n").filter((line) => line.trim() !== "").length

/** 31/12/2027 as a date input has it, and back. */
const toIso = (text: string): string => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1")
const fromIso = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1")

interface Typed {
  readonly currentTarget: { readonly value: string }
}

const Control = ({ name, field }: { readonly name: string; readonly field: OrderField }) => {
  const value = Draft.values.value[name] ?? ""
  const id = `field-${name}`
  const isWrong = Draft.complaintOn(name) !== null
  const shared = {
    id,
    name,
    "data-field": name,
    "aria-describedby": isWrong ? `${id}-wrong ${id}-about` : `${id}-about`,
    ...(isWrong ? { "aria-invalid": true } : {}),
    "aria-required": !optionalFields.has(name),
    onBlur: ({ currentTarget }: Typed) => {
      if (currentTarget.value !== "") Draft.touch(name)
    }
  }
  const onInput = ({ currentTarget }: Typed): void => Draft.set(name, currentTarget.value)
  const onDate = ({ currentTarget }: Typed): void => Draft.set(name, fromIso(currentTarget.value))
  switch (field.kind) {
    case "lines":
      return <textarea {...shared} rows={4} value={value} onInput={onInput} />
    case "choice":
      return (
        <select {...shared} value={value} onChange={onInput}>
          <option value="">Choose…</option>
          {field.choices.map(([choice, label]) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </select>
      )
    case "date":
      return <input {...shared} type="date" value={toIso(value)} onInput={onDate} />
    default:
      return (
        <input
          {...shared}
          type="text"
          inputMode={field.kind === "whole" ? "numeric" : field.kind === "link" ? "url" : "text"}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={field.kind === "link" ? "https://" : ""}
          value={value}
          onInput={onInput}
        />
      )
  }
}

/** What else there is to know of a field: the service's bounds, the lines so far. */
const more = (name: string, field: OrderField): string => {
  const service = Draft.chosen.value
  if (name === "quantity" && service !== null && service.min !== null && service.max !== null)
    return ` ${count(service.min)} to ${count(service.max)}.`
  return field.kind === "lines" ? ` ${plural(linesIn(Draft.values.value[name] ?? ""), "line")} so far.` : ""
}

interface FieldProps {
  readonly name: string
  readonly field: OrderField
}

const Field = ({ name, field }: FieldProps) => {
  const id = `field-${name}`
  const wrong = Draft.complaintOn(name)
  return (
    <div class={wrong === null ? "field" : "field wrong"}>
      <label for={id}>
        {field.label}
        {optionalFields.has(name) && <span class="muted"> optional</span>}
      </label>
      <Control name={name} field={field} />
      {wrong !== null && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong.charAt(0).toUpperCase() + wrong.slice(1)}
        </p>
      )}
      <small id={`${id}-about`}>
        {field.about}
        {more(name, field)}
      </small>
    </div>
  )
}

/** Fields of a type that only this panel knows. */
const openField: OrderField = {
  kind: "lines",
  label: "Fields",
  about:
    "This type of service is not known here. Give the fields that the panel asks for, one NAME=VALUE a line, " +
    "such as link=https://example.com/p/1.",
  example: "link=https://example.com/p/1"
}

const isComplete = () => Either.isRight(Draft.checked.value)

/** The price has its place from the beginning, so that nothing moves when it is known. */
const Price = () => {
  const { value: price } = Draft.price
  const { value: after } = Draft.balanceAfter
  return (
    <dl class="price" aria-live="polite">
      <div>
        <dt>Price</dt>
        <dd class="price-amount">
          {price !== null ? money(price) : isComplete() ? "Not known beforehand" : "–"}
        </dd>
      </div>
      <div class={after?.isNegative === true ? "short" : ""}>
        <dt>Balance then</dt>
        <dd>
          {after === null ? "–" : money(after.text)}
          {after?.isNegative === true && " (not enough)"}
        </dd>
      </div>
    </dl>
  )
}

const Placed = () => {
  const box = useRef<HTMLDivElement>(null)
  const placed = Draft.placed.value
  useEffect(() => {
    if (placed !== null) box.current?.focus()
  }, [placed])
  if (placed === null) return null
  return (
    <div ref={box} class="notice good" tabIndex={-1} data-test="placed">
      <strong>Order {placed.order.order ?? ""} is placed.</strong>{" "}
      {placed.isEarlier
        ? "You had asked for it before: both clicks together are this one order."
        : "It is watched in the list of orders."}
    </div>
  )
}

const Summary = () => (
  <>
    <p>
      <strong>{Draft.chosen.value?.name}</strong>
    </p>
    <ul>
      {Draft.fields.value.map((name) => {
        const text = Draft.values.value[name] ?? ""
        return text === "" || !isFieldName(name) ? null : (
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
      {Draft.price.value === null ? (
        "Its price is not known beforehand."
      ) : (
        <>
          It costs <strong>{money(Draft.price.value)}</strong>
        </>
      )}
      {about.value?.isSandbox === true ? " of play money." : ", which is real money."}
    </p>
  </>
)

const happened = { "in-doubt": "is in doubt", sending: "is under way", placed: "was placed" }

const Twin = ({ equal }: { readonly equal: NonNullable<Problem["equal"]> }) => (
  <p>
    An equal order {new Map(Object.entries(happened)).get(equal.state)} already
    {equal.order !== null && ` as ${equal.order}`}, asked for at {time(equal.created)}. It was not ordered
    again.
  </p>
)

const place = async (): Promise<void> => {
  const wrong = Draft.wrongField()
  if (wrong !== null) {
    document.querySelector<HTMLElement>(`[data-field="${CSS.escape(wrong)}"]`)?.focus()
    return
  }
  if (!(await ask({ title: "Place this order?", body: <Summary />, yes: "Place it" }))) return
  const equal = await Draft.send("once")
  if (equal === undefined) return
  const isWanted = await ask({
    title: "Order it again?",
    body: <Twin equal={equal} />,
    yes: "Order it again"
  })
  if (isWanted) await Draft.send("again")
}

const drips = new Set(["runs", "interval"])

const fieldsOf = (names: ReadonlyArray<FieldName>) =>
  names.map((name) => <Field key={name} name={name} field={orderFields[name]} />)

export const OrderForm = () => {
  const service = Draft.chosen.value
  const names = Draft.fields.value.filter(isFieldName)
  const drip = names.filter((name) => drips.has(name))
  return (
    <section class="panel order" aria-labelledby="order-title">
      <h2 id="order-title">Order</h2>
      {service === null ? (
        <ol class="intro">
          <li>Choose a service from the list; the form takes its shape.</li>
          <li>See the exact price before anything is sent, and what the balance would be.</li>
          <li>Place the order: once, whatever happens on the way. Then watch it deliver.</li>
        </ol>
      ) : (
        <form
          id="order-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void place()
          }}
        >
          <div class="chosen">
            <strong>{service.name}</strong>
            <small>
              #{service.service} · {service.type} · {service.category}
            </small>
            {service.desc !== null && <small>{service.desc}</small>}
          </div>
          {service.unclear !== null && (
            <p class="notice warn">The catalogue lists it more than once, with {service.unclear}.</p>
          )}
          <ProblemBox problem={Draft.problem.value} />
          <Placed />
          {fieldsOf(names.filter((name) => !drips.has(name)))}
          {Draft.isOpen.value && <Field name={Draft.openField} field={openField} />}
          {drip.length > 0 && service.dripfeed !== false && (
            <details open={drip.some((name) => (Draft.values.value[name] ?? "") !== "")}>
              <summary>Deliver in several runs</summary>
              {fieldsOf(drip)}
            </details>
          )}
          <div class="pay">
            <Price />
            <button
              type="submit"
              disabled={Draft.isSending.value || about.value === null}
              aria-busy={Draft.isSending.value}
            >
              {Draft.isSending.value ? "Placing…" : "Place order"}
            </button>
          </div>
        </form>
      )}
    </section>
  )
}
