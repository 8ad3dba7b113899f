/** The service behind the checks of what it is given: nothing reaches the store that it could not mean anything by. */
import { type OrderId, ServiceId } from "@smmkit/core/Identifiers"
import { Money } from "@smmkit/core/Money"
import * as Check from "@smmkit/core/Options"
import { nameCheck } from "@smmkit/journal/Account"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Follow, LineRef, Watched } from "../../Follow.js"
import type { Filter } from "../../FollowStore.js"
import * as Given from "../given.js"

const { maybe, order } = Given

const account: Check.Check<string> = (value) =>
  Either.mapLeft(nameCheck(value), () => "give the account's ID, as `lag` and events tell it")

const service = Check.decoded(ServiceId, 'give the ID of a service as text, such as "101"')
const place = Check.whole({ least: 0 })
const line = Check.whole({ least: 1 })

/** More digits than an amount has, and few enough to be written out. */
const mostDigits = 60

const isMoney = Schema.is(Money)

const isPrice = (value: unknown): value is Money =>
  isMoney(value) &&
  !BigDecimal.isNegative(value.amount) &&
  Math.abs(value.amount.scale) <= mostDigits &&
  value.amount.value < 10n ** BigInt(mostDigits)

const price = Check.is(isPrice, "give an exact amount (`Money`) that is not negative")

/** What JavaScript takes for a date. */
const latest = 8_640_000_000_000_000
const time = Check.whole({ least: 0, most: latest })

const century = 36_500

const longestWords = 1000
const unsayable = /[^\P{Cc}\n\t]|\p{Cs}/u

const words = Check.is(
  (value): value is string =>
    typeof value === "string" &&
    value.trim() !== "" &&
    value.length <= longestWords &&
    !unsayable.test(value),
  `give 1 to ${longestWords} characters, none of them a control character or half of one that was cut`
)

const watched: Given.Fields<Watched> = {
  account,
  order,
  service: maybe(service),
  price: maybe(price),
  units: maybe(line),
  runs: maybe(line),
  placed: maybe(time),
  term: maybe(Check.whole({ least: 0, most: century }))
}

const states = Check.is(
  Check.isListOf((value): value is string => typeof value === "string" && value !== ""),
  'give a list of states, such as ["Partial"]'
)

const filter: Given.Fields<Filter> = {
  account: maybe(account),
  states: maybe(states),
  open: maybe(Check.flag)
}

type Which = NonNullable<Parameters<Follow.Service["refunds"]>[0]>
type Since = NonNullable<Parameters<Follow.Service["events"]>[0]>

const which: Given.Fields<Which> = { account: maybe(account), order: maybe(order), open: maybe(Check.flag) }

const cursorRemedy = "give an object with the number of the last event of each account"

const since: Given.Fields<Since> = {
  after: maybe(Either.right),
  account: maybe(account),
  live: maybe(Check.flag)
}

/** One order of one account, as most calls name it. */
const one = (call: string, id: string, of: OrderId) => {
  const { part } = Given.call(call)
  return Either.andThen(part("account", id, account), part("order", of, order))
}

const ofAccount = (call: string, id: string) => Given.call(call).part("account", id, account)

const named = (call: string, name: string) => Given.call(call).part("name", name, nameCheck)

const someOf = (call: string, id: string, orders: ReadonlyArray<OrderId>) => {
  const { part, list } = Given.call(call)
  return Either.andThen(
    part("account", id, account),
    list("orders", orders, "give a list of orders' IDs", (field, one) => part(field, one, order))
  )
}

const watchedOf = (orders: ReadonlyArray<Watched>) => {
  const { list, object } = Given.call("watch")
  return list("orders", orders, "give a list of orders", (field, one) =>
    object({ field, inside: `${field}.` }, one, watched)
  )
}

const sinceOf = (options: Since) =>
  Either.gen(function* () {
    const { object, record } = Given.call("events")
    const own = yield* object({ field: "options" }, options, since)
    const { after } = own
    return after === undefined ? own : { ...own, after: yield* record("after", after, cursorRemedy, place) }
  })

const filterOf = (given: Filter) => Given.call("orders").object({ field: "filter" }, given, filter)

const whichOf = (given: Which) => Given.call("refunds").object({ field: "filter" }, given, which)

type Place = Parameters<Follow.Service["advance"]>[1]

const placeOf = (name: string, event: Place) =>
  Either.andThen(
    named("advance", name),
    Given.call("advance").object({ field: "event", inside: "event.", isOpen: true }, event, {
      account,
      number: place
    })
  )

const lineOf = (ref: LineRef, how: string) => {
  const { object, part } = Given.call("settleRefund")
  return Either.andThen(
    part("how", how, words),
    object({ field: "line", inside: "line.", isOpen: true }, ref, { account, order, line })
  )
}

export const checked = (service: Follow.Service): Follow.Service => ({
  ...service,
  watch: (orders) => Effect.flatMap(watchedOf(orders), service.watch),
  unwatch: (account, orders) =>
    Effect.flatMap(someOf("unwatch", account, orders), (own) => service.unwatch(account, own)),
  get: (account, order) => Effect.flatMap(one("get", account, order), () => service.get(account, order)),
  orders: (filter = {}) => Stream.unwrap(Effect.map(filterOf(filter), service.orders)),
  events: (options = {}) => Stream.unwrap(Effect.map(sinceOf(options), service.events)),
  history: (account, order) =>
    Effect.flatMap(one("history", account, order), () => service.history(account, order)),
  cursor: (name) => Effect.flatMap(named("cursor", name), service.cursor),
  advance: (name, event) => Effect.flatMap(placeOf(name, event), (own) => service.advance(name, own)),
  forget: (name) => Effect.flatMap(named("forget", name), service.forget),
  refunds: (filter = {}) => Stream.unwrap(Effect.map(whichOf(filter), service.refunds)),
  settleRefund: (line, how) => Effect.flatMap(lineOf(line, how), (own) => service.settleRefund(own, how)),
  now: (account, order) => Effect.flatMap(one("now", account, order), () => service.now(account, order)),
  pause: (account) => Effect.flatMap(ofAccount("pause", account), service.pause),
  resume: (account) => Effect.flatMap(ofAccount("resume", account), service.resume)
})
