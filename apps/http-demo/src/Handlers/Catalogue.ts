/** Services and what an order for them would cost. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { Balance } from "@smmkit/core/Balance"
import { formatAmount } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import { fromForm, linkWarnings } from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import * as Search from "@smmkit/core/Search"
import { Services } from "@smmkit/core/Services"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { written } from "../Answer.js"
import { Api } from "../Api.js"
import { ofPanelError } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import { warningText } from "../Warning.js"

const encode = Schema.encodeEither(Schema.parseJson(Shapes.Service))

const make = (list: ReadonlyArray<Offer>) => {
  const rateOf = ({ rate }: Offer) =>
    Option.getOrUndefined(Option.map(rate, (rate) => Number(formatAmount(rate))))
  // A service that cannot be written is left out.
  const rows = list.map((service) => [service, Either.getOrElse(encode(service), () => "")] as const)
  return { index: Search.make(list, rateOf), rows: new Map(rows) }
}

/** What is made of a catalogue, and kept as long as core keeps the catalogue. */
const prepared = new WeakMap<ReadonlyArray<Offer>, ReturnType<typeof make>>()

/** A page of what matches. */
const answer = (list: ReadonlyArray<Offer>, query: typeof Shapes.ServiceQuery.Type): string => {
  const { index, rows } = prepared.get(list) ?? make(list)
  prepared.set(list, { index, rows })
  const found = index.find(query)
  const page = found.slice(query.offset, query.offset + query.limit).map((service) => rows.get(service))
  return `{"total":${found.length},"services":[${page.filter((row) => row !== "").join(",")}]}`
}

/** An order as the API takes it, checked against its service, with its exact price. */
export const ordered = (body: Shapes.OrderBody) =>
  Effect.gen(function* () {
    const { extra = {}, anyLink, price: _, click: __, ...fields } = body
    const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const service = yield* Effect.flatMap(Services, (services) => services.get(body.service))
    const order = yield* Effect.flatMap(
      fromForm(service.type, Object.fromEntries(given), { extra, anyLink }),
      (order) => Quote.check(order, service)
    )
    return { order, service, price: Quote.quote(order, service) }
  }).pipe(Effect.mapError(ofPanelError))

export const layer = HttpApiBuilder.group(Api, "catalogue", (handlers) =>
  Effect.gen(function* () {
    const services = yield* Services
    const balance = yield* Balance
    return handlers
      .handle("services", ({ urlParams }) =>
        Effect.mapBoth(services.list, {
          onFailure: ofPanelError,
          onSuccess: (list) =>
            HttpServerResponse.text(answer(list, urlParams), { contentType: "application/json" })
        })
      )
      .handle("quote", ({ payload }) =>
        Effect.gen(function* () {
          const { order, service, price } = yield* ordered(payload)
          // A price is right without a balance, so one that cannot be read is only left out.
          const left = yield* Effect.option(balance.get)
          const currency = Option.orElse(
            Option.flatMap(price, ({ currency }) => currency),
            () => Option.flatMap(left, ({ currency }) => currency)
          )
          const amount = Option.map(price, ({ amount }) => amount)
          const balanceAfter = Option.zipWith(left, amount, (left, amount) =>
            BigDecimal.subtract(left.amount, amount)
          )
          const warnings = linkWarnings(order, service).map(warningText)
          return { amount, currency, balanceAfter, ...(warnings.length === 0 ? {} : { warnings }) }
        }).pipe(written(Shapes.Quote))
      )
  })
)
