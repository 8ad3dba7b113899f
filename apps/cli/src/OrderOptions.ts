/** The order that the options describe: first as they stand, then against the catalogue. */
import { createReadStream } from "node:fs"
import { buffer } from "node:stream/consumers"
import type { Offer, Order } from "@smmkit/core"
import { Identifiers, Money, OrderForm, PanelError, Quote, Services } from "@smmkit/core"
import { Effect, Option, Schema } from "effect"
import { type OptionSpec, orderFields } from "./Commands.js"
import { codeOf, type UsageError, usage } from "./Failure.js"
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { withProgress } from "./Progress.js"
import { fit, quote } from "./Text.js"

const longestValue = 100

const invalid = (field: string, value: string, remedy: string) =>
  new PanelError.InvalidOrder({ field, value: fit(value, longestValue), remedy })

const most = 16 * 1024 * 1024

const problems: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder",
  EACCES: "this file may not be read",
  ERR_ENCODING_INVALID_ENCODED_DATA: "this file is not UTF-8 text"
}

/** The text of a field's file, which holds at least one entry. */
const entries = ({ name }: OptionSpec, path: string) => {
  const unusable = (problem: string) => invalid(name, path, `${problem}; give a file with one entry a line`)
  return Effect.tryPromise({
    // No more is read than is asked for, as a device has no size and no end.
    try: async (signal) => {
      const bytes = await buffer(createReadStream(path, { signal, end: most }))
      if (bytes.length > most) return Effect.fail(unusable("this file is larger than 16 MiB"))
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
      return text.trim() === "" ? Effect.fail(unusable("this file holds no entry")) : Effect.succeed(text)
    },
    catch: (error) => {
      const code = codeOf(error)
      return unusable(problems[code] ?? `this file cannot be read (${code})`)
    }
  }).pipe(Effect.flatten)
}

/** What the options say of the order. */
export interface Draft {
  readonly service: Identifiers.ServiceId
  readonly form: OrderForm.OrderForm
  readonly extra: OrderForm.OrderForm
  readonly anyLink: boolean
}

const readExtra = (pairs: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const extra = new Map<string, string>()
    for (const pair of pairs) {
      const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === "") return yield* usage(`--extra is ${quote(pair)}: give NAME=VALUE, such as request_id=7`)
      if (extra.has(name)) return yield* usage(`--extra names ${quote(name)} twice: leave it at one value`)
      extra.set(name, value)
    }
    return Object.fromEntries(extra)
  })

/** Reads the options, and the files that they name. Asks the panel nothing. */
export const draft = (invocation: Invocation): Effect.Effect<Draft, UsageError | PanelError.InvalidOrder> =>
  Effect.gen(function* () {
    const form = new Map<string, string>()
    for (const field of orderFields) {
      const value = invocation.value(field.name)
      if (value !== undefined)
        form.set(field.name, field.value === "FILE" ? yield* entries(field, value) : value)
    }
    const service = form.get("service") ?? ""
    if (!Schema.is(Identifiers.ServiceId)(service))
      return yield* invalid("service", service, "give the ID of a service, as `smmkit services` lists them")
    const extra = yield* readExtra(invocation.values("extra"))
    return { service, form: Object.fromEntries(form), extra, anyLink: invocation.flag("any-link") }
  })

/** An order that its service takes, and its price where one can be known. */
export interface Priced {
  readonly order: Order.Order
  readonly service: Offer.Offer
  readonly price: Option.Option<Money.Money>
}

const odd: Readonly<Record<OrderForm.LinkWarning["reason"], string>> = {
  scheme: "is no address of the web",
  name: "is no address, and the service looks like one for addresses"
}

const noService =
  "the catalogue has no such service; `smmkit services` lists them, and --fresh reads them anew"

/** Checks the draft against the catalogue, and says what the order would cost and what is odd about its links. */
export const price = ({ service: id, form, extra, anyLink }: Draft) =>
  Effect.gen(function* () {
    const { json, err } = yield* Output
    const { get } = yield* Services.Services
    const service = yield* withProgress("reading the catalogue", get(id)).pipe(
      Effect.catchTag("NotFound", () => invalid("service", id, noService))
    )
    const order = yield* OrderForm.fromForm(service.type, form, { extra, anyLink })
    yield* Quote.check(order, service)
    const warnings = json ? [] : OrderForm.linkWarnings(order, service)
    for (const { field, value, reason } of warnings)
      yield* err(`Note: ${field} ${quote(fit(value, longestValue))} ${odd[reason]}\n`)
    return { order, service, price: Quote.quote(order, service) }
  })

/** The price, or that none can be known. */
export const priceText = ({ order, price }: Priced): string =>
  Option.match(price, {
    onNone: () =>
      order.type === "Subscriptions"
        ? "not known beforehand: a subscription is charged as posts appear"
        : "not known beforehand: the catalogue does not tell how this service is charged",
    onSome: (price) =>
      Option.isSome(price.currency) ? Money.format(price) : `${Money.format(price)} in the account's currency`
  })

/** What is ordered of which service. */
export const serviceText = ({ order, service }: Priced): string => {
  const units = Option.match(Quote.quantity(order), { onNone: () => "", onSome: (units) => `${units} × ` })
  const runs = "runs" in order && order.runs !== undefined ? `${order.runs} runs of ` : ""
  return `${runs}${units}service ${service.service}, ${service.name} (${service.type})`
}
