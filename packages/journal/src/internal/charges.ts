/** What the panel says that it charged, beside the price by its catalogue: amounts of two currencies are not mixed. */
import { format, type Money } from "@smmkit/core/Money"
import * as Option from "effect/Option"
import type { JournalEntry } from "../JournalEntry.js"
import { charged } from "./account.js"
import { accountOf, type Book, putAccount } from "./book.js"
import { differ } from "./sums.js"

/** The charge of an answer as money, where the panel named one. */
export const chargeOf = (charge: Option.Option<Money["amount"]>, currency: Money["currency"]): Money | null =>
  Option.match(charge, { onNone: () => null, onSome: (amount) => ({ amount, currency }) })

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
  return { charge: charge.amount, currency: currency ?? Option.getOrNull(charge.currency), said: "" }
}

/**
 * Adds what an order cost to what the balance is expected to have fallen by. What it cost in another
 * currency than that of the balance says nothing about it.
 */
export const chargeTo = (book: Book, entry: JournalEntry, charge: Money | null) => {
  const page = accountOf(book, entry.account, entry.host)
  const { base } = page
  if (base === null) return
  const own = { amount: entry.charge ?? entry.price, currency: currencyOf(entry) }
  const costs = charge === null ? [own] : [charge, own]
  const cost = costs.find(({ currency }) => !differ(currency, currencyOf(base)))
  putAccount(book, charged(page, cost?.amount ?? null))
}
