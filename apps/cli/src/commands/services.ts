/** `smmkit services`: what the panel sells. */
import { formatAmount } from "@smmkit/core/Money"
import { Json, type Offer } from "@smmkit/core/Offer"
import * as Search from "@smmkit/core/Search"
import * as Services from "@smmkit/core/Services"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Catalogue from "../Catalogue.js"
import { ExitCode } from "../ExitCode.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"
import * as Table from "../Table.js"

/** The services that the options ask for. */
const asked = (invocation: Invocation, all: ReadonlyArray<Offer>): ReadonlyArray<Offer> =>
  Search.make(all, () => undefined).find({
    search: invocation.value("search"),
    category: invocation.value("category"),
    type: invocation.value("type")
  })

const toJson = Schema.encodeSync(Json)

const columns: ReadonlyArray<Table.Column> = [
  { title: "SERVICE", side: "left" },
  { title: "NAME", most: 48 },
  { title: "TYPE", most: 24 },
  { title: "RATE", side: "left" },
  { title: "MIN", side: "left" },
  { title: "MAX", side: "left" },
  { title: "OFFERS" },
  { title: "CATEGORY", most: 32 }
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
  const whole = `${all} ${all === 1 ? "service" : "services"}`
  const summary = services.length === all ? whole : `${services.length} of ${whole}`
  return `${table}${styleOf(output.stdout).dim(`${summary}; the rate is the price of 1000, or of a package`)}\n`
}

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const all = yield* withProgress("reading the catalogue", Catalogue.list)
    yield* output.out(render(asked(invocation, all), all.length, output))
    return ExitCode.done
  }).pipe(Effect.provide(Services.layer(Session.client)), Effect.provide(Session.layer(invocation)))
