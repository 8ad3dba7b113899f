/** The order: a form in the shape of the chosen service's type, its exact price, and what came of it. */

import {
  type FieldName,
  isFieldName,
  type OrderField,
  optionalFields,
  orderFields
} from "@smmkit/core/OrderFields"
import { useEffect, useRef } from "preact/hooks"
import * as Draft from "../draft.js"
import { currency } from "../state.js"
import { count, money, plural } from "../text.js"
import { ProblemBox } from "./ProblemBox.js"

const linesIn = (text: string): number => text.split("\n").filter((line) => line.trim() !== "").length

/** 31/12/2027 as a date input has it, and back. */
const toIso = (text: string): string => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1")
const fromIso = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1")

const Control = ({
  name,
  field,
  id
}: {
  readonly name: string
  readonly field: OrderField
  readonly id: string
}) => {
  const value = Draft.values.value[name] ?? ""
  const isWrong = Draft.complaintOn(name) !== null
  const shared = {
    id,
    name,
    "data-field": name,
    "aria-describedby": isWrong ? `${id}-wrong ${id}-about` : `${id}-about`,
    "aria-invalid": isWrong,
    "aria-required": !optionalFields.has(name),
    onBlur: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      if (currentTarget.value !== "") Draft.touch(name)
    }
  }
  const onInput = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void =>
    Draft.set(name, currentTarget.value)
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
      return (
        <input
          {...shared}
          type="date"
          value={toIso(value)}
          onInput={({ currentTarget }) => Draft.set(name, fromIso(currentTarget.value))}
        />
      )
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

const About = ({ name, field }: { readonly name: string; readonly field: OrderField }) => {
  const service = Draft.chosen.value
  if (name === "quantity" && service !== null && service.min !== null && service.max !== null) {
    return (
      <>
        {field.about} {count(service.min)} to {count(service.max)}.
      </>
    )
  }
  if (field.kind === "lines") {
    return (
      <>
        {field.about} {plural(linesIn(Draft.values.value[name] ?? ""), "line")} so far.
      </>
    )
  }
  return <>{field.about}</>
}

const Field = ({ name }: { readonly name: FieldName }) => {
  const field: OrderField = orderFields[name]
  const id = `field-${name}`
  const wrong = Draft.complaintOn(name)
  return (
    <div class={wrong === null ? "field" : "field wrong"}>
      <label for={id}>
        {field.label}
        {optionalFields.has(name) && <small> optional</small>}
      </label>
      <Control name={name} field={field} id={id} />
      {wrong !== null && (
        <p class="field-wrong" id={`${id}-wrong`}>
          {wrong.charAt(0).toUpperCase() + wrong.slice(1)}
        </p>
      )}
      <p class="field-about" id={`${id}-about`}>
        <About name={name} field={field} />
      </p>
    </div>
  )
}

/** Fields of a type that only this panel knows. */
const OpenFields = () => (
  <div class="field">
    <label for="field-extra">Fields</label>
    <textarea
      id="field-extra"
      data-field="extra"
      rows={5}
      aria-describedby="field-extra-about"
      value={Draft.values.value["extra"] ?? ""}
      onInput={({ currentTarget }) => Draft.set("extra", currentTarget.value)}
    />
    <p class="field-about" id="field-extra-about">
      This type of service is not known here. Give the fields that the panel asks for, one NAME=VALUE a line,
      such as link=https://example.com/p/1.
    </p>
  </div>
)

const Price = () => {
  const { value: price } = Draft.price
  const { value: after } = Draft.balanceAfter
  const isComplete = Draft.checked.value._tag === "Right"
  return (
    <dl class="price" aria-live="polite">
      <div>
        <dt>Price</dt>
        <dd class="price-amount">
          {price !== null ? money(price, currency.value) : isComplete ? "Not known beforehand" : "–"}
        </dd>
      </div>
      {after !== null && (
        <div class={after.isNegative ? "short" : ""}>
          <dt>Balance then</dt>
          <dd>
            {money(after.text, currency.value)}
            {after.isNegative && " (not enough)"}
          </dd>
        </div>
      )}
    </dl>
  )
}

const Placed = () => {
  const box = useRef<HTMLDivElement>(null)
  const order = Draft.placed.value
  useEffect(() => {
    if (order !== null) box.current?.focus()
  }, [order])
  if (order === null) return null
  return (
    <div ref={box} class="notice good-notice" tabIndex={-1} data-test="placed">
      <strong>Order {order.order ?? ""} is placed.</strong> It is watched in the list of orders.
    </div>
  )
}

const ready = new Set(["runs", "interval"])

export const OrderForm = () => {
  const service = Draft.chosen.value
  const names = Draft.fields.value.filter(isFieldName)
  const main = names.filter((name) => !ready.has(name))
  const drip = names.filter((name) => ready.has(name))
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const wrong = await Draft.send()
    if (wrong !== null) document.querySelector<HTMLElement>(`[data-field="${CSS.escape(wrong)}"]`)?.focus()
  }
  return (
    <section class="panel order" aria-labelledby="order-title">
      <h2 id="order-title">Order</h2>
      {service === null ? (
        <p class="empty">Choose a service from the list; the form takes its shape.</p>
      ) : (
        <form id="order-form" noValidate onSubmit={onSubmit}>
          <div class="chosen">
            <strong>{service.name}</strong>
            <span>
              #{service.service} · {service.type} · {service.category}
            </span>
            {service.desc !== null && <span>{service.desc}</span>}
          </div>
          <ProblemBox problem={Draft.problem.value} />
          <Placed />
          {main.map((name) => (
            <Field key={name} name={name} />
          ))}
          {Draft.isOpen.value && <OpenFields />}
          {drip.length > 0 && service.dripfeed !== false && (
            <details class="drip" open={drip.some((name) => (Draft.values.value[name] ?? "") !== "")}>
              <summary>Deliver in several runs</summary>
              {drip.map((name) => (
                <Field key={name} name={name} />
              ))}
            </details>
          )}
          <div class="pay">
            <Price />
            <button type="submit" class="primary" disabled={Draft.isSending.value}>
              {Draft.isSending.value ? "Placing…" : "Place order"}
            </button>
          </div>
        </form>
      )}
    </section>
  )
}
