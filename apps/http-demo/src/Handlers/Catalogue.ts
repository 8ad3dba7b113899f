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
  readonly rows: WeakMap<Offer, string>
  /** Answers to the latest questions, and the bytes of all of them. */
  readonly answers: Map<string, Answer>
  bytes: number
}

const prepared = new WeakMap<ReadonlyArray<Offer>, Prepared>()

const prepare = (list: ReadonlyArray<Offer>): Prepared => {
  const known = prepared.get(list)
  if (known !== undefined) return known
  const rateOf = ({ rate }: Offer) =>
    Option.getOrUndefined(Option.map(rate, (rate) => Number(formatAmount(rate))))
  const made = { index: Search.make(list, rateOf), rows: new WeakMap(), answers: new Map(), bytes: 0 }
  prepared.set(list, made)
  return made
}

const rowOf = ({ rows }: Prepared, service: Offer): string => {
  const known = rows.get(service)
  if (known !== undefined) return known
  const made = Either.getOrElse(encode(service), () => "")
  rows.set(service, made)
  return made
}

interface Answer {
  readonly plain: HttpServerResponse.HttpServerResponse
  readonly gzipped: HttpServerResponse.HttpServerResponse
  readonly bytes: number
}

const mostBytes = 8 * 1024 * 1024
/** A short answer is sent as it is. */
const smallest = 16 * 1024

/** A long list, such as the whole catalogue that the page reads, shrinks to a tenth. */
const packed = (json: string): Answer => {
  const contentType = "application/json"
  const headers = { vary: "accept-encoding" }
  const plain = HttpServerResponse.text(json, { contentType, headers })
  const bytes = Buffer.byteLength(json)
  if (bytes < smallest) return { plain, gzipped: plain, bytes }
  const body = gzipSync(json)
  const gzipped = HttpServerResponse.uint8Array(body, {
    contentType,
    headers: { ...headers, "content-encoding": "gzip" }
  })
  return { plain, gzipped, bytes: bytes + body.length }
}

/** A page of what matches. Many people ask for the same few, and every page for the whole catalogue. */
const answer = (list: ReadonlyArray<Offer>, query: typeof Shapes.ServiceQuery.Type): Answer => {
  const catalogue = prepare(list)
  const { answers } = catalogue
  // Whoever asks for more than there is asks for all of it.
  const limit = Math.min(query.limit, list.length)
  const question = JSON.stringify({ ...query, limit })
  const known = answers.get(question)
  if (known !== undefined) return known
  const found = catalogue.index.find(query)
  const page = found.slice(query.offset, query.offset + limit)
  const rows = page.map((service) => rowOf(catalogue, service)).filter((row) => row !== "")
  const made = packed(`{"total":${found.length},"services":[${rows.join(",")}]}`)
  answers.set(question, made)
  catalogue.bytes += made.bytes
  for (const [oldest, { bytes }] of answers) {
    if (catalogue.bytes <= mostBytes) break
    answers.delete(oldest)
    catalogue.bytes -= bytes
  }
  return made
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
          onSuccess: (list) => {
            const { plain, gzipped } = answer(list, urlParams)
            return /\bgzip\b/.test(request.headers["accept-encoding"] ?? "") ? gzipped : plain
          }
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
