/**
 * The order that is being written: its fields, what core says of them, its exact price, and the key under
 * which it is placed once however often it is sent.
 */
import { batch, computed, signal } from "@preact/signals"
import type { Money } from "@smmkit/core/Money"
import { formatAmount } from "@smmkit/core/Money"
import { isFieldName, optionalFields, orderFields } from "@smmkit/core/OrderFields"
import { fieldNames, fromForm } from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Problem } from "../src/Shapes.js"
import { type Order, Service } from "../src/Shapes.js"
import * as Api from "./api.js"
import { balance, refresh, say } from "./state.js"

export const chosen = signal<Api.Service | null>(null)
export const values = signal<Readonly<Record<string, string>>>({})
/** The fields that somebody has been in: only those are complained about before an order is sent. */
export const touched = signal<ReadonlySet<string>>(new Set())
export const isSending = signal(false)
export const problem = signal<Problem | null>(null)
export const placed = signal<Order | null>(null)

export const choose = (service: Api.Service): void =>
  batch(() => {
    chosen.value = service
    touched.value = new Set()
    problem.value = null
    placed.value = null
  })

export const set = (name: string, text: string): void =>
  batch(() => {
    values.value = { ...values.value, [name]: text }
    problem.value = null
    placed.value = null
  })

export const touch = (name: string): void => {
  if (!touched.value.has(name)) touched.value = new Set([...touched.value, name])
}

/** The fields that the chosen service's type has, in core's order; the ones that may be left empty come last. */
export const fields = computed(() => {
  const names = fieldNames(chosen.value?.type ?? "").filter((name) => name !== "service")
  return [
    ...names.filter((name) => !optionalFields.has(name)),
    ...names.filter((name) => optionalFields.has(name))
  ]
})

/** A service whose type core does not know is ordered with fields of the person's own choice. */
export const isOpen = computed(() => chosen.value !== null && fields.value.length === 0)
export const openField = "extra"

const extraOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const at = line.indexOf("=")
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
    })
  )

const given = computed(() =>
  Object.fromEntries(
    fields.value.flatMap((name) => {
      const text = values.value[name] ?? ""
      return text.trim() === "" ? [] : [[name, text]]
    })
  )
)
const extra = computed(() => (isOpen.value ? extraOf(values.value[openField] ?? "") : {}))

export interface Complaint {
  readonly field: string
  readonly remedy: string
}

const decodeService = Schema.decodeSync(Service)
const isNeeded = "This is needed."

/** What core says of the order with these fields beside those that are given. */
const check = (more: Readonly<Record<string, string>>): Either.Either<Option.Option<Money>, Complaint> => {
  if (chosen.value === null) return Either.left({ field: "", remedy: "Choose a service first." })
  const service = decodeService(chosen.value)
  if (isOpen.value && Object.keys(extra.value).length === 0) {
    return Either.left({ field: openField, remedy: isNeeded })
  }
  const form = { service: service.service, ...more, ...given.value }
  return Either.mapBoth(
    Either.flatMap(fromForm(service.type, form, { extra: extra.value }), (order) =>
      Quote.check(order, service)
    ),
    {
      onLeft: ({ field, value, remedy }) => ({ field, remedy: value === "" ? isNeeded : `${remedy}.` }),
      onRight: (order) => Quote.quote(order, service)
    }
  )
}

/** What core says of the order as it stands. */
export const checked = computed(() => check({}))

/** The fields that decide what an order costs. The price is known with them, before the others are there. */
const counting: ReadonlySet<string> = new Set(["quantity", "comments", "usernames", "runs", "interval"])

const stillMissing = computed(() =>
  Object.fromEntries(
    fields.value.flatMap((name) =>
      isFieldName(name) && !optionalFields.has(name) && !counting.has(name) && given.value[name] === undefined
        ? [[name, orderFields[name].example]]
        : []
    )
  )
)

/** The price as text; null where what decides it is not there yet, or no price can be known. */
export const price = computed(() => {
  const order = chosen.value === null || isOpen.value ? undefined : check(stillMissing.value)
  const known = order === undefined ? Option.none() : Option.flatten(Either.getRight(order))
  return Option.getOrNull(Option.map(known, ({ amount }) => formatAmount(amount)))
})

export const balanceAfter = computed(() => {
  if (price.value === null || balance.value === null) return null
  const left = BigDecimal.subtract(balance.value.amount, BigDecimal.unsafeFromString(price.value))
  return { text: formatAmount(left), isNegative: BigDecimal.isNegative(left) }
})

/** What is to be said about a field: the server's word, else core's once somebody was there. */
export const complaintOn = (name: string): string | null => {
  if (problem.value?.field === name) return problem.value.remedy ?? problem.value.detail
  const word = Option.getOrNull(Either.getLeft(checked.value))
  return word?.field === name && touched.value.has(name) ? word.remedy : null
}

/* The key is made once for each order, and outlives a reload of the page amid sending. */

interface Attempt {
  readonly key: string
  readonly body: string
}

const drawer = "smmkit.attempt"
const isAttempt = Schema.decodeUnknownOption(
  Schema.parseJson(Schema.Struct({ key: Schema.String, body: Schema.String }))
)

const newKey = (): string =>
  `web-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`

const keyFor = (body: string): string => {
  const kept = Option.getOrUndefined(isAttempt(sessionStorage.getItem(drawer)))
  if (kept?.body === body) return kept.key
  const attempt: Attempt = { key: newKey(), body }
  sessionStorage.setItem(drawer, JSON.stringify(attempt))
  return attempt.key
}

/** Sends the order, or gives the field that is wrong. */
export const send = async (): Promise<string | null> => {
  const service = chosen.value
  if (service === null || isSending.value) return null
  if (Either.isLeft(checked.value)) {
    const { field } = checked.value.left
    touched.value = new Set([...touched.value, ...fields.value, openField])
    return field
  }
  const body = {
    service: service.service,
    ...given.value,
    ...(isOpen.value ? { extra: extra.value } : {}),
    ...(price.value === null ? {} : { price: price.value })
  }
  isSending.value = true
  problem.value = null
  const answer = await Api.place(keyFor(JSON.stringify(body)), body)
  batch(() => {
    isSending.value = false
    if (Either.isRight(answer)) {
      sessionStorage.removeItem(drawer)
      placed.value = answer.right
      values.value = {}
      touched.value = new Set()
      say(`Order ${answer.right.order ?? ""} is placed.`)
    } else problem.value = answer.left
  })
  void refresh()
  return null
}
