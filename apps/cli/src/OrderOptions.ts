/** The order that the options describe: first as they stand, then against the catalogue. */
import { ServiceId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
import { fromForm, type OrderForm } from "@smmkit/core/OrderForm"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import { InvalidOrder, type ReadError } from "@smmkit/core/PanelError"
import * as Quote from "@smmkit/core/Quote"
import type { Services } from "@smmkit/core/Services"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Catalogue from "./Catalogue.js"
import * as EntriesFile from "./EntriesFile.js"
import { UsageError } from "./Failure.js"
import { type OrderField, orderFields } from "./OrderFields.js"
import type { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { withProgress } from "./Progress.js"
import { fit, quote } from "./Text.js"

const longestValue = 100

const invalid = (field: string, value: string, remedy: string) =>
  Effect.fail(new InvalidOrder({ field, value: fit(value, longestValue), remedy }))

const isServiceId = Schema.is(ServiceId)

const isWebAddress = (text: string): boolean =>
  /^https?:\/\/[^\s/]/i.test(text) && !/[\s\p{Cc}]/u.test(text) && URL.canParse(text)

const wholeAddress = "give a whole web address, such as https://example.com/p/1"

/** The first of the fields that should be a link and is none; smmkit's own rule, not the protocol's. */
export const badLink = (
  fields: Readonly<Record<string, string>>
): { readonly field: string; readonly value: string; readonly remedy: string } | undefined => {
  for (const { kind, name } of orderFields) {
    const value = fields[name] ?? ""
    if (kind === "link" && value !== "" && !isWebAddress(value)) {
      return { field: name, value: fit(value, longestValue), remedy: wholeAddress }
    }
  }
  return undefined
}

/** The value of a field as the form holds it, with what can be told without the catalogue checked. */
const checked = (field: OrderField, value: string): Effect.Effect<string, InvalidOrder> => {
  switch (field.kind) {
    case "text":
      return Effect.succeed(value)
    case "file":
      return EntriesFile.read(field, value)
    case "link":
      return isWebAddress(value) ? Effect.succeed(value) : invalid(field.name, value, wholeAddress)
    case "whole": {
      const isWhole = /^\d+$/.test(value)
      if (isWhole && Number(value) >= field.least && Number.isSafeInteger(Number(value)))
        return Effect.succeed(value)
      const most = isWhole && Number(value) > field.least ? ` to ${Number.MAX_SAFE_INTEGER}` : ""
      return invalid(field.name, value, `give a whole number from ${field.least}${most}`)
    }
  }
}

/** What the options say of the order. */
export interface Draft {
  readonly service: ServiceId
  readonly form: OrderForm
  readonly extra: OrderForm
  readonly fresh: boolean
}

const readExtra = (pairs: ReadonlyArray<string>): Effect.Effect<OrderForm, UsageError> =>
  Effect.gen(function* () {
    const extra = new Map<string, string>()
    for (const pair of pairs) {
      const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === "") {
        return yield* new UsageError({
          message: `--extra is ${quote(pair)}: give NAME=VALUE, such as request_id=7`
        })
      }
      if (extra.has(name)) {
        return yield* new UsageError({ message: `--extra names ${quote(name)} twice: leave it at one value` })
      }
      extra.set(name, value)
    }
    return Object.fromEntries(extra)
  })

/** Reads the options, and the files that they name. Asks the panel nothing. */
export const draft = (invocation: Invocation): Effect.Effect<Draft, UsageError | InvalidOrder> =>
  Effect.gen(function* () {
    const form = new Map<string, string>()
    for (const field of orderFields) {
      const value = invocation.value(field.name)
      if (value !== undefined) form.set(field.name, yield* checked(field, value))
    }
    const service = form.get("service") ?? ""
    if (!isServiceId(service)) {
      return yield* invalid("service", service, "give the ID of a service, as `smmkit services` lists them")
    }
    const [runs, interval] = [form.get("runs"), form.get("interval")]
    if (runs !== undefined && interval === undefined) {
      return yield* invalid("interval", "", "give the minutes between two runs, as there are runs")
    }
    if (runs === undefined && interval !== undefined) {
      return yield* invalid("runs", "", "give the number of runs, as there is an interval")
    }
    const extra = yield* readExtra(invocation.values("extra"))
    return { service, form: Object.fromEntries(form), extra, fresh: invocation.flag("fresh") }
  })

/** An order that its service takes, and its price where one can be known. */
export interface Priced {
  readonly order: Order
  readonly service: Offer
  readonly price: Option.Option<Money>
}

/** Checks the draft against the catalogue, and says what the order would cost. */
export const price = ({
  service: id,
  form,
  extra,
  fresh
}: Draft): Effect.Effect<Priced, InvalidOrder | ReadError, Services | PanelConfig | Output> =>
  Effect.gen(function* () {
    const found = yield* withProgress("reading the catalogue", Catalogue.find(id, fresh))
    if (Option.isNone(found)) {
      const remedy =
        "the catalogue has no such service; `smmkit services` lists them, and --fresh reads them anew"
      return yield* invalid("service", id, remedy)
    }
    const service = found.value
    const order = yield* fromForm(service.type, form, { extra })
    yield* Quote.check(order, service)
    return { order, service, price: Quote.quote(order, service) }
  })
