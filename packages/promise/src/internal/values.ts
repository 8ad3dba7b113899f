/** Answers as the plain values that `JSON.stringify` gives back. */
import type { Answer as AddOrder } from "@smmkit/core/AddOrder"
import type { Answered as CoreAnswered } from "@smmkit/core/Call"
import * as Money from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Answer as OrderStatus } from "@smmkit/core/OrderStatus"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Plain from "../Answers.js"
import type { Placed } from "./journal/layers.js"

const amount = (value: Option.Option<BigDecimal.BigDecimal>): string | null =>
  Option.getOrNull(Option.map(value, Money.formatAmount))

export const money = ({ amount, currency }: Money.Money): Plain.Money => ({
  amount: Money.formatAmount(amount),
  currency: Option.getOrNull(currency)
})

export const service = (offer: Offer): Plain.Service => ({
  service: offer.service,
  name: offer.name,
  type: offer.type,
  category: offer.category,
  rate: amount(offer.rate),
  min: Option.getOrNull(offer.min),
  max: Option.getOrNull(offer.max),
  refill: Option.getOrNull(offer.refill),
  cancel: Option.getOrNull(offer.cancel),
  dripfeed: Option.getOrNull(offer.dripfeed),
  currency: Option.getOrNull(offer.currency),
  desc: Option.getOrNull(offer.desc),
  unclear: Option.getOrNull(offer.unclear)
})

export const status = (answer: OrderStatus): Plain.OrderStatus => ({
  status: answer.status,
  charge: amount(answer.charge),
  startCount: Option.getOrNull(answer.startCount),
  remains: Option.getOrNull(answer.remains),
  currency: Option.getOrNull(answer.currency),
  runs: Option.getOrNull(answer.runs),
  posts: Option.getOrNull(answer.posts),
  expiry: Option.getOrNull(answer.expiry),
  orders: Option.getOrNull(answer.orders)
})

export const placed = ({ order, charge, currency, chargeText }: AddOrder): Plain.PlacedOrder => ({
  order,
  charge: amount(charge),
  currency: Option.getOrNull(currency),
  chargeText: chargeText ?? null
})

const charged = ({ charge, currency }: JournalEntry) => ({
  charge: amount(Option.fromNullable(charge)),
  currency: charge === null ? null : currency
})

export const ofEntry = ({ entry, order }: Placed): Plain.PlacedOrder => ({
  order,
  ...charged(entry),
  chargeText: null
})

export const onceOfEntry = ({ entry, order }: Placed): Plain.PlacedOnce => ({
  key: entry.key,
  order,
  ...charged(entry),
  created: entry.created
})

/** The answers about many IDs. */
export const answered =
  <A, B, E, F>(value: (answer: A) => B, error: (error: E) => F) =>
  (all: ReadonlyArray<CoreAnswered<string, A, E>>): ReadonlyArray<Plain.Answered<B, F>> =>
    all.map(({ id, result }) =>
      Either.match(result, {
        onLeft: (left) => ({ id, ok: false, error: error(left) }),
        onRight: (right) => ({ id, ok: true, value: value(right) })
      })
    )
