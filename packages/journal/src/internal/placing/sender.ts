/**
 * Sending one order: the intent is durable before, the outcome after. It goes on when those who wait for it are
 * interrupted, but sends nothing if none of them is left.
 */
import { randomUUID } from "node:crypto"
import type { AddOrderError } from "@smmkit/core/AddOrder"
import type { Answered } from "@smmkit/core/Call"
import type { SpendOptions } from "@smmkit/core/PanelClient"
import { OrderWithheld } from "@smmkit/core/PanelError"
import { NotSent } from "@smmkit/core/Transport"
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { type JournalEntry, outcomeUnknown } from "../../JournalEntry.js"
import { KeyConflict, type StoreError } from "../../JournalError.js"
import type { PlaceError } from "../../JournalModel.js"
import type { Intended, Intent, Report } from "../../StoreMessage.js"
import * as Identity from "../identity.js"
import * as Lease from "./lease.js"
import { outcomeOf, outcomeOfExit, refOf, type Taken } from "./outcomes.js"
import * as Recording from "./recording.js"

export interface Tools extends Recording.Tools {
  readonly owner: string
  readonly lease: Lease.Lease
  /** How long the panel's own time-out lets a call take, in milliseconds. */
  readonly timeout: number
  /** Whether the gate is asked when the connection stands, so that nothing but the writing is left. */
  readonly asksWhenConnected: boolean
  /** Asks the panel what orders without a price have cost; false where nothing more is known than before. */
  readonly unpriced: { readonly learn: (keys: ReadonlyArray<string>) => Effect.Effect<boolean> }
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

/** What a key came to. */
export type Result = Either.Either<JournalEntry, PlaceError>

/** Who is interested in a call. */
export interface Interest {
  /** Whether nobody waits for it any more. */
  readonly isLost: () => boolean
  /** What those who wait say to its sending. */
  readonly gate: () => NotSent | undefined
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

/** What the store may take to write an intent, in milliseconds, before that is taken from the call's own time. */
const forIntent = 8000

/** How long a call can be under way at most, in milliseconds from the beginning of its intent. */
export const longestCall = (timeout: number): number => timeout + forIntent + Lease.grace

const tooOld = new NotSent({ reason: "timeout", detail: "INTENT_TOO_OLD" })
const notSent = { _tag: "Unsent", error: null, note: "the store failed, so it was not sent" } as const
/** Nobody hears this: the last one who waited has left. */
export const deserted = new NotSent({ reason: "other", detail: "INTERRUPTED" })

/** Told by what it says: in a span Effect fails with a proxy of an error, which is not identical with it. */
const isDeserted = (error: PlaceError): boolean =>
  error._tag === "NotSent" && error.detail === deserted.detail

export const make = (tools: Tools) => {
  const { store, owner, unpriced } = tools
  const { unwritten, takeUp, record, told, toldLate } = Recording.make(tools)

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
  const sendAll = Effect.fnUntraced(function* (
    entries: ReadonlyArray<JournalEntry>,
    call: CallMany,
    time: Time
  ) {
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
      const time = timeAt(clock, until)
      if (time !== undefined) return Effect.succeed(time)
      return Effect.map(tools.lease.series, (series) =>
        timeFrom(clock, Lease.instantOf(clock), series, until)
      )
    })

  /** The same for what is done in that time; of a lease that needs no beat it takes no step. */
  const timed = <A>(
    until: number | undefined,
    use: (time: Time) => Effect.Effect<A, PlaceError>
  ): Effect.Effect<A, PlaceError> =>
    Effect.clockWith((clock) => {
      const time = timeAt(clock, until)
      return time === undefined ? Effect.flatMap(Effect.mapError(timeOf(until), withheld), use) : use(time)
    })

  /** Where the lease needs no beat for it. */
  const timeAt = (clock: Clock.Clock, until: number | undefined): Time | undefined => {
    const start = Lease.instantOf(clock)
    const series = tools.lease.seriesAt(start)
    return series === undefined ? undefined : timeFrom(clock, start, series, until)
  }

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
    entry: JournalEntry,
    take: (
      by: { readonly attempt: string; readonly owner: string },
      timeLimit: number
    ) => Effect.Effect<Option.Option<JournalEntry>, StoreError>,
    call: Call,
    judge: (outcome: Report["outcome"]) => Report["outcome"]
  ) =>
    Effect.gen(function* () {
      const time = yield* timeOf(undefined)
      const attempt = randomUUID()
      const of = (outcome: Report["outcome"]): Report => ({
        ...refOf(entry),
        attempt,
        outcome: judge(outcome)
      })
      const taken = yield* Effect.tapError(take({ attempt, owner }, time.limit + Lease.grace), (error) =>
        Effect.sync(() => unwritten.add(of(notSent), error.reason === "unreachable"))
      )
      if (Option.isNone(taken)) return
      const report = (outcome: Report["outcome"]) => record(of(outcome))
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
          isNew ? timed(plan.until, (time) => begin(plan, time)) : Effect.fail(costUnknown(intended.keys))
        )
      case "Twin": {
        const detail = `an equal order is in doubt under the key ${JSON.stringify(intended.key)}; settle that one first`
        return Effect.fail(new OrderWithheld({ reason: "doubt", detail }))
      }
      case "Equal": {
        const time = Duration.format(Duration.millis(plan.apart ?? 0))
        const detail = `an equal order is under way, in doubt, or was placed in the last ${time}`
        return Effect.fail(new OrderWithheld({ reason: "equal", detail }))
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
        // Its commit may have succeeded all the same, or may yet; then the entry is to say that nothing was sent.
        unwritten.add({ ...refOf(plan), attempt, outcome: notSent }, error.reason === "unreachable")
        return Effect.fail(withheld(error))
      }
    })
    // An equal order may be in doubt without the store's knowing it yet.
    return plan.fresh ? Effect.zipRight(unwritten.retry, written) : written
  }

  /** The same time, in which nothing is sent, or sent again, for nobody. */
  const wanted = (time: Time, { isLost, gate }: Pick<Interest, "isLost" | "gate">): Time => ({
    ...time,
    gate: () => time.gate() ?? (isLost() ? deserted : gate())
  })

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
    return Effect.catchIf(send(entry, call, wanted(time, interest)), isDeserted, () =>
      Effect.succeed(undefined)
    )
  }

  /** One try of a key; undefined where it has to try again: where it waits for another, or was taken back. */
  const attempt = (
    plan: Plan,
    call: Call,
    interest: Interest
  ): Effect.Effect<JournalEntry | undefined, PlaceError> =>
    timed(plan.until, (time) =>
      Effect.flatMap(begin(plan, time), (begun) =>
        begun?._tag === "Ready" ? proceed(begun.entry, call, time, interest) : Effect.succeed(begun?.entry)
      )
    )

  /** One try of many keys by one call; undefined for those that have to be tried again by themselves. */
  const attemptMany = (
    plans: ReadonlyArray<Plan>,
    call: CallMany,
    interest: Pick<Interest, "isLost" | "gate">
  ): Effect.Effect<ReadonlyArray<Result | undefined>> =>
    Effect.gen(function* () {
      const time = yield* Effect.either(timeOf(plans[0]?.until))
      if (Either.isLeft(time)) return plans.map(() => Either.left(withheld(time.left)))
      const begun = yield* Effect.forEach(plans, (plan) => Effect.either(begin(plan, time.right)), {
        concurrency: "unbounded"
      })
      const ready = begun.flatMap((one) =>
        Either.isRight(one) && one.right?._tag === "Ready" ? [one.right.entry] : []
      )
      const sent = ready.length === 0 ? [] : yield* sendAll(ready, call, wanted(time.right, interest))
      const byKey = new Map(ready.map(({ key }, at) => [key, sent[at]]))
      return begun.map((one) => {
        if (Either.isLeft(one)) return Either.left(one.left)
        if (one.right === undefined) return undefined
        return one.right._tag === "Held" ? Either.right(one.right.entry) : byKey.get(one.right.entry.key)
      })
    })

  return { attempt, attemptMany, again, unwritten, takeUp }
}

export type Sender = ReturnType<typeof make>
