/** What the panel says that it charged, beside the price by its catalogue: amounts of two currencies are not mixed. */
import { format, type Money } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { JournalEntry } from "../../JournalEntry.js"
import { charged, restarted } from "./account.js"
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
  // The clock was set back since: what is placed now would seem to have been placed before the balance was read.
  if (book.now < base.at) return void putAccount(book, restarted(row))
  const own = { amount: entry.charge ?? entry.price, currency: currencyOf(entry) }
  const costs = charge === null || !isKnown(entry, charge) ? [own] : [charge, own]
  const cost = costs.find(({ currency }) => !differ(currency, currencyOf(base)))
  putAccount(book, charged(row, cost?.amount ?? null))
}
