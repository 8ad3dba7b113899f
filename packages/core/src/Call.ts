/**
 * One call to a panel: what is asked, how its answer is read, and what a caller may say of it.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import type { NotSent } from "./Transport.js"

/**
 * What a caller may say of the end of a call: how long from now, or when.
 *
 * @since 0.1.0
 * @category models
 */
export type Deadline = Duration.DurationInput | DateTime.Utc

/**
 * What is known of a reply besides its body: its HTTP status, and when its call was handed over, in
 * milliseconds since the epoch.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReplyFacts {
  readonly status: number
  readonly at: number
}

/**
 * How an action reads its answer: the schema's decoder, behind what brings a deviation to its shape. An
 * answer about several IDs is judged for each of them, and by what is known of the reply.
 *
 * @since 0.1.0
 * @category models
 */
export type Decode<A> = (json: unknown, reply: ReplyFacts) => Either.Either<A, unknown>

/**
 * What every call takes as its last argument.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /**
   * How long the call may take, or when it must have ended; never later than the panel's `timeout` has it.
   * `Effect.timeout` must not stand around a call that spends: it ends in an error that does not know
   * whether anything was sent.
   */
  readonly deadline?: Deadline | undefined
}

/**
 * What a call that spends or changes something takes besides.
 *
 * @since 0.1.0
 * @category models
 */
export interface SpendOptions<Late> extends CallOptions {
  /**
   * Asked directly before an attempt is sent, each time, whether it may be sent after all: after the
   * connection stands, where the transport can tell. No I/O, as it is asked amid the sending. What it gives
   * is the call's failure, and the call is not tried again.
   */
  readonly gate?: (() => NotSent | undefined) | undefined
  /**
   * Told what the panel answered after the call had ended without it: the time was over, but the transport
   * could not be stopped. Without it, a warning is logged.
   */
  readonly onLate?: ((late: Late) => Effect.Effect<void>) | undefined
}

/**
 * One call of an action: the form's fields without the key, and how its answer is read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call<A, Action extends string = string> {
  readonly action: Action
  /** What was asked: the form's fields without key and action. */
  readonly params: Readonly<Record<string, string>>
  readonly decode: Decode<A>
  /** The IDs that were asked about, which an answer may name without saying anything by it. */
  readonly asked?: ReadonlyArray<string> | undefined
  /** Whether an answer says that something was done. Unless told otherwise, each does. */
  readonly confirms?: ((answer: A) => boolean) | undefined
  /**
   * Whether `status` in its answer is the state of what was asked about, which may have failed, and so tells
   * nothing of the call.
   */
  readonly hasStates?: true | undefined
}

/**
 * The documented actions that only read.
 *
 * @since 0.1.0
 * @category models
 */
export type ReadAction = "services" | "status" | "refill_status" | "balance"

/**
 * A call that may be repeated at will: one of the four documented actions that only read, or one of the
 * panel's own, of which whoever calls it declares as much.
 *
 * @since 0.1.0
 * @category models
 */
export type ReadCall<A> = Call<A, ReadAction> | (Call<A> & { readonly isRead: true })
