/** The order that is being written: its fields, what core says of them, its exact price, and its placing. */
import { batch, computed, signal } from "@preact/signals"
import { formatAmount } from "@smmkit/core/Money"
import { type FieldName, isFieldName, optionalFields, orderFields } from "@smmkit/core/OrderFields"
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
import { about, balance, byId, loadServices, refresh, say } from "./state.js"

const choice = signal<Api.Service | null>(null)
/** As the catalogue that was read last has it. */
export const chosen = computed(() => byId.value.get(choice.value?.service ?? "") ?? choice.value)
export const values = signal<Readonly<Record<string, string>>>({})
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
    choice.value = service
  })

export const set = (name: string, text: string): void =>
  change(() => {
    values.value = { ...values.value, [name]: text }
  })

export const drips: ReadonlySet<string> = new Set(["runs", "interval"])

/** The fields that the chosen service has, in core's order; the ones that may be left empty come last. */
export const fields = computed((): ReadonlyArray<FieldName> => {
  const { type, dripfeed } = chosen.value ?? { type: "", dripfeed: null }
  return fieldNames(type)
    .filter(isFieldName)
    .filter((name) => dripfeed !== false || !drips.has(name))
    .toSorted((a, b) => Number(optionalFields.has(a)) - Number(optionalFields.has(b)))
})

const given = computed(() =>
  Object.fromEntries(
    fields.value.flatMap((name) => {
      const text = values.value[name] ?? ""
      return text.trim() === "" ? [] : [[name, text]]
    })
  )
)

const decodeService = Schema.decodeSync(Service)

/** What core says of the order with these fields beside those that are given. */
const check = (more: Readonly<Record<string, string>>) => {
  if (chosen.value === null) return Either.left({ field: "", remedy: "Choose a service first." })
  const service = decodeService(chosen.value)
  const form = fromForm(service.type, { service: service.service, ...more, ...given.value })
  return Either.mapBoth(Either.flatMap(form, Quote.check(service)), {
    onLeft: ({ field, value, remedy }) => ({
      field,
      remedy: value === "" ? "This is needed." : `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`
    }),
    onRight: (order) => ({
      price: Quote.quote(order, service),
      warnings: linkWarnings(order, service).map(warningText)
    })
  })
}

/** What core says of the order as it stands. */
export const checked = computed(() => check({}))

/** What is wrong with a field; empty where it is right. */
export const complaintOn = (name: string): string => {
  const complaint = Option.getOrNull(Either.getLeft(checked.value))
  return complaint?.field === name ? complaint.remedy : ""
}

/** The fields that decide what an order costs. The price is known with them, before the others are there. */
const counting: ReadonlySet<string> = new Set(["quantity", "comments", "usernames", ...drips])

/** The price as text; null where what decides it is not there yet, or no price can be known. */
export const price = computed(() => {
  const others = fields.value.filter((name) => !optionalFields.has(name) && !counting.has(name))
  const order = check(Object.fromEntries(others.map((name) => [name, orderFields[name].example])))
  const price = Option.flatMap(Either.getRight(order), ({ price }) => price)
  return Option.getOrNull(Option.map(price, ({ amount }) => formatAmount(amount)))
})

export const balanceAfter = computed(() => {
  if (price.value === null || balance.value === null) return null
  return BigDecimal.subtract(balance.value.amount, BigDecimal.unsafeFromString(price.value))
})

/** Sends the order as it stands now, once for each call. Gives why it was not placed. */
export const sender = () => {
  const order = { service: chosen.value?.service ?? "", ...given.value }
  const agreed = price.value === null ? {} : { price: price.value }
  return async (click: NonNullable<OrderBody["click"]>): Promise<Problem | undefined> => {
    const account = about.value?.account
    if (account === undefined || isSending.value) return undefined
    problem.value = null
    const attempt = Attempts.keyOf(account, JSON.stringify(Object.entries(order).sort()))
    if (attempt === undefined) {
      const detail = "This browser keeps nothing, so it could order twice; allow it to keep data here."
      problem.value = Api.noAnswer("no", detail)
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
        say(`Order ${answer.right.order ?? ""} is placed.`)
      } else if (answer.left.equal === undefined) {
        const detail = `You had asked for it before. Now: ${answer.left.detail}`
        // Where the server does not say what came of the try before, this one says nothing of it.
        const isOpen = isKnown && state === undefined && answer.left.processed === "no"
        problem.value = isOpen ? { ...answer.left, detail, processed: "maybe" } : answer.left
      }
    })
    void refresh()
    // Its price may have risen.
    if (Either.isLeft(answer) && answer.left._tag === "OrderWithheld") void loadServices()
    return Either.isLeft(answer) ? answer.left : undefined
  }
}
