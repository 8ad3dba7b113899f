/** The order that the options describe: first as they stand, then against the catalogue. */
import { ServiceId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
import { fromForm, type LinkWarning, linkWarnings, type OrderForm } from "@smmkit/core/OrderForm"
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
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { withProgress } from "./Progress.js"
import { fit, quote } from "./Text.js"

const longestValue = 100

const invalid = (field: string, value: string, remedy: string) =>
  Effect.fail(new InvalidOrder({ field, value: fit(value, longestValue), remedy }))

const isServiceId = Schema.is(ServiceId)

/** The value of a field as the form holds it, with what can be told without the catalogue checked. */
const checked = (field: OrderField, value: string): Effect.Effect<string, InvalidOrder> => {
  switch (field.kind) {
    case "text":
    case "link":
      return Effect.succeed(value)
    case "file":
      return EntriesFile.read(field, value)
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
  readonly anyLink: boolean
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
    return {
      service,
      form: Object.fromEntries(form),
      extra,
      anyLink: invocation.flag("any-link"),
      fresh: invocation.flag("fresh")
    }
  })

/** An order that its service takes, and its price where one can be known. */
export interface Priced {
  readonly order: Order
  readonly service: Offer
  readonly price: Option.Option<Money>
}

const odd: Readonly<Record<LinkWarning["reason"], string>> = {
  scheme: "is no address of the web",
  name: "is no address, and the service looks like one for addresses"
}

/** A word about what is odd about a link and may well be right. */
const warn = (order: Order, service: Offer): Effect.Effect<void, never, Output> =>
  Effect.flatMap(Output, (output) =>
    Effect.forEach(
      output.json ? [] : linkWarnings(order, service),
      ({ field, value, reason }) =>
        output.err(`Note: ${field} ${quote(fit(value, longestValue))} ${odd[reason]}\n`),
      { discard: true }
    )
  )

/** Checks the draft against the catalogue, and says what the order would cost. */
export const price = ({
  service: id,
  form,
  extra,
  anyLink,
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
    const order = yield* fromForm(service.type, form, { extra, anyLink })
    yield* Quote.check(order, service)
    yield* warn(order, service)
    return { order, service, price: Quote.quote(order, service) }
  })
