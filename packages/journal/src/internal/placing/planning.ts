/** From an order to the plan of its call: its form, its price, and the `request_id` where that helps. */
import type { Money } from "@smmkit/core/Money"
import { format } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import * as Options from "@smmkit/core/Options"
import type { Order } from "@smmkit/core/Order"
import * as OrderForm from "@smmkit/core/OrderForm"
import type { CallOptions } from "@smmkit/core/PanelClient"
import { InvalidOrder, OrderWithheld } from "@smmkit/core/PanelError"
import * as Quote from "@smmkit/core/Quote"
import { NotSent } from "@smmkit/core/Transport"
import * as BigDecimal from "effect/BigDecimal"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { JournalConfig, Limits } from "../../JournalConfig.js"
import type { JournalEntry } from "../../JournalEntry.js"
import { hasAny } from "../../Limits.js"
import { differ } from "../book/sums.js"
import * as Checks from "../checks.js"
import * as Identity from "../identity.js"

const wrongName =
  (field: "key" | "run", what: string) =>
  (value: string): InvalidOrder | undefined =>
    Checks.isName(value)
      ? undefined
      : new InvalidOrder({
          field,
          value: String(value).slice(0, 100),
          remedy: `give ${what} of ${Checks.aName}`
        })

/** What is wrong with a key or a run, which are compared and stored. */
export const wrongKey = wrongName("key", "an idempotency key")
export const wrongRun = wrongName("run", "a name")

/** What is wrong with what an order may cost by its caller: less than nothing would make room under a limit. */
export const wrongAmount = (field: "atMost" | "quote", value: Money["amount"] | undefined) =>
  value === undefined
    ? undefined
    : Option.getOrUndefined(Either.getLeft(Checks.beside(field, value, Checks.amount)))

/** As core takes it: one that lies in the past is a time, too. */
const anyTime: Options.Check<Duration.Duration> = (value) =>
  Either.fromOption(
    Number.isNaN(value) ? Option.none() : Duration.decodeUnknown(value),
    () => 'give a time such as "10 seconds"'
  )

/** As long as any store counts. */
const apartTime = Options.time({ none: true, most: Duration.days(36_500) })

/** For how long an order is to stand apart from equal ones, in milliseconds. */
export const apartOf = (
  apart: Duration.DurationInput | undefined
): Either.Either<number | null, InvalidOrder> =>
  Either.map(Checks.beside("apart", apart, apartTime), (time) =>
    time === undefined ? null : Duration.toMillis(time)
  )

/** When a call that begins now has to have ended, in milliseconds by the wall's clock. */
export const endOf = (
  deadline: CallOptions["deadline"],
  now: number
): Either.Either<number | undefined, InvalidOrder> =>
  DateTime.isDateTime(deadline)
    ? Either.right(deadline.epochMillis)
    : Either.map(Checks.beside("deadline", deadline, anyTime), (time) =>
        time === undefined ? undefined : now + Duration.toMillis(time)
      )

/** What is needed before a call can begin; the caller does not wait for it beyond its own deadline. */
export const inTime = <A, E>(
  effect: Effect.Effect<A, E>,
  until: number | undefined
): Effect.Effect<A, E | NotSent> =>
  until === undefined
    ? effect
    : Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.timeoutFail(effect, {
          duration: Math.max(0, until - now),
          onTimeout: () => new NotSent({ reason: "timeout", detail: "DEADLINE" })
        })
      )

const withheld = (reason: "limit" | "price", detail: string) => new OrderWithheld({ reason, detail })

/** Under which rule an order has to have a price that holds now, if under any. */
export const ruleOf = (
  { priceGuard }: Pick<JournalConfig, "priceGuard">,
  limits: Limits,
  quote: Money | undefined
): "price" | "limit" | undefined =>
  priceGuard && quote !== undefined ? "price" : hasAny(limits) ? "limit" : undefined

/** The price by the catalogue; the order is withheld where it rose above the quote that its caller agreed to. */
export const priceOf = (
  order: Order,
  service: Offer | undefined,
  quote: Money | undefined,
  isGuarded: boolean
): Either.Either<Money | undefined, OrderWithheld> => {
  const price = service === undefined ? undefined : Option.getOrUndefined(Quote.quote(order, service))
  if (!isGuarded || quote === undefined) return Either.right(price ?? quote)
  if (price === undefined) {
    return Either.left(withheld("price", "the catalogue has no price for it any more; ask for a new quote"))
  }
  const change = `from ${format(quote)} to ${format(price)} since the quote; ask for a new quote`
  // Amounts of two currencies cannot be compared, so it is not known that the price did not rise.
  if (differ(price.currency, quote.currency)) {
    return Either.left(withheld("price", `its price changed its currency, ${change}`))
  }
  return BigDecimal.greaterThan(price.amount, quote.amount)
    ? Either.left(withheld("price", `its price rose ${change}`))
    : Either.right(price)
}

/** How many units an order asks for, all its runs together, as far as that is a number that all count alike. */
export const unitsOf = (order: Order): number | null => {
  const runs = "runs" in order && order.runs !== undefined ? order.runs : 1
  return Option.match(Quote.quantity(order), {
    onNone: () => null,
    onSome: (units) => (Number.isSafeInteger(units * runs) ? units * runs : null)
  })
}

const field = "request_id"

/** An order with a `request_id`, which is the caller's own where there is one, else made of the key. */
export const identified = (
  order: Order,
  account: string,
  key: string
): { readonly order: Order; readonly requestId: string } => {
  const own = order.type === "Other" ? order.fields[field] : order.extra?.[field]
  if (own !== undefined) return { order, requestId: own }
  const requestId = Identity.digest(account, key).slice(0, 32)
  return order.type === "Other"
    ? { order: { ...order, fields: { ...order.fields, [field]: requestId } }, requestId }
    : { order: { ...order, extra: { ...order.extra, [field]: requestId } }, requestId }
}

/** The very call of an entry once more. */
export const again = (entry: JournalEntry): Either.Either<Order, InvalidOrder> =>
  OrderForm.fromForm(
    "Other",
    { ...entry.request, ...(entry.requestId === null ? {} : { [field]: entry.requestId }) },
    { anyLink: true }
  )
