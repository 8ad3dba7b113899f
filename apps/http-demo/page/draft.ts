/** The order that is being written: its fields, what core says of them, its exact price, and its placing. */
import { batch, computed, signal } from "@preact/signals"
import { formatAmount, type Money } from "@smmkit/core/Money"
import type { Order as CoreOrder } from "@smmkit/core/Order"
import { isFieldName, optionalFields, orderFields } from "@smmkit/core/OrderFields"
import { fieldNames, fromForm, linkWarnings } from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type Order, type OrderBody, type Problem, Service } from "../src/Shapes.js"
import { warningText } from "../src/Warning.js"
import * as Api from "./api.js"
import * as Attempts from "./attempts.js"
import { about, balance, refresh, say } from "./state.js"

export const chosen = signal<Api.Service | null>(null)
export const values = signal<Readonly<Record<string, string>>>({})
/** The fields that somebody has been in: only those are complained about before an order is sent. */
export const touched = signal<ReadonlySet<string>>(new Set())
export const isSending = signal(false)
export const problem = signal<Problem | null>(null)
/** The order that was placed, and whether by this click. */
export const placed = signal<{ readonly order: Order; readonly isEarlier: boolean } | null>(null)

const change = (use: () => void): void =>
  batch(() => {
    use()
    problem.value = null
    placed.value = null
  })

export const choose = (service: Api.Service): void =>
  change(() => {
    chosen.value = service
    touched.value = new Set()
  })

export const set = (name: string, text: string): void =>
  change(() => {
    values.value = { ...values.value, [name]: text }
  })

export const touch = (name: string): void => {
  if (!touched.value.has(name)) touched.value = new Set([...touched.value, name])
}

/** The fields that the chosen service's type has, in core's order; the ones that may be left empty come last. */
export const fields = computed(() => {
  const names = fieldNames(chosen.value?.type ?? "").filter((name) => name !== "service")
  return names.toSorted((a, b) => Number(optionalFields.has(a)) - Number(optionalFields.has(b)))
})

/** A service whose type core does not know is ordered with fields of the person's own choice. */
export const isOpen = computed(() => chosen.value !== null && fields.value.length === 0)
export const openField = "extra"

const given = computed(() =>
  Object.fromEntries(
    fields.value.flatMap((name) => {
      const text = values.value[name] ?? ""
      return text.trim() === "" ? [] : [[name, text]]
    })
  )
)

/** NAME=VALUE, one a line. */
const extra = computed((): Readonly<Record<string, string>> => {
  const lines = isOpen.value ? (values.value[openField] ?? "").split("\n") : []
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf("=")
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
    })
  )
})

interface Complaint {
  readonly field: string
  readonly remedy: string
}

interface Checked {
  readonly order: CoreOrder
  readonly price: Option.Option<Money>
  readonly warnings: ReadonlyArray<string>
}

const decodeService = Schema.decodeSync(Service)
const isNeeded = "This is needed."

/** What core says of the order with these fields beside those that are given. */
const check = (more: Readonly<Record<string, string>>): Either.Either<Checked, Complaint> => {
  if (chosen.value === null) return Either.left({ field: "", remedy: "Choose a service first." })
  const service = decodeService(chosen.value)
  if (isOpen.value && Object.keys(extra.value).length === 0) {
    return Either.left({ field: openField, remedy: isNeeded })
  }
  const form = { service: service.service, ...more, ...given.value }
  const order = Either.flatMap(fromForm(service.type, form, { extra: extra.value }), Quote.check(service))
  return Either.mapBoth(order, {
    onLeft: ({ field, value, remedy }) => ({
      field: isOpen.value ? openField : field,
      remedy: value === "" && !isOpen.value ? isNeeded : `${remedy}.`
    }),
    onRight: (order) => ({
      order,
      price: Quote.quote(order, service),
      warnings: linkWarnings(order, service).map(warningText)
    })
  })
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
  const order =
    chosen.value === null || isOpen.value ? Option.none() : Either.getRight(check(stillMissing.value))
  return Option.getOrNull(
    Option.map(
      Option.flatMap(order, ({ price }) => price),
      ({ amount }) => formatAmount(amount)
    )
  )
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

/** The field that is wrong, which is complained about from now on; null where the order may be placed. */
export const wrongField = (): string | null => {
  if (Either.isRight(checked.value)) return null
  touched.value = new Set([...fields.value, openField])
  return checked.value.left.field
}

/** Sends the order, once for each call. Gives the equal order for which it was held back. */
export const send = async (click: NonNullable<OrderBody["click"]>): Promise<Problem["equal"]> => {
  const service = chosen.value
  const account = about.value?.account
  if (service === null || account === undefined || isSending.value) return undefined
  const open = isOpen.value ? { extra: extra.value } : {}
  const order = { service: service.service, ...given.value, ...open }
  const agreed = price.value === null ? {} : { price: price.value }
  problem.value = null
  const attempt = Attempts.keyOf(account, JSON.stringify(Object.entries(order).sort()))
  if (attempt === undefined) {
    problem.value = Api.noAnswer(
      "no",
      "This browser keeps nothing, so it could order twice; allow it to keep data here."
    )
    return undefined
  }
  const { key, isKnown } = attempt
  isSending.value = true
  const answer = await Api.place(key, { ...order, ...agreed, click })
  const { state } = Either.merge(answer)
  // Of an order that was never sent before, any no is the last word; else only what the journal says of it.
  const isUndone = !isKnown && Either.isLeft(answer) && answer.left.processed === "no"
  if (isUndone || state === "placed" || state === "refused" || state === "not-placed")
    Attempts.end(account, key)
  batch(() => {
    isSending.value = false
    if (Either.isRight(answer)) {
      placed.value = { order: answer.right, isEarlier: isKnown }
      values.value = {}
      touched.value = new Set()
      say(`Order ${answer.right.order ?? ""} is placed.`)
    } else if (answer.left.equal === undefined) problem.value = answer.left
  })
  void refresh()
  return Either.isLeft(answer) ? answer.left.equal : undefined
}
