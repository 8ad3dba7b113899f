/**
 * Sending one order: the intent is durable before, the outcome after. It goes on when those who wait for it are
 * interrupted, but sends nothing if none of them is left.
 */
import { randomUUID } from "node:crypto"
import type { AddOrderError } from "@smmkit/core/AddOrder"
import type { Answered } from "@smmkit/core/Call"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import type { SpendOptions } from "@smmkit/core/PanelClient"
import { OrderWithheld } from "@smmkit/core/PanelError"
import { NotSent } from "@smmkit/core/Transport"
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { type JournalEntry, outcomeUnknown } from "../JournalEntry.js"
import { KeyConflict, OutcomeUnrecorded, StoreError } from "../JournalError.js"
import type { PlaceError } from "../JournalModel.js"
import type { Intended, Intent, Ref, Report, Store } from "../StoreModel.js"
import type { Bounded } from "./bounded.js"
import * as Identity from "./identity.js"
import * as Lease from "./lease.js"
import { storeError } from "./sqlFailure.js"
import * as Unwritten from "./unwritten.js"

export interface Tools {
  readonly store: Store.Service
  readonly owner: string
  readonly account: string
  readonly lease: Lease.Lease
  readonly patience: Duration.Duration
  /** Gives the store up where it does not end by itself. */
  readonly bounded: Bounded
  /** How long the panel's own time-out lets a call take, in milliseconds. */
  readonly timeout: number
  /** Whether the gate is asked when the connection stands, so that nothing but the writing is left. */
  readonly asksWhenConnected: boolean
  /** Told of the second order of a double. */
  readonly alarm: (entry: JournalEntry, order: string) => Effect.Effect<void>
  /** Told of each entry that came to be in doubt. */
  readonly doubted: (entry: JournalEntry) => Effect.Effect<void>
  /** Asks the panel what orders without a price have cost; false where nothing more is known than before. */
  readonly unpriced: { readonly learn: (keys: ReadonlyArray<string>) => Effect.Effect<boolean> }
}

/** What the panel says it did: the ID that it gave, and the charge. */
export interface Taken {
  readonly order: OrderId
  readonly charge: Money | null
}

/** How an intent is sent: the call of its action. */
export type Call = (
  options: SpendOptions<Either.Either<Taken, AddOrderError>>
) => Effect.Effect<Taken, AddOrderError>

/** How many intents are sent by one call; its answers come by their keys. */
export type CallMany = (
  entries: ReadonlyArray<JournalEntry>,
  options: SpendOptions<Answered<string, Taken, AddOrderError>>
) => Effect.Effect<ReadonlyArray<Answered<string, Taken, AddOrderError>>>

/** What does not change from one try of a key to the next. */
export interface Plan extends Omit<Intent, "owner" | "attempt" | "timeLimit"> {
  /** When its caller wants it to have ended, by the wall's clock in milliseconds. */
  readonly until: number | undefined
}

/** An intent that may be sent, or what its key holds. */
interface Begun {
  readonly _tag: "Ready" | "Held"
  readonly entry: JournalEntry
}

/** Who is interested in a call. */
export interface Interest {
  readonly isLost: () => boolean
  readonly onSend: (() => void) | undefined
}

