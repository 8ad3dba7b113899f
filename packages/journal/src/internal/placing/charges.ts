/** What the panel says that it charged, beside the price by its catalogue: amounts of two currencies are not mixed. */
import { format, type Money } from "@smmkit/core/Money"
import type { Answer, OrderStatus } from "@smmkit/core/OrderStatus"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Store } from "../../StoreModel.js"
import { charged } from "../book/account.js"
import { accountOf, type Book, putAccount } from "../book/book.js"
import { differ, word } from "../book/sums.js"

/** The charge of an answer as money, where the panel named one. */
export const chargeOf = (charge: Option.Option<Money["amount"]>, currency: Money["currency"]): Money | null =>
  // Less than nothing would make room under a limit.
  Option.match(
    Option.filter(charge, (amount) => !BigDecimal.isNegative(amount)),
    {
      onNone: () => null,
      onSome: (amount) => ({ amount, currency })
    }
  )

/** A currency as entries have it: in capitals, so that two spellings are one. */
export const wordOf = ({ currency }: Pick<Money, "currency">): string | null => word(currency) || null

const currencyOf = ({ currency }: { readonly currency: string | null }) => Option.fromNullable(currency)

/** A charge of nothing may be one that the panel does not know yet, so by itself it is no price. */
const isKnown = ({ price, atMost }: JournalEntry, { amount }: Money): boolean =>
  !BigDecimal.isZero(amount) || price !== null || atMost !== null

/** An entry has one currency, so a charge in another than that of its price is told in words only. */
export const chargeIn = (
  entry: JournalEntry,
  charge: Money | null
): Pick<JournalEntry, "charge" | "currency"> & { readonly said: string } => {
  const { currency } = entry
  if (charge === null || !isKnown(entry, charge)) return { charge: null, currency, said: "" }
  if (differ(charge.currency, currencyOf(entry))) {
    const said = `the panel says that it charged ${format(charge)}, not in the currency of the price`
    return { charge: null, currency, said }
  }
  return { charge: charge.amount, currency: currency ?? wordOf(charge), said: "" }
}

/**
 * Adds what an order cost to what the balance is expected to have fallen by. What it cost in another
 * currency than that of the balance says nothing about it.
 */
export const chargeTo = (book: Book, entry: JournalEntry, charge: Money | null) => {
  const row = accountOf(book, entry.account, entry.host)
  const { base } = row
  if (base === null) return
  const own = { amount: entry.charge ?? entry.price, currency: currencyOf(entry) }
  const costs = charge === null || !isKnown(entry, charge) ? [own] : [charge, own]
  const cost = costs.find(({ currency }) => !differ(currency, currencyOf(base)))
  putAccount(book, charged(row, cost?.amount ?? null))
}

interface Learning {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly account: string
}

/** What becomes of an order whose charge will not change any more. */
const ended: ReadonlySet<string> = new Set([
  "Completed",
  "Partial",
  "Canceled",
  "Refunded",
  "Failed",
  "Expired"
])

/** What an order has cost by its status: more than nothing, or nothing where it has ended. */
const costOf = ({ charge, currency, status }: Answer): Money | null => {
  const cost = chargeOf(charge, currency)
  return cost !== null && (!BigDecimal.isZero(cost.amount) || ended.has(status)) ? cost : null
}

/** Asks the panel what orders that had no price have cost, where a limit has to know. */
export const learning = ({ store, status, account }: Learning) => ({
  learn: (keys: ReadonlyArray<string>): Effect.Effect<boolean> =>
    Effect.gen(function* () {
      const entries = [...(yield* store.findMany(account, keys.slice(0, 100))).values()]
      const placed = entries.flatMap((entry) => (entry.order === null ? [] : [{ entry, id: entry.order }]))
      const answers = yield* status.many(placed.map(({ id }) => id))
      const learned = yield* Effect.forEach(answers, ({ id, result }) => {
        const one = placed.find((placed) => placed.id === id)
        const cost = Either.isLeft(result) ? null : costOf(result.right)
        return one === undefined || cost === null
          ? Effect.succeed(false)
          : Effect.as(store.learn(one.entry, cost), true)
      })
      return learned.includes(true)
    }).pipe(Effect.catchAll(() => Effect.succeed(false)))
})
