/** A batch of intents or outcomes: what it is written with, and what it gives for each. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { JournalEntry } from "../../JournalEntry.js"
import { StoreError } from "../../JournalError.js"
import type { Intended, Intent, Report } from "../../StoreMessage.js"
import type { Transactions } from "../sql/transaction.js"
import type { Standing } from "./standing.js"

export interface Tools {
  readonly sql: SqlClient
  readonly transactions: Transactions
  readonly standing: Standing
  /** The time of a transaction, and what a function is to take for it; null for the server's own. */
  readonly timeOf: (serverTime: number | undefined) => Effect.Effect<number>
  readonly given: Effect.Effect<number | null>
}

export type Answers<A> = Effect.Effect<ReadonlyArray<Either.Either<A, StoreError>>, StoreError>

/** What became of each intent. */
export type Intend = (intents: ReadonlyArray<Intent>) => Answers<Intended>
/** Each entry after its report; undefined where there is none. */
export type Tell = (reports: ReadonlyArray<Report>) => Answers<JournalEntry | undefined>

/** The panel says that it has an equal order, which may be one that is in doubt. */
export const isDuplicate = ({ outcome }: Report) =>
  outcome._tag === "Refused" &&
  outcome.error._tag === "RequestRefusal" &&
  outcome.error.meaning === "duplicate-active"

export const unreadable = (why: string) => new StoreError({ reason: "unreadable", detail: why })

export const missing = Either.left(new StoreError({ reason: "other", detail: "a write gave no result" }))

/** The entries that are told of: written, or found as they are. */
export const entriesOf = (intended: ReadonlyArray<Either.Either<Intended, StoreError>>) =>
  intended.flatMap((one) =>
    Either.isRight(one) && (one.right._tag === "Intended" || one.right._tag === "Held")
      ? [one.right.entry]
      : []
  )

export const toldOf = (one: Either.Either<JournalEntry | undefined, StoreError>) =>
  Either.isRight(one) && one.right !== undefined ? [one.right] : []
