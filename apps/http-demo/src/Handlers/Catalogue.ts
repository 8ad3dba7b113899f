/** Services and what an order for them would cost. */
import { gzipSync } from "node:zlib"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { Balance } from "@smmkit/core/Balance"
import { formatAmount, type Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
import { fromForm } from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import * as Search from "@smmkit/core/Search"
import { Services } from "@smmkit/core/Services"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Api } from "../Api.js"
import { ofPanelError, type Problem } from "../Problem.js"
import { type OrderBody, type ServiceQuery, Service as ServiceShape } from "../Shapes.js"

const encode = Schema.encodeSync(Schema.parseJson(ServiceShape))

/** What is made of a catalogue, and kept as long as core keeps the catalogue. */
interface Prepared {
  readonly index: Search.Index<Offer>
  readonly rows: WeakMap<Offer, string>
  /** The answers to the latest questions. */
  readonly answers: Map<string, Answer>
}

const prepared = new WeakMap<ReadonlyArray<Offer>, Prepared>()

const prepare = (list: ReadonlyArray<Offer>): Prepared => {
  const known = prepared.get(list)
  if (known !== undefined) return known
  const rateOf = ({ rate }: Offer) =>
    Option.getOrUndefined(Option.map(rate, (rate) => Number(formatAmount(rate))))
  const made: Prepared = { index: Search.make(list, rateOf), rows: new WeakMap(), answers: new Map() }
  prepared.set(list, made)
  return made
}

const rowOf = ({ rows }: Prepared, service: Offer): string => {
  const known = rows.get(service)
  if (known !== undefined) return known
  const made = encode(service)
  rows.set(service, made)
  return made
}

interface Answer {
  readonly plain: HttpServerResponse.HttpServerResponse
  readonly gzipped: HttpServerResponse.HttpServerResponse
}

const mostAnswers = 200
const longestKept = 500
const smallest = 16 * 1024

/** A long list, such as the whole catalogue that the page reads, shrinks to a tenth. */
const written = (json: string): Answer => {
  const contentType = "application/json"
  const plain = HttpServerResponse.text(json, { contentType, headers: { vary: "accept-encoding" } })
  if (json.length < smallest) return { plain, gzipped: plain }
  const headers = { vary: "accept-encoding", "content-encoding": "gzip" }
  return { plain, gzipped: HttpServerResponse.uint8Array(gzipSync(json), { contentType, headers }) }
}

/** A page of what matches. Many people ask for the same few, and every page for the whole catalogue. */
const answer = (list: ReadonlyArray<Offer>, query: typeof ServiceQuery.Type): Answer => {
  const catalogue = prepare(list)
  const { answers } = catalogue
  const question = JSON.stringify(query)
  const known = answers.get(question)
  if (known !== undefined) return known
  const found = catalogue.index.find(query)
  const page = found.slice(query.offset, query.offset + query.limit)
  const rows = page.map((service) => rowOf(catalogue, service)).join(",")
  const made = written(`{"total":${found.length},"services":[${rows}]}`)
  const isWhole = page.length === list.length && query.sort === "panel"
  if (page.length <= longestKept || isWhole) answers.set(question, made)
  const [oldest] = answers.keys()
  if (oldest !== undefined && answers.size > mostAnswers) answers.delete(oldest)
  return made
}

const takesGzip = (request: HttpServerRequest.HttpServerRequest): boolean =>
  /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")

/** An order as the API takes it, checked against its service, with its exact price. */
export const ordered = (
  body: OrderBody
): Effect.Effect<
  { readonly order: Order; readonly price: Option.Option<Money> },
  Problem,
  Services | Balance
> =>
  Effect.gen(function* () {
    const { extra = {}, anyLink, price: _, ...fields } = body
    const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const service = yield* Effect.flatMap(Services, (services) => services.get(body.service))
    const order = yield* Effect.flatMap(
      fromForm(service.type, Object.fromEntries(given), { extra, anyLink }),
      (order) => Quote.check(order, service)
    )
    return { order, price: Quote.quote(order, service) }
  }).pipe(Effect.mapError(ofPanelError))

export const layer = HttpApiBuilder.group(Api, "catalogue", (handlers) =>
  Effect.gen(function* () {
    const services = yield* Services
    const balance = yield* Balance
    return handlers
      .handle("services", ({ urlParams, request }) =>
        Effect.mapBoth(services.list, {
          onFailure: ofPanelError,
          onSuccess: (list) => {
            const { plain, gzipped } = answer(list, urlParams)
            return takesGzip(request) ? gzipped : plain
          }
        })
      )
      .handle("service", ({ path }) => Effect.mapError(services.get(path.service), ofPanelError))
      .handle("quote", ({ payload }) =>
        Effect.gen(function* () {
          const { price } = yield* ordered(payload)
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
          return { amount, currency, balanceAfter }
        })
      )
  })
)