const conflict = ({ key, request }: Pick<Plan, "key" | "request">, entry: JournalEntry): KeyConflict => {
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
export const longest = Duration.seconds(20)

const costUnknown = ([first, ...others]: ReadonlyArray<string>) => {
  const name = JSON.stringify(first ?? "")
  const which =
    others.length === 0 ? `the order of ${name}` : `the orders of ${name} and ${others.length} more keys`
  const detail = `a spending limit is set, and what ${which} cost is not known yet; settle that first`
  return new OrderWithheld({ reason: "limit", detail })
}

const withheld = (error: StoreError) => new OrderWithheld({ reason: "store", detail: error.message })

/** When a call has to have ended, by the wall's clock, and what is asked before it is sent. */
interface Time {
  readonly end: number
  readonly limit: number
  readonly gate: () => NotSent | undefined
}

/** What a panel has said that it took, in words. */
const taken = (action: JournalEntry["action"], order: string): string =>
  action === "add"
    ? `the panel took it as order ${order}`
    : action === "refill"
      ? `the panel took it as refill ${order}`
      : `the panel took the cancel of order ${order}`

const strange = new StoreError({ reason: "forgotten", detail: "it has no entry of what was sent" })

const stuck = new StoreError({ reason: "unreachable", detail: "the store did not end in time" })

/** What an answer or an error says of a call. */
export const outcomeOf = (result: Either.Either<Taken, AddOrderError>): Report["outcome"] => {
  if (Either.isRight(result)) return { _tag: "Answered", ...result.right }
  const error = result.left
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

const outcomeOfExit = (exit: Exit.Exit<Taken, AddOrderError>): Report["outcome"] => {
  if (Exit.isSuccess(exit)) return outcomeOf(Either.right(exit.value))
  const failure = Cause.failureOption(exit.cause)
  return Option.isSome(failure)
    ? outcomeOf(Either.left(failure.value))
    : // A defect or an interruption below: nobody knows how far the call had come.
      { _tag: "Lost", error: null, note: "the call ended without an answer or an error" }
}

/** What the store may take to write an intent, in milliseconds, before that is taken from the call's own time. */
const forIntent = 8000

/** How long a call can be under way at most, in milliseconds from the beginning of its intent. */
export const longestCall = (timeout: number): number => timeout + forIntent + Lease.grace

const tooOld = new NotSent({ reason: "timeout", detail: "INTENT_TOO_OLD" })

export const make = (tools: Tools) => {
  const { store, owner, patience, bounded, unpriced } = tools

  /** An order that is not the one of its entry is one too many. */
  const watchOver = ({ attempt, outcome }: Report, written: Option.Option<JournalEntry>) => {
    if (Option.isNone(written)) return Effect.void
    const entry = written.value
    if (entry.state === "in-doubt") return tools.doubted(entry)
    return entry.action === "add" &&
      outcome._tag === "Answered" &&
      entry.attempt !== attempt &&
      entry.order !== outcome.order
      ? tools.alarm(entry, outcome.order)
      : Effect.void
  }

  /**
   * The store ends in bounded time by itself, and with a typed error. Whoever waits for a paid order is told its ID
   * even if it does not. A report that is written after all changes nothing when it comes again.
   */
  const write = (report: Report) =>
    store.report(report).pipe(
      Effect.tap((entry) => watchOver(report, entry)),
      Effect.catchAllDefect((defect) => Effect.fail(storeError(defect))),
      (written) => bounded(written, stuck)
    )

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

  /** Makes the call of a durable intent and writes down what came of it, however late. */
  const send = (entry: JournalEntry, call: Call, time: Time): Effect.Effect<JournalEntry, PlaceError> =>
    Effect.flatMap(
      Effect.exit(
        call({
          deadline: DateTime.unsafeMake(time.end),
          gate: time.gate,
          onLate: (late) => toldLate(entry, late)
        })
      ),
      (exit) => told(entry, exit)
    )

  /** The same of many durable intents, by one call. */
  const sendAll = (
    entries: ReadonlyArray<JournalEntry>,
    call: CallMany,
    time: Time
  ): Effect.Effect<ReadonlyArray<Either.Either<JournalEntry, PlaceError>>> =>
    Effect.gen(function* () {
      const byKey = new Map(entries.map((entry) => [entry.key, entry]))
      const exit = yield* Effect.exit(
        call(entries, {
          deadline: DateTime.unsafeMake(time.end),
          gate: time.gate,
          onLate: ({ id, result }) => {
            const entry = byKey.get(id)
            return entry === undefined ? Effect.void : toldLate(entry, result)
          }
        })
      )
      const results = Exit.map(exit, (answers) => new Map(answers.map(({ id, result }) => [id, result])))
      return yield* Effect.forEach(
        entries,
        (entry) => {
          const own = Exit.flatMap(results, (all) => {
            const result = all.get(entry.key)
            return result === undefined ? Exit.die("the answer does not name it") : Exit.fromEither(result)
          })
          return Effect.either(told(entry, own))
        },
        { concurrency: "unbounded" }
      )
    })

  /** The time of a call that begins now, and who is asked for leave before each of its attempts. */
  const timeOf = (until: number | undefined): Effect.Effect<Time, StoreError> =>
    Effect.clockWith((clock) => {
      const start = Lease.instantOf(clock)
      const series = tools.lease.seriesAt(start)
      return series === undefined
        ? Effect.map(tools.lease.series, (series) => timeFrom(clock, Lease.instantOf(clock), series, until))
        : Effect.succeed(timeFrom(clock, start, series, until))
    })

  const timeFrom = (
    clock: Clock.Clock,
    start: Lease.Instant,
    series: number,
    until: number | undefined
  ): Time => {
    const limit = Math.min(tools.timeout + forIntent, (until ?? Number.POSITIVE_INFINITY) - start[1])
    const gate = () => {
      const now = Lease.instantOf(clock)
      const left = Math.min(limit - Lease.elapsed(start, now), tools.timeout)
      const ahead = tools.asksWhenConnected ? 0 : left
      return left > 0 && tools.lease.holds(series, now, ahead) ? undefined : tooOld
    }
    return { end: start[1] + limit, limit, gate }
  }

  /** Another call of an entry that was taken for it, such as one with the same `request_id`. */
  const again = (
    take: (
      by: { readonly attempt: string; readonly owner: string },
      timeLimit: number
    ) => Effect.Effect<Option.Option<JournalEntry>, StoreError>,
    call: Call,
    judge: (outcome: Report["outcome"]) => Report["outcome"]
  ) =>
    Effect.gen(function* () {
      const time = yield* timeOf(undefined)
      const taken = yield* take({ attempt: randomUUID(), owner }, time.limit + Lease.grace)
      if (Option.isNone(taken)) return
      const { attempt } = taken.value
      const report = (outcome: Report["outcome"]) =>
        record({ ...refOf(taken.value), attempt, outcome: judge(outcome) })
      const exit = yield* Effect.exit(
        call({
          deadline: DateTime.unsafeMake(time.end),
          gate: time.gate,
          onLate: (late) => Effect.ignore(report(outcomeOf(late)))
        })
      )
      yield* report(outcomeOfExit(exit))
    }).pipe(Effect.uninterruptible)

  /** Takes an intent back that is not sent after all. */
  const withdraw = (entry: JournalEntry, note: string, error: NotSent | null) => {
    const report: Report = {
      ...refOf(entry),
      attempt: entry.attempt,
      outcome: { _tag: "Unsent", error, note }
    }
    return Effect.ignore(record(report))
  }

  /** What an intent came to that was not written, or may be sent; undefined where it has to wait. */
  const begun = (plan: Plan, intended: Intended): Effect.Effect<Begun | undefined, PlaceError> => {
    switch (intended._tag) {
      case "Intended":
        return Effect.succeed({ _tag: "Ready", entry: intended.entry })
      case "Conflict":
        return Effect.fail(conflict(plan, intended.entry))
      case "Limited":
        return Effect.fail(new OrderWithheld({ reason: "limit", detail: intended.detail }))
      case "Unpriced":
        return Effect.flatMap(unpriced.learn(intended.keys), (isNew) =>
          isNew
            ? Effect.flatMap(Effect.mapError(timeOf(plan.until), withheld), (time) => begin(plan, time))
            : Effect.fail(costUnknown(intended.keys))
        )
      case "Twin": {
        const detail = `an equal order is in doubt under the key ${JSON.stringify(intended.key)}; settle that one first`
        return Effect.fail(new OrderWithheld({ reason: "doubt", detail }))
      }
      case "Held":
        if (intended.entry.state === "placed") return Effect.succeed({ _tag: "Held", entry: intended.entry })
        return intended.entry.state === "in-doubt"
          ? Effect.fail(outcomeUnknown(intended.entry))
          : Effect.succeed(undefined)
      case "Quiet":
      case "Rivalled":
        return Effect.succeed(undefined)
    }
  }

  /** Writes an intent. */
  const begin = (plan: Plan, time: Time): Effect.Effect<Begun | undefined, PlaceError> => {
    if (time.limit <= 0) return Effect.fail(new NotSent({ reason: "timeout", detail: "DEADLINE" }))
    const { until: _, ...same } = plan
    const attempt = randomUUID()
    const intent = { ...same, owner, attempt, timeLimit: time.limit + Lease.grace }
    const written = Effect.matchEffect(store.intend(intent), {
      onSuccess: (intended) => begun(plan, intended),
      onFailure: (error) => {
        // Its commit may have succeeded all the same; then the entry is to say that nothing was sent.
        unwritten.add({
          ...refOf(plan),
          attempt,
          outcome: { _tag: "Unsent", error: null, note: "the store failed, so it was not sent" }
        })
        return Effect.fail(withheld(error))
      }
    })
    // An equal order may be in doubt without the store's knowing it yet.
    return plan.fresh ? Effect.zipRight(unwritten.retry, written) : written
  }

  /** Makes the call of an intent that is durable, unless nobody waits for it any more, or its time is over. */
  const proceed = (
    entry: JournalEntry,
    call: Call,
    time: Time,
    interest: Interest
  ): Effect.Effect<JournalEntry | undefined, PlaceError> => {
    if (interest.isLost()) {
      // Who joins while this is written gets no entry that was never sent, but another try.
      return Effect.as(withdraw(entry, "it was interrupted before it was sent", null), undefined)
    }
    // Asked again directly before each attempt is sent; this spares a turn in the panel's queue.
    const no = time.gate()
    if (no !== undefined) return Effect.zipRight(withdraw(entry, no.message, no), no)
    interest.onSend?.()
    return send(entry, call, time)
  }

  /** One try of a key; undefined where it has to try again: where it waits for another, or was taken back. */
  const attempt = (
    plan: Plan,
    call: Call,
    interest: Interest
  ): Effect.Effect<JournalEntry | undefined, PlaceError> =>
    Effect.flatMap(Effect.mapError(timeOf(plan.until), withheld), (time) =>
      Effect.flatMap(begin(plan, time), (begun) =>
        begun?._tag === "Ready" ? proceed(begun.entry, call, time, interest) : Effect.succeed(begun?.entry)
      )
    )

  /** One try of many keys by one call; undefined for those that have to be tried again by themselves. */
  const attemptMany = (
    plans: ReadonlyArray<Plan>,
    call: CallMany
  ): Effect.Effect<ReadonlyArray<Either.Either<JournalEntry, PlaceError> | undefined>> =>
    Effect.gen(function* () {
      const time = yield* Effect.either(timeOf(plans[0]?.until))
      if (Either.isLeft(time)) return plans.map(() => Either.left(withheld(time.left)))
      const begun = yield* Effect.forEach(plans, (plan) => Effect.either(begin(plan, time.right)), {
        concurrency: "unbounded"
      })
      const ready = begun.flatMap((one) =>
        Either.isRight(one) && one.right?._tag === "Ready" ? [one.right.entry] : []
      )
      const sent = ready.length === 0 ? [] : yield* sendAll(ready, call, time.right)
      const byKey = new Map(ready.map(({ key }, at) => [key, sent[at]]))
      return begun.map((one) => {
        if (Either.isLeft(one)) return Either.left(one.left)
        if (one.right === undefined) return undefined
        return one.right._tag === "Held" ? Either.right(one.right.entry) : byKey.get(one.right.entry.key)
      })
    }).pipe(Effect.uninterruptible)

  return { attempt, attemptMany, again, unwritten, takeUp }
}

export type Sender = ReturnType<typeof make>
