/**
 * What goes into a bulk, and what comes out of it.
 *
 * @since 0.1.0
 */
import type { Money } from "@smmkit/core/Money"
import type * as Duration from "effect/Duration"
import type { BadRow } from "./BulkError.js"

/**
 * One row: every field of an order by its protocol name, and `key` where the row has a key of its own.
 * The type of the order is that of its service. Empty fields count as absent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  /** The row's number, for messages. */
  readonly row: number
  readonly fields: Readonly<Record<string, string>>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The name that a row's key is made of, with its content and its count among equal rows, so that the
   * same row in the same batch is the same order, wherever it stands. Default: the input's name.
   */
  readonly batch?: string | undefined
  /** How many orders are under way at once; the panel's own bounds hold besides. Default: 8. */
  readonly concurrency?: number | undefined
  /** Place the good rows although there are bad ones. Default: false. */
  readonly skipBad?: boolean | undefined
  /**
   * Hold a row back (`withheld`) to which an equal order came since the rows were checked, of another batch or under
   * another key, where the preview counted none; rows that are equal to each other, and a run that goes on, are placed
   * all the same. Default: false.
   */
  readonly apart?: boolean | undefined
  /** Try those again, too, that were refused by the caller's fault. Default: false. */
  readonly retryRefused?: boolean | undefined
  /**
   * A rule of the caller's own on rows: what is wrong with one that it does not take, or undefined. Such
   * a row is bad like any other. Default: all rows are taken that the protocol and the service take.
   */
  readonly rule?: ((row: Row) => Omit<BadRow, "row"> | undefined) | undefined
  /** Columns that are fields of this panel only, such as `request_id`. Default: none. */
  readonly extra?: ReadonlyArray<string> | undefined
  /** The name under which `limits.perRun` counts. Default: the batch, so that a resumed run goes on counting. */
  readonly run?: string | undefined
  /** The file for the results; null for none. Default: beside a CSV file, none for a stream. */
  readonly results?: string | null | undefined
  /** How many bad rows are kept for the report; all are counted. Default: 1000. */
  readonly mostBad?: number | undefined
  /** How long a row whose call was not taken (rate limit, no connection, the store) is tried again. Default: 1 minute. */
  readonly patience?: Duration.DurationInput | undefined
}

/**
 * What a bulk is about to do.
 *
 * @since 0.1.0
 * @category models
 */
export interface Preview {
  readonly rows: number
  /** How many rows are to be sent, and what they cost, as far as their price is known. */
  readonly fresh: number
  readonly cost: Money
  /** How many of them have a price that cannot be known beforehand. */
  readonly unpriced: number
  /** Rows that have their outcome already: placed, in doubt, or refused for good. */
  readonly placed: number
  readonly inDoubt: number
  readonly refused: number
  /**
   * Rows that are to be sent and would buy once more what was bought: those equal to an order that was placed in
   * the last 30 days otherwise than by this batch, and those with the service and the link of a row before. In a
   * run that was begun earlier with the same rows, only what was placed since its beginning counts.
   */
  readonly equal: { readonly earlier: number; readonly eachOther: number }
  /** Rows that are to be sent with a link that deserves a word, by core's `OrderForm.linkWarnings`. */
  readonly oddLinks: number
  readonly bad: { readonly total: number; readonly rows: ReadonlyArray<BadRow> }
}

/**
 * What became of a row. `earlier` where that was so before this run, or another run has sent it meanwhile.
 *
 * @since 0.1.0
 * @category models
 */
export interface Result {
  readonly row: number
  readonly key: string
  readonly state: "placed" | "refused" | "not-placed" | "in-doubt" | "withheld" | "bad"
  readonly earlier: boolean
  readonly order: string | null
  readonly price: Money | undefined
  /** Why it was not placed; empty where it was. */
  readonly reason: string
}
