/** What the panel says that it charged, beside the price by its catalogue: amounts of two currencies are not mixed. */
import { format, type Money } from "@smmkit/core/Money"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { JournalEntry } from "../JournalEntry.js"
import type { Store } from "../StoreModel.js"
import { charged } from "./account.js"
import { accountOf, type Book, putAccount } from "./book.js"
import { differ, word } from "./sums.js"

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

/** An entry has one currency, so a charge in another than that of its price is told in words only. */
export const chargeIn = (
  entry: JournalEntry,
  charge: Money | null
): Pick<JournalEntry, "charge" | "currency"> & { readonly said: string } => {
  const { currency } = entry
  if (charge === null) return { charge: null, currency, said: "" }
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
  const costs = charge === null ? [own] : [charge, own]
  const cost = costs.find(({ currency }) => !differ(currency, currencyOf(base)))
  putAccount(book, charged(row, cost?.amount ?? null))
}

interface Learning {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly account: string
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
        if (one === undefined || Either.isLeft(result) || Option.isNone(result.right.charge)) {
          return Effect.succeed(false)
        }
        const charge = { amount: result.right.charge.value, currency: result.right.currency }
        return Effect.as(store.learn(one.entry, charge), true)
      })
      return learned.includes(true)
    }).pipe(Effect.catchAll(() => Effect.succeed(false)))
})
