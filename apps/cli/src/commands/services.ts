/** `smmkit services`: what the panel sells. */
import { formatAmount } from "@smmkit/core/Money"
import { Json, type Offer } from "@smmkit/core/Offer"
import * as Search from "@smmkit/core/Search"
import * as Services from "@smmkit/core/Services"
import * as Arr from "effect/Array"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import * as Catalogue from "../Catalogue.js"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import { whole } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"
import { closest } from "../Suggest.js"
import * as Table from "../Table.js"
import { quote } from "../Text.js"

const orders = {
  // What has no rate comes last.
  rate: Order.combine(
    Order.mapInput(Order.boolean, ({ rate }: Offer) => Option.isNone(rate)),
    Order.mapInput(Option.getOrder(BigDecimal.Order), ({ rate }: Offer) => rate)
  ),
  name: Order.mapInput(Order.string, ({ name }: Offer) => name)
}

const isOrder = (text: string): text is keyof typeof orders => text in orders

/** What the options say of how services are listed. */
const listing = (invocation: Invocation) =>
  Effect.gen(function* () {
    const [sort, limit] = [invocation.value("sort"), invocation.value("limit")]
    if (sort !== undefined && !isOrder(sort)) {
      return yield* new UsageError({
        message: `--sort is ${quote(sort)}: give ${Object.keys(orders).join(" or ")}`
      })
    }
    const most = limit === undefined ? undefined : yield* whole("--limit", limit, 1, Number.MAX_SAFE_INTEGER)
    return (found: ReadonlyArray<Offer>) =>
      (sort === undefined ? found : Arr.sort(found, orders[sort])).slice(0, most)
  })

/** The services that the options ask for. */
const asked = (
  invocation: Invocation,
  all: ReadonlyArray<Offer>
): Effect.Effect<ReadonlyArray<Offer>, UsageError> => {
  const type = invocation.value("type")
  const found = Search.make(all, () => undefined).find({
    search: invocation.value("search"),
    category: invocation.value("category"),
    type
  })
  if (type === undefined || found.length > 0) return Effect.succeed(found)
  const types = Arr.dedupe(all.map((one) => one.type))
  const near = closest(type, types)
  return near === undefined
    ? Effect.succeed(found)
    : new UsageError({ message: `--type is ${quote(type)}, and no service is of that type: ${near}` })
}

const toJson = Schema.encodeSync(Json)

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

const offers = ({ refill, cancel, dripfeed }: Offer): string =>
  [["refill", refill] as const, ["cancel", cancel] as const, ["drip-feed", dripfeed] as const]
    .filter(([, offered]) => Option.contains(offered, true))
    .map(([name]) => name)
    .join(" ")

const cells =
  ({ plain, stdout }: Output.Service) =>
  (service: Offer): ReadonlyArray<Table.Cell> => {
    const { dim, cyan } = styleOf(stdout)
    const rate = Option.match(service.rate, {
      onNone: () => "",
      onSome: (rate) => [formatAmount(rate), ...Option.toArray(service.currency)].join(" ")
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

const render = (services: ReadonlyArray<Offer>, all: number, output: Output.Service): string => {
  if (output.json) {
    const rows = services.map((service) => `  ${output.encode(toJson(service))}`)
    return rows.length === 0 ? "[]\n" : `[\n${rows.join(",\n")}\n]\n`
  }
  const table = Table.make(columns, output).write(services.map(cells(output)))
  const every = `${all} ${all === 1 ? "service" : "services"}`
  const summary = services.length === all ? every : `${services.length} of ${every}`
  return `${table}${styleOf(output.stdout).dim(`${summary}; the rate is the price of 1000, or of a package`)}\n`
}

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const list = yield* listing(invocation)
    const all = yield* withProgress("reading the catalogue", Catalogue.list)
    const found = yield* asked(invocation, all)
    yield* output.out(render(list(found), all.length, output))
    return ExitCode.done
  }).pipe(Effect.provide(Services.layer(Session.client)), Effect.provide(Session.layer(invocation)))
