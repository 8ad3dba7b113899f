/** `smmkit services` and `quote`: what the panel sells, and at which price. */
import { Money, Offer, Options, Search, Services } from "@smmkit/core"
import { BigDecimal, Effect, Option, Schema, Struct } from "effect"
import * as Catalogue from "../Catalogue.js"
import { ExitCode, usage } from "../Failure.js"
import { given, whole } from "../Numbers.js"
import { draft, price, priceText, serviceText } from "../OrderOptions.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Rows from "../Rows.js"
import * as Session from "../Session.js"
import { closest } from "../Suggest.js"
import { quote, text } from "../Text.js"

const sorts = { rate: "cheapest", name: "name" } as const
const isSort = Options.oneOf(Struct.keys(sorts))

/** The services that the options ask for. */
const asked = (invocation: Invocation, all: ReadonlyArray<Offer.Offer>) =>
  Effect.gen(function* () {
    const [search, category, type] = ["search", "category", "type"].map(invocation.value)
    const sort = yield* given(invocation, "sort", isSort)
    const { find, types } = Search.make(all, ({ rate }) =>
      Option.getOrUndefined(Option.map(rate, BigDecimal.unsafeToNumber))
    )
    const near = type === undefined || find({ type }).length > 0 ? undefined : closest(type, types)
    if (type !== undefined && near !== undefined)
      return yield* usage(`--type is ${quote(type)}, and no service is of that type: ${near}`)
    return find({ search, category, type, sort: sort && sorts[sort] })
  })

const offers = ({ refill, cancel, dripfeed }: Offer.Offer): string =>
  Object.entries({ refill, cancel, "drip-feed": dripfeed })
    .flatMap(([name, offered]) => (Option.contains(offered, true) ? [name] : []))
    .join(" ")

const view: Rows.View<Offer.Offer> = {
  columns: [
    { title: "SERVICE", isNumber: true, look: "cyan" },
    { title: "NAME", enough: 40 },
    { title: "TYPE", enough: 8, isOptional: true, look: "dim" },
    { title: "RATE", isNumber: true },
    { title: "MIN", isNumber: true },
    { title: "MAX", isNumber: true },
    { title: "OFFERS", enough: 6, isOptional: true, look: "dim" },
    { title: "CATEGORY", enough: 8, isOptional: true, look: "dim" }
  ],
  cells: (service) => [
    service.service,
    service.name,
    service.type,
    text(service.rate, (rate) => `${Money.formatAmount(rate)} ${text(service.currency)}`),
    text(service.min),
    text(service.max),
    offers(service),
    service.category
  ],
  json: Schema.encodeSync(Offer.Json)
}

export const services = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const most = yield* given(invocation, "limit", whole(1, Number.MAX_SAFE_INTEGER))
    yield* given(invocation, "sort", isSort)
    const { list } = yield* Services.Services
    const all = yield* withProgress("reading the catalogue", list)
    const found = yield* asked(invocation, all)
    yield* Rows.writeAll(found.slice(0, most), view)
    if (output.json) return ExitCode.done
    const every = `${all.length} ${all.length === 1 ? "service" : "services"}`
    const count = found.length === all.length ? every : `${found.length} of ${every}`
    const summary = `${count}; the rate is the price of 1000, or of a package`
    yield* output.out(`${output.stdout.paint("dim", summary)}\n`)
    return ExitCode.done
  }).pipe(Session.provide(invocation, Catalogue.layer(true)))

/** `smmkit quote`: what an order would cost. */
export const quoted = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { tell, plain, stdout } = yield* Output
    const priced = yield* Effect.flatMap(draft(invocation), price)
    const amount = Option.map(priced.price, ({ amount }) => Money.formatAmount(amount))
    const currency = Option.flatMap(priced.price, ({ currency }) => currency)
    const service = stdout.paint("dim", plain(serviceText(priced)))
    yield* tell(
      { amount: Option.getOrNull(amount), currency: Option.getOrNull(currency) },
      `${plain(priceText(priced))}\n${service}\n`
    )
    return ExitCode.done
  }).pipe(Session.provide(invocation, Catalogue.layer(invocation.flag("fresh"))))
