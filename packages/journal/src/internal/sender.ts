/**
 * Sending one order: the intent is durable before, the outcome after. A flight is one call with all who
 * wait for it; it goes on when they are interrupted, but sends nothing if none of them is left.
 */
import { randomUUID } from "node:crypto"
import type { AddOrder, AddOrderError, Answer } from "@smmkit/core/AddOrder"
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import { OrderWithheld } from "@smmkit/core/PanelError"
import { NotSent } from "@smmkit/core/Transport"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type { PlaceError } from "../Journal.js"
import { type JournalEntry, outcomeUnknown } from "../JournalEntry.js"
import { KeyConflict, OutcomeUnrecorded, StoreError } from "../JournalError.js"
import type { Intent, Ref, Report, Store } from "../Store.js"
import { chargeOf } from "./charges.js"
import * as Identity from "./identity.js"
import { storeError } from "./sqlFailure.js"
import * as Unwritten from "./unwritten.js"

export interface Tools {
  readonly store: Store.Service
  readonly addOrder: AddOrder.Service
  readonly owner: string
  readonly patience: Duration.Duration
  /** How old an intent may be when its order is sent: well within the time after which others judge it. */
  readonly freshness: Duration.Duration
  /** Asks the panel what orders without a price have cost; false where nothing more is known than before. */
  readonly unpriced: { readonly learn: (keys: ReadonlyArray<string>) => Effect.Effect<boolean> }
}

/** What does not change from one try of a key to the next. */
export type Plan = Omit<Intent, "owner" | "attempt">

/** Who is interested in a call. */
export interface Interest {
  readonly isLost: () => boolean
  readonly onSend: (() => void) | undefined
}

/** Times on two clocks: one that never jumps, and one that goes on while the machine sleeps. */
const instant = Effect.zip(Clock.currentTimeNanos, Clock.currentTimeMillis)

const elapsed = (
  [nanos, millis]: readonly [bigint, number],
  [nanosNow, millisNow]: readonly [bigint, number]
) => Math.max(Number(nanosNow - nanos) / 1_000_000, millisNow - millis)

const conflict = ({ key, request }: Plan, entry: JournalEntry): KeyConflict => {
  const field = Identity.difference(entry.request, request) ?? "service"
  return new KeyConflict({
    key,
    field,
    held: entry.request[field] ?? "",
    asked: request[field] ?? ""
  })
}

const refOf = ({ account, action, key }: Ref): Ref => ({ account, action, key })

/** Longer than any store of this package takes for a report. */
const longest = Duration.seconds(20)

const stuck = new StoreError({ reason: "unreachable", detail: "the store did not end in time" })

export const answered = ({ order, charge, currency }: Answer): Report["outcome"] => ({
  _tag: "Answered",
  order,
  charge: chargeOf(charge, currency)
})

const outcomeOf = (exit: Exit.Exit<Answer, AddOrderError>): Report["outcome"] => {
  if (Exit.isSuccess(exit)) return answered(exit.value)
  const failure = Cause.failureOption(exit.cause)
  if (Option.isNone(failure)) {
    // A defect or an interruption below: nobody knows how far the call had come.
    return { _tag: "Lost", error: null, note: "the call ended without an answer or an error" }
  }
  const error = failure.value
  switch (error._tag) {
    case "NotSent":
    case "OrderWithheld":
    case "InvalidOrder":
      return { _tag: "Unsent", error, note: error.message }
    case "OutcomeUnknown":
      return { _tag: "Lost", error, note: error.message }
    default:
      return { _tag: "Refused", error, note: error.message }
  }
}

