/**
 * Writing down what came of a call, before anyone hears of it. A store that fails is asked again; what it does not take
 * is kept beside it, and whoever waits is told the ID of what is paid for.
 */
import type { AddOrderError } from "@smmkit/core/AddOrder"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { type JournalEntry, outcomeUnknown } from "../../JournalEntry.js"
import { OutcomeUnrecorded, StoreError } from "../../JournalError.js"
import type { PlaceError } from "../../JournalModel.js"
import type { Report } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import { storeError } from "../sql/sqlFailure.js"
import * as Direct from "../store/direct.js"
import type { Begin, Bounded } from "./bounded.js"
import * as Lease from "./lease.js"
import { outcomeOf, outcomeOfExit, refOf, type Taken, taken } from "./outcomes.js"
import * as Unwritten from "./unwritten.js"

export interface Tools {
  readonly store: Store.Service
  readonly account: string
  /** How long a store that fails is asked again while somebody waits. */
  readonly patience: Duration.Duration
  /** Gives the store up where it does not end by itself. */
  readonly bounded: Bounded
  /** Told of the second order of a double. */
  readonly alarm: (entry: JournalEntry, order: string) => Effect.Effect<void>
  /** Told of each entry that came to be in doubt. */
  readonly doubted: (entry: JournalEntry) => Effect.Effect<void>
}

const strange = new StoreError({ reason: "forgotten", detail: "it has no entry of what was sent" })

const stuck = new StoreError({ reason: "unreachable", detail: "the store did not end in time" })

export const make = (tools: Tools) => {
  const { store, patience, bounded } = tools

  /** An order that is not the one of its entry is one too many. */
  const watchOver = ({ attempt, outcome }: Report, written: Option.Option<JournalEntry>) => {
    if (Option.isNone(written)) return undefined
    const entry = written.value
    if (entry.state === "in-doubt") return tools.doubted(entry)
    return entry.action === "add" &&
      outcome._tag === "Answered" &&
      entry.attempt !== attempt &&
      entry.order !== outcome.order
      ? tools.alarm(entry, outcome.order)
      : undefined
  }

  const direct = Direct.of(store)

  const begun = (report: Report): Begin<Option.Option<JournalEntry>, StoreError> => {
    if (direct === undefined) return bounded.inFiber(store.report(report))
    return (tell) => {
      direct(report, (exit) => tell(Exit.map(exit, Option.fromNullable)))
      return () => {}
    }
  }

  /**
   * The store ends in bounded time by itself, and with a typed error. Whoever waits for a paid order is told its ID
   * even if it does not. A report that is written after all changes nothing when it comes again.
   */
  const write = (report: Report) =>
    Effect.flatMap(bounded.ended(begun(report), stuck, storeError), (written) => {
      const watched = watchOver(report, written)
      return watched === undefined
        ? Effect.succeed(written)
        : bounded.ended(bounded.inFiber(Effect.as(watched, written)), stuck, storeError)
    })

  const unwritten = Unwritten.make(
    (report) =>
      Effect.tap(write(report), (written) => (Option.isSome(written) ? store.drop(report) : Effect.void)),
    tools.account
  )

  const often = Schedule.union(Schedule.exponential("20 millis"), Schedule.spaced("1 second"))

  /** For as long as patience lasts, which the time that a try itself takes counts against. */
  const insistently = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(Lease.instant, (start) => {
      const isLeft = Effect.map(
        Lease.instant,
        (now) => Lease.elapsed(start, now) < Duration.toMillis(patience)
      )
      return Effect.retry(effect, { schedule: often, while: () => isLeft })
    })

  /**
   * Writes an outcome down. Where the store fails it is kept beside it at once, and insisted on for a while. So is
   * one whose intent the store does not know any more.
   */
  const record = (report: Report): Effect.Effect<Option.Option<JournalEntry>, StoreError> => {
    const known = (written: Option.Option<JournalEntry>) =>
      Option.isSome(written) || report.outcome._tag !== "Answered"
        ? Effect.succeed(written)
        : Effect.zipRight(store.keep(report), strange)
    return Effect.matchEffect(write(report), {
      onSuccess: known,
      onFailure: () =>
        store.keep(report).pipe(
          Effect.zipRight(insistently(write(report))),
          Effect.zipLeft(store.drop(report)),
          Effect.tapError(() => Effect.sync(() => unwritten.add(report))),
          Effect.flatMap(known)
        )
    })
  }

  /** Takes up what processes before this one could not write down. */
  const takeUp = Effect.flatMap(store.kept, (reports) =>
    Effect.forEach(
      reports,
      (report) =>
        Effect.matchEffect(write(report), {
          onFailure: () => Effect.sync(() => unwritten.add(report)),
          onSuccess: (written) =>
            Option.isSome(written)
              ? store.drop(report)
              : Effect.logError(
                  `the journal's store does not know ${report.action} ${JSON.stringify(report.key)}, of which is kept beside it: ${
                    report.outcome._tag === "Answered"
                      ? taken(report.action, report.outcome.order)
                      : report.outcome.note
                  }`
                )
        }),
      { discard: true }
    )
  )

  const unrecorded = (entry: JournalEntry, outcome: Report["outcome"], error: StoreError) =>
    new OutcomeUnrecorded({
      key: entry.key,
      at: entry.updated,
      request: entry.request,
      order: outcome._tag === "Answered" ? outcome.order : null,
      answer: outcome._tag === "Answered" ? taken(entry.action, outcome.order) : outcome.note,
      store: error
    })

  /** What came of a call, for whoever waits for it. */
  const told = (
    entry: JournalEntry,
    exit: Exit.Exit<Taken, AddOrderError>
  ): Effect.Effect<JournalEntry, PlaceError> => {
    const outcome = outcomeOfExit(exit)
    const report: Report = { ...refOf(entry), attempt: entry.attempt, outcome }
    return Effect.matchEffect(record(report), {
      onFailure: (error) => Effect.fail(unrecorded(entry, outcome, error)),
      onSuccess: (written): Effect.Effect<JournalEntry, PlaceError> => {
        const after = Option.getOrElse(written, () => entry)
        if (Exit.isSuccess(exit) && after.state === "placed") return Effect.succeed(after)
        if (Exit.isFailure(exit) && Cause.isFailType(exit.cause)) return Effect.fail(exit.cause.error)
        return Effect.fail(outcomeUnknown(after))
      }
    })
  }

  const toldLate = (entry: JournalEntry, late: Either.Either<Taken, AddOrderError>) =>
    Effect.ignore(record({ ...refOf(entry), attempt: entry.attempt, outcome: outcomeOf(late) }))

  return { unwritten, takeUp, record, told, toldLate }
}
