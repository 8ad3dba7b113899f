/** `smmkit services` and `quote`: what the panel sells, and at which price. */
import { Money, Offer, Search, Services } from "@smmkit/core"
import { Array as Arr, BigDecimal, Effect, Option, Order, Schema } from "effect"
import * as Catalogue from "../Catalogue.js"
import { ExitCode, UsageError } from "../Failure.js"
import { given, whole } from "../Numbers.js"
import { draft, price, priceText, serviceText } from "../OrderOptions.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"
import { closest } from "../Suggest.js"
import * as Table from "../Table.js"
import * as Text from "../Text.js"

const orders = {
  // What has no rate comes last.
  rate: Order.combine(
    Order.mapInput(Order.boolean, ({ rate }: Offer.Offer) => Option.isNone(rate)),
    Order.mapInput(Option.getOrder(BigDecimal.Order), ({ rate }: Offer.Offer) => rate)
  ),
  name: Order.mapInput(Order.string, ({ name }: Offer.Offer) => name)
}

const isOrder = (text: string): text is keyof typeof orders => Object.hasOwn(orders, text)

/** What the options say of how services are listed. */
const listing = (invocation: Invocation) =>
  Effect.gen(function* () {
    const sort = invocation.value("sort")
    if (sort !== undefined && !isOrder(sort)) {
      const known = Object.keys(orders).join(" or ")
      return yield* new UsageError({ message: `--sort is ${Text.quote(sort)}: give ${known}` })
    }
    const most = yield* given(invocation, "limit", (name, text) =>
      whole(name, text, 1, Number.MAX_SAFE_INTEGER)
    )
    return (found: ReadonlyArray<Offer.Offer>) =>
      (sort === undefined ? found : Arr.sort(found, orders[sort])).slice(0, most)
  })

/** The services that the options ask for. */
const asked = ({ value }: Invocation, all: ReadonlyArray<Offer.Offer>) => {
  const type = value("type")
  const wanted = { search: value("search"), category: value("category"), type }
  const found = Search.make(all, () => undefined).find(wanted)
  const types = Arr.dedupe(all.map((one) => one.type))
  const near = type === undefined || found.length > 0 ? undefined : closest(type, types)
  return type === undefined || near === undefined
    ? Effect.succeed(found)
    : new UsageError({ message: `--type is ${Text.quote(type)}, and no service is of that type: ${near}` })
}

const columns: ReadonlyArray<Table.Column> = [
  { title: "SERVICE", side: "left" },
  { title: "NAME", enough: 12 },
  { title: "TYPE", enough: 8, isOptional: true },
  { title: "RATE", side: "left" },
  { title: "MIN", side: "left" },
  { title: "MAX", side: "left" },
  { title: "OFFERS", enough: 6, isOptional: true },
  { title: "CATEGORY", enough: 8, isOptional: true }
]

const offers = ({ refill, cancel, dripfeed }: Offer.Offer): string =>
  Object.entries({ refill, cancel, "drip-feed": dripfeed })
    .flatMap(([name, offered]) => (Option.contains(offered, true) ? [name] : []))
    .join(" ")

const cells =
  ({ plain, stdout }: Output.Service) =>
  (service: Offer.Offer): ReadonlyArray<Table.Cell> => {
    const { dim, cyan } = styleOf(stdout)
    const rate = Option.match(service.rate, {
      onNone: () => "",
      onSome: (rate) => [Money.formatAmount(rate), ...Option.toArray(service.currency)].join(" ")
    })
    return [
      { text: plain(service.service), paint: cyan },
      { text: plain(service.name) },
      { text: plain(service.type), paint: dim },
      { text: plain(rate) },
      { text: Option.match(service.min, { onNone: () => "", onSome: String }) },
      { text: Option.match(service.max, { onNone: () => "", onSome: String }) },
      { text: offers(service), paint: dim },
      { text: plain(service.category), paint: dim }
    ]
  }

const toJson = Schema.encodeSync(Offer.Json)

const render = (found: ReadonlyArray<Offer.Offer>, all: number, output: Output.Service): string => {
  if (output.json) {
    const rows = found.map((service) => `  ${output.encode(toJson(service))}`)
    return rows.length === 0 ? "[]\n" : `[\n${rows.join(",\n")}\n]\n`
  }
  const table = Table.make(columns, output).write(found.map(cells(output)))
  const every = `${all} ${all === 1 ? "service" : "services"}`
  const summary = found.length === all ? every : `${found.length} of ${every}`
  return `${table}${styleOf(output.stdout).dim(`${summary}; the rate is the price of 1000, or of a package`)}\n`
}

export const services = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const inOrder = yield* listing(invocation)
    const { list } = yield* Services.Services
    const all = yield* withProgress("reading the catalogue", list)
    const found = yield* asked(invocation, all)
    yield* output.out(render(inOrder(found), all.length, output))
    return ExitCode.done
  }).pipe(Session.provide(invocation, Catalogue.layer(true)))

/** `smmkit quote`: what an order would cost. */
export const quote = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { json, out, plain, encode, stdout } = yield* Output
    const priced = yield* Effect.flatMap(draft(invocation), price)
    const amount = Option.map(priced.price, ({ amount }) => Money.formatAmount(amount))
    const currency = Option.flatMap(priced.price, ({ currency }) => currency)
    yield* out(
      json
        ? `${encode({ amount: Option.getOrNull(amount), currency: Option.getOrNull(currency) })}\n`
        : `${plain(priceText(priced))}\n${styleOf(stdout).dim(plain(serviceText(priced)))}\n`
    )
    return ExitCode.done
  }).pipe(Session.provide(invocation, Catalogue.layer(invocation.flag("fresh"))))