export const make = ({ store, addOrder, owner, patience, freshness, unpriced }: Tools) => {
  /**
   * The store ends in bounded time by itself, and with a typed error. Whoever waits for a paid order is told its ID
   * even if it does not. A report that is written after all changes nothing when it comes again.
   */
  const write = (report: Report) =>
    store.report(report).pipe(
      Effect.catchAllDefect((defect) => Effect.fail(storeError(defect))),
      Effect.disconnect,
      Effect.interruptible,
      Effect.timeoutFail({ duration: longest, onTimeout: () => stuck })
    )

  const unwritten = Unwritten.make(write)

  const often = Schedule.union(Schedule.exponential("20 millis"), Schedule.spaced("1 second"))

  /** For as long as patience lasts, which the time that a try itself takes counts against. */
  const insistently = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(instant, (start) => {
      const isLeft = Effect.map(instant, (now) => elapsed(start, now) < Duration.toMillis(patience))
      return Effect.retry(effect, { schedule: often, while: () => isLeft })
    })

  /** Writes an outcome down, and insists for a while where the store fails. */
  const record = (report: Report): Effect.Effect<Option.Option<JournalEntry>, StoreError> =>
    Effect.tapError(insistently(write(report)), () => Effect.sync(() => unwritten.add(report)))

  const unrecorded = (entry: JournalEntry, outcome: Report["outcome"]) => (error: StoreError) =>
    new OutcomeUnrecorded({
      key: entry.key,
      at: entry.updated,
      request: entry.request,
      order: outcome._tag === "Answered" ? outcome.order : null,
      answer: outcome._tag === "Answered" ? `the panel took it as order ${outcome.order}` : outcome.note,
      store: error
    })

  /** Makes the call of a durable intent and writes down what came of it. */
  const send = (
    entry: JournalEntry,
    order: Order,
    price: Money | undefined
  ): Effect.Effect<JournalEntry, PlaceError> =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(addOrder.place(order, { price }))
      const outcome = outcomeOf(exit)
      const written = yield* Effect.mapError(
        record({ ...refOf(entry), attempt: entry.attempt, outcome }),
        unrecorded(entry, outcome)
      )
      const after = Option.getOrElse(written, () => entry)
      if (Exit.isSuccess(exit) && after.state === "placed") return after
      if (Exit.isFailure(exit) && Cause.isFailType(exit.cause)) return yield* exit.cause.error
      return yield* outcomeUnknown(after)
    })

  /** Takes an intent back that is not sent after all. */
  const withdraw = (entry: JournalEntry, note: string, error: NotSent | null) => {
    const report: Report = {
      ...refOf(entry),
      attempt: entry.attempt,
      outcome: { _tag: "Unsent", error, note }
    }
    return Effect.ignore(record(report))
  }

  const tooOld = new NotSent({ reason: "timeout", detail: "INTENT_TOO_OLD" })

  /** One try of a key; undefined where it has to try again: where it waits for another, or was taken back. */
  const attempt = (
    plan: Plan,
    order: Order,
    interest: Interest
  ): Effect.Effect<JournalEntry | undefined, PlaceError> =>
    Effect.gen(function* () {
      // An equal order may be in doubt without the store's knowing it yet.
      if (plan.fresh) yield* unwritten.retry
      const id = randomUUID()
      const start = yield* instant
      const intended = yield* Effect.mapError(store.intend({ ...plan, owner, attempt: id }), (error) => {
        // Its commit may have succeeded all the same; then the entry is to say that nothing was sent.
        unwritten.add({
          ...refOf(plan),
          attempt: id,
          outcome: { _tag: "Unsent", error: null, note: "the store failed, so it was not sent" }
        })
        return new OrderWithheld({ reason: "store", detail: error.message })
      })
      switch (intended._tag) {
        case "Conflict":
          return yield* conflict(plan, intended.entry)
        case "Limited":
          return yield* new OrderWithheld({ reason: "limit", detail: intended.detail })
        case "Unpriced": {
          if (yield* unpriced.learn(intended.keys)) return yield* attempt(plan, order, interest)
          const [first = "", ...others] = intended.keys.map((key) => JSON.stringify(key))
          const which =
            others.length === 0
              ? `the order of ${first}`
              : `the orders of ${first} and ${others.length} more keys`
          const detail = `a spending limit is set, and what ${which} cost is not known yet; settle that first`
          return yield* new OrderWithheld({ reason: "limit", detail })
        }
        case "Twin": {
          const detail = `an equal order is in doubt under the key ${JSON.stringify(intended.key)}; settle that one first`
          return yield* new OrderWithheld({ reason: "doubt", detail })
        }
        case "Held":
          if (intended.entry.state === "placed") return intended.entry
          return intended.entry.state === "in-doubt" ? yield* outcomeUnknown(intended.entry) : undefined
        case "Quiet":
        case "Rivalled":
          return undefined
        case "Intended": {
          const { entry } = intended
          if (interest.isLost()) {
            // Who joins while this is written gets no entry that was never sent, but another try.
            yield* withdraw(entry, "it was interrupted before it was sent", null)
            return undefined
          }
          // A process that was paused must not send what another has judged in the meantime.
          if (elapsed(start, yield* instant) > Duration.toMillis(freshness)) {
            yield* withdraw(entry, tooOld.message, tooOld)
            return yield* tooOld
          }
          interest.onSend?.()
          return yield* send(entry, order, plan.price)
        }
      }
    })

  return { attempt, record, unwritten }
}

export type Sender = ReturnType<typeof make>
