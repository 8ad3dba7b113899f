/** Checking rows: each is bad, has its outcome already, or is to be sent. */
import { createHash } from "node:crypto"
import type { Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { BadRow, UnusableInput } from "../../BulkError.js"
import type { Options, Row } from "../../BulkModel.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Journal } from "../../JournalModel.js"
import { differ } from "../book/sums.js"
import * as Identity from "../identity.js"
import * as Repeating from "./repeating.js"
import * as Rows from "./rows.js"
import type { Spool, Spooled } from "./spool.js"

export type Checked =
  | { readonly _tag: "Bad"; readonly bad: BadRow }
  | { readonly _tag: "Earlier"; readonly row: Rows.GoodRow; readonly entry: JournalEntry }
  | { readonly _tag: "Fresh"; readonly row: Rows.GoodRow; readonly repeats: boolean }

export interface Tools {
  readonly journal: Journal.Service
  readonly catalogue: ReadonlyMap<string, Offer>
  readonly batch: string
  readonly options: Options
}

const together = 256

/** A key that stands for another order makes its row bad. */
const unconflicting = (row: Rows.GoodRow, entry: JournalEntry): Either.Either<Rows.GoodRow, BadRow> => {
  if (Identity.fingerprints(row.order).includes(entry.fingerprint)) return Either.right(row)
  const field = Identity.difference(entry.request, row.request) ?? "service"
  const remedy = `the key stands for an order with another ${field}; use another key`
  return Either.left({ row: row.row, field: "key", value: row.key, remedy })
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

/** Reads the rows of an input into a spool, each with what is wrong with it, or with its keys; gives a digest of them all. */
export const spool = <E, R>(
  rows: Stream.Stream<Row, E, R>,
  spool: Spool,
  { catalogue, batch, options }: Tools
): Effect.Effect<string, UnusableInput | E, R> => {
  /** The caller's own rule comes first: a row that it does not take need not be told more. */
  const read = (
    row: Row
  ): Either.Either<{ readonly candidate: Rows.Candidate; readonly row: Row }, BadRow> => {
    const wrong = options.rule?.(row)
    return wrong === undefined
      ? Either.map(Rows.read(row, catalogue, options.extra ?? []), (candidate) => ({ candidate, row }))
      : Either.left({ ...wrong, row: row.row })
  }

  const content = createHash("sha256")

  const chunk = (rows: Chunk.Chunk<Row>) =>
    Effect.gen(function* () {
      const candidates = Chunk.toReadonlyArray(rows).map(read)
      const good = candidates.flatMap((one) => (Either.isRight(one) ? [one.right.candidate] : []))
      const counts = yield* spool.count(good.map(({ counted }) => counted))
      const targets = yield* spool.count(good.map(({ target }) => target))
      const byRow = new Map(
        good.map(({ row }, at) => [row, { count: counts[at] ?? 1, repeats: (targets[at] ?? 1) > 1 }])
      )
      for (const { counted, fingerprints } of good) {
        content.update(JSON.stringify([counted, ...fingerprints]))
      }
      yield* spool.write(
        candidates.map((one) =>
          Either.match(
            Either.flatMap(one, ({ candidate, row }) =>
              Either.map(
                Rows.keys(batch, candidate, byRow.get(candidate.row)?.count ?? 1),
                (keys): Spooled => ({ ...row, keys, repeats: byRow.get(candidate.row)?.repeats ?? false })
              )
            ),
            { onLeft: (bad): Spooled => ({ bad }), onRight: (good) => good }
          )
        )
      )
    })

  return Effect.map(Stream.runForEachChunk(Stream.rechunk(rows, together), chunk), () =>
    content.digest("hex")
  )
}

/** The spooled rows with what the journal has of them now. */
export const look = (
  rows: Stream.Stream<Spooled, UnusableInput>,
  { journal, catalogue, options }: Tools
): Stream.Stream<Checked, UnusableInput | StoreError> => {
  const chunk = (isSentAgain: (entry: JournalEntry) => boolean) => (rows: Chunk.Chunk<Spooled>) =>
    Effect.gen(function* () {
      const all = Chunk.toReadonlyArray(rows)
      const held = yield* journal.getMany(all.flatMap((one) => ("keys" in one ? one.keys : [])))
      const judged = (one: Spooled): Checked => {
        if ("bad" in one) return { _tag: "Bad", bad: one.bad }
        const candidate = Rows.read(one, catalogue, options.extra ?? [])
        if (Either.isLeft(candidate)) return { _tag: "Bad", bad: candidate.left }
        const key = one.keys.find((key) => held.has(key)) ?? one.keys[0]
        const row = { ...candidate.right, key }
        const fresh: Checked = { _tag: "Fresh", row, repeats: one.repeats }
        const entry = held.get(key)
        if (entry === undefined) return fresh
        const conflict = unconflicting(row, entry)
        if (Either.isLeft(conflict)) return { _tag: "Bad", bad: conflict.left }
        return isSentAgain(entry) ? fresh : { _tag: "Earlier", row, entry }
      }
      return Chunk.unsafeFromArray(all.map(judged))
    })

  return Stream.unwrap(
    Effect.map(Repeating.rule(journal, options), (isSentAgain) =>
      Stream.map(Stream.mapChunksEffect(rows, chunk(isSentAgain)), inOneCurrency())
    )
  )
}
