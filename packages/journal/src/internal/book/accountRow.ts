/** An account as a row of the store, and back. */
import * as Effect from "effect/Effect"
import type { ParseError } from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { Account } from "../../Account.js"
import { Amount } from "./amount.js"
import { Text, Whole } from "./entryRow.js"

// PostgreSQL's own text of an amount has no exponent, and SQLite keeps ours.
const Row = Schema.Struct({
  id: Text,
  name: Text,
  host: Text,
  per_order: Schema.NullOr(Amount),
  per_run: Schema.NullOr(Amount),
  per_day: Schema.NullOr(Amount),
  trusted: Whole,
  why: Text,
  base_at: Schema.NullOr(Whole),
  base_balance: Schema.NullOr(Amount),
  base_currency: Schema.NullOr(Text),
  line: Whole,
  serial: Whole,
  spent: Amount,
  orders: Whole,
  decimals: Whole,
  unpriced: Whole,
  quiet_owner: Schema.NullOr(Text),
  quiet_until: Schema.NullOr(Whole)
})

export const columns: ReadonlyArray<string> = Object.keys(Row.fields)

export type AccountRow = typeof Row.Encoded

const encode = Schema.encodeSync(Row)
const decode = Schema.decodeUnknown(Row)

export const toRow = (account: Account): AccountRow => {
  const { base, quiet, limits, count, trusted, ...same } = account
  return encode({
    ...same,
    per_order: limits.perOrder ?? null,
    per_run: limits.perRun ?? null,
    per_day: limits.perDay ?? null,
    trusted: trusted ? 1 : 0,
    base_at: base?.at ?? null,
    base_balance: base?.balance ?? null,
    base_currency: base?.currency ?? null,
    orders: count,
    quiet_owner: quiet?.owner ?? null,
    quiet_until: quiet?.until ?? null
  })
}

const fromDecoded = (row: typeof Row.Type): Account => {
  const { base_at, base_balance, base_currency, quiet_owner, quiet_until, orders, trusted, ...rest } = row
  const { per_order, per_run, per_day, ...same } = rest
  return {
    ...same,
    limits: { perOrder: per_order ?? undefined, perRun: per_run ?? undefined, perDay: per_day ?? undefined },
    trusted: trusted !== 0,
    base:
      base_at === null || base_balance === null
        ? null
        : { at: base_at, balance: base_balance, currency: base_currency },
    count: orders,
    quiet: quiet_owner === null || quiet_until === null ? null : { owner: quiet_owner, until: quiet_until }
  }
}

export const fromRow = (row: unknown): Effect.Effect<Account, ParseError> =>
  Effect.map(decode(row), fromDecoded)
