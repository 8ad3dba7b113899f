/**
 * One call to a panel: what is asked, how its answer is read, and what a caller may say of it.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import type { Dialect } from "./Dialect.js"
import type { Meaning } from "./Meaning.js"
import type { NotSent } from "./Transport.js"

/**
 * What a caller may say of the end of a call: how long from now, or when.
 *
 * @since 0.1.0
 * @category models
 */
export type Deadline = Duration.DurationInput | DateTime.Utc

/**
 * What stands beside the JSON of an answer: nothing, what PHP warns of, or anything more, be it a header that says
 * where something was made.
 *
 * @since 0.1.0
 * @category models
 */
export type Beside = "nothing" | "notice" | "more"

/**
 * What is known of a reply besides its JSON: its HTTP status, when its call was handed over, in milliseconds
 * since the epoch, and what stands beside the JSON.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReplyFacts {
  readonly status: number
  readonly at: number
  readonly beside: Beside
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
   * Told, before the wait for another attempt, that the last one certainly did nothing: until the gate is
   * asked again, nothing is under way.
   */
  readonly onRetry?: (() => void) | undefined
  /**
   * Told what the panel answered after the call had ended without it: the time was over, but the transport
   * could not be stopped. Without it, a warning is logged.
   */
  readonly onLate?: ((late: Late) => Effect.Effect<void>) | undefined
}

/**
 * A text of a panel, or a pattern of its texts, and what the panel means by it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Phrase {
  readonly text: string | RegExp
  readonly meaning: Meaning
}

/**
 * What a text means; undefined where that is not known.
 *
 * @since 0.1.0
 * @category models
 */
export interface Understood {
  readonly meaning: Meaning | undefined
  /** Whether a phrase of the program says so, and not the table: then nothing may be sent again for it. */
  readonly isTaught: boolean
}

/**
 * What was asked of a panel, and how it answered: under which HTTP status, and with what beside. `asked` holds the IDs that an answer may
 * name without saying anything by it; none for an action that makes new ones.
 *
 * @since 0.1.0
 * @category models
 */
export interface Asked {
  readonly action: string
  readonly status: number
  readonly beside: Beside
  readonly sent: {
    readonly params: Readonly<Record<string, string>>
    readonly asked: ReadonlyArray<string>
    readonly dialect: Dialect
  }
}

/**
 * A refusal of which it is certain that nothing was done, and whether the same call may be sent again soon.
 *
 * @since 0.1.0
 * @category models
 */
export interface No {
  readonly again: boolean
}

/**
 * What an action knows of refusals.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refusals {
  readonly understand: (action: string, words: string, phrases: ReadonlyArray<Phrase>) => Understood
  /** Whether an answer, as text and as JSON, is a refusal that proves that nothing was done. */
  readonly proves: (json: unknown, body: string, asked: Asked) => No | undefined
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
  /** By which words it understands a refusal. Default: `Refusals.access`, which proves nothing. */
  readonly refusals?: Refusals | undefined
  /** The IDs that were asked about, which an answer may name without saying anything by it. */
  readonly asked?: ReadonlyArray<string> | undefined
  /** Whether an answer says that something was done. Unless told otherwise, each does. */
  readonly confirms?: ((answer: A) => boolean) | undefined
  /**
   * Whether a name that stands twice in an object of the answer does no harm. Else nothing that the answer says
   * is believed, as JSON keeps only the last.
   */
  readonly allowsTwice?: true | undefined
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

/**
 * A call that spends or changes something. It says by what a refusal proves that nothing was done: mostly
 * `Refusals.all`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SpendCall<A> extends Call<A> {
  readonly refusals: Refusals
}

/**
 * The answer about one ID of many: what the panel says of it, or why that is not known. One bad ID
 * leaves the others unharmed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answered<Id, A, E> {
  readonly id: Id
  readonly result: Either.Either<A, E>
}
