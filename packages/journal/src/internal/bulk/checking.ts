/** Checking rows: each is bad, has its outcome already, or is to be sent. */
import type { Money } from "@smmkit/core/Money"
import type { Service } from "@smmkit/core/Service"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Options, Row } from "../../Bulk.js"
import type { BadRow } from "../../BulkError.js"
import type { Journal } from "../../Journal.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import * as Identity from "../identity.js"
import { differ } from "../sums.js"
import * as RowCounter from "./rowCounter.js"
import * as Rows from "./rows.js"

export type Checked =
  | { readonly _tag: "Bad"; readonly bad: BadRow }
  | { readonly _tag: "Earlier"; readonly row: Rows.GoodRow; readonly entry: JournalEntry }
  | { readonly _tag: "Fresh"; readonly row: Rows.GoodRow }

export interface Tools {
  readonly journal: Journal.Service
  readonly catalogue: ReadonlyMap<string, Service>
  readonly batch: string
  readonly options: Options
}

const together = 256

/** Whether a row that has an outcome is sent again. */
const isSentAgain = (entry: JournalEntry, { retryRefused }: Options): boolean => {
  if (entry.state === "not-placed" || entry.state === "sending") return true
  if (entry.state !== "refused") return false
  const { error } = entry
  return retryRefused === true || error === null || error.retryable || error.fault !== "caller"
}

/** A key that stands for another order makes its row bad. */
const unconflicting = (
  row: Rows.GoodRow,
  entry: JournalEntry,
  account: string
): Either.Either<Rows.GoodRow, BadRow> => {
  const field =
    Identity.difference(entry.request, row.request) ?? (entry.account === account ? undefined : "account")
  return field === undefined
    ? Either.right(row)
    : Either.left({
        row: row.row,
        field: "key",
        value: row.key,
        remedy:
          field === "account"
            ? `the key stands for an order on another panel account (${entry.host}); use another batch name`
            : `the key stands for an order with another ${field}; use another key`
      })
}

/**
 * The cost of a batch is one amount, and amounts of two currencies are never added: the first row that
 * names a currency says which one the batch is in, and one that is to be sent for another is bad.
 */
const inOneCurrency = () => {
  let first: Money["currency"] = Option.none()
  return (checked: Checked): Checked => {
    if (checked._tag === "Bad") return checked
    const { row, price, order } = checked.row
    const currency = Option.flatMap(Option.fromNullable(price), ({ currency }) => currency)
    first = Option.orElse(first, () => currency)
    if (checked._tag === "Earlier" || Option.isNone(first) || Option.isNone(currency)) return checked
    if (!differ(first, currency)) return checked
    const remedy = `its price is in ${currency.value}, that of the rows before in ${first.value}; put it into another batch`
    return { _tag: "Bad", bad: { row, field: "service", value: order.service, remedy } }
  }
}

/** All rows with what is wrong with them, or with their keys and what the journal has of them. */
export const check = <E, R>(
  rows: Stream.Stream<Row, E, R>,
  { journal, catalogue, batch, options }: Tools
): Stream.Stream<Checked, StoreError | E, R> => {
  /** The caller's own rule comes first: a row that it does not take need not be told more. */
  const read = (row: Row): Either.Either<Rows.Candidate, BadRow> => {
    const wrong = options.rule?.(row)
    return wrong === undefined
      ? Rows.read(row, catalogue, options.extra ?? [])
      : Either.left({ ...wrong, row: row.row })
  }

  const judged = (row: Rows.GoodRow, entry: JournalEntry | undefined): Checked => {
    if (entry === undefined) return { _tag: "Fresh", row }
    const conflict = unconflicting(row, entry, journal.account)
    if (Either.isLeft(conflict)) return { _tag: "Bad", bad: conflict.left }
    return isSentAgain(entry, options) ? { _tag: "Fresh", row } : { _tag: "Earlier", row, entry }
  }

  const chunk = (counter: RowCounter.RowCounter) => (rows: Chunk.Chunk<Row>) =>
    Effect.gen(function* () {
      const candidates = Chunk.toReadonlyArray(rows).map(read)
      const good = candidates.flatMap((one) => (Either.isRight(one) ? [one.right] : []))
      const counts = yield* counter.count(good.map(({ counted }) => counted))
      const byRow = new Map(good.map(({ row }, at) => [row, counts[at] ?? 1]))
      const keyed = candidates.map((one) =>
        Either.flatMap(one, (candidate) => Rows.keyed(batch, candidate, byRow.get(candidate.row) ?? 1))
      )
      const held = yield* journal.getMany(
        keyed.flatMap((one) => (Either.isRight(one) ? [one.right.key] : []))
      )
      return Chunk.unsafeFromArray(
        keyed.map(
          (one): Checked =>
            Either.isLeft(one) ? { _tag: "Bad", bad: one.left } : judged(one.right, held.get(one.right.key))
        )
      )
    })

  return Stream.unwrapScoped(
    Effect.map(RowCounter.make, (counter) =>
      Stream.map(Stream.mapChunksEffect(Stream.rechunk(rows, together), chunk(counter)), inOneCurrency())
    )
  )
}
