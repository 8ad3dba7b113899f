/** Services and what an order for them would cost. */
import { gzipSync } from "node:zlib"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { Balance } from "@smmkit/core/Balance"
import { formatAmount, type Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
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
import { ofPanelError, type Problem } from "../Problem.js"
import * as Shapes from "../Shapes.js"
import { warningText } from "../Warning.js"

const encode = Schema.encodeEither(Schema.parseJson(Shapes.Service))

/** What is made of a catalogue, and kept as long as core keeps the catalogue. */
interface Prepared {
  readonly index: Search.Index<Offer>
  /** Each service as JSON; empty where it cannot be written. */
  readonly rows: ReadonlyMap<Offer, string>
  /** All of it as every page asks for it, packed. */
  readonly whole: Uint8Array
}

const prepared = new WeakMap<ReadonlyArray<Offer>, Prepared>()

const answerOf = (total: number, rows: ReadonlyArray<string | undefined>): string =>
  `{"total":${total},"services":[${rows.filter((row) => row !== undefined && row !== "").join(",")}]}`

const prepare = (list: ReadonlyArray<Offer>): Prepared => {
  const known = prepared.get(list)
  if (known !== undefined) return known
  const rateOf = ({ rate }: Offer) =>
    Option.getOrUndefined(Option.map(rate, (rate) => Number(formatAmount(rate))))
  const rows = new Map(list.map((service) => [service, Either.getOrElse(encode(service), () => "")]))
  const whole = gzipSync(answerOf(list.length, [...rows.values()]))
  const made = { index: Search.make(list, rateOf), rows, whole }
  prepared.set(list, made)
  return made
}

const contentType = "application/json"

/** A page of what matches. The whole catalogue, which every page asks for, is a tenth when it is packed. */
const answer = (
  list: ReadonlyArray<Offer>,
  query: typeof Shapes.ServiceQuery.Type,
  takesGzip: boolean
): HttpServerResponse.HttpServerResponse => {
  const { index, rows, whole } = prepare(list)
  const found = index.find(query)
  const page = found.slice(query.offset, query.offset + query.limit)
  const headers = { vary: "accept-encoding" }
  if (takesGzip && page.length === list.length && query.sort === "panel" && query.search === "") {
    return HttpServerResponse.uint8Array(whole, {
      contentType,
      headers: { ...headers, "content-encoding": "gzip" }
    })
  }
  return HttpServerResponse.text(
    answerOf(
      found.length,
      page.map((service) => rows.get(service))
    ),
    { contentType, headers }
  )
}

/** An order as the API takes it, checked against its service, with its exact price. */
export const ordered = (
  body: Shapes.OrderBody
): Effect.Effect<
  { readonly order: Order; readonly service: Offer; readonly price: Option.Option<Money> },
  Problem,
  Services
> =>
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
      .handle("services", ({ urlParams, request }) =>
        Effect.mapBoth(services.list, {
          onFailure: ofPanelError,
          onSuccess: (list) =>
            answer(list, urlParams, /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""))
        })
      )
      .handle("service", ({ path }) =>
        written(Shapes.Service)(Effect.mapError(services.get(path.service), ofPanelError))
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
