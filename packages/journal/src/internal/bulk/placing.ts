/** Placing the rows of a bulk, several at once, and writing down what became of each. */
import { NotSent } from "@smmkit/core/Transport"
import * as Chunk from "effect/Chunk"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { BulkStopped, UnusableInput } from "../../BulkError.js"
import type { Options, Result } from "../../BulkModel.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Journal, PlaceError } from "../../JournalModel.js"
import type { Checked } from "./checking.js"
import * as Failure from "./failure.js"
import * as ResultFile from "./resultFile.js"
import * as Results from "./results.js"
import type { GoodRow } from "./rows.js"

export interface Tools {
  readonly journal: Journal.Service
  readonly options: Options
  readonly batch: string
  /** Where the results go; undefined for nowhere. */
  readonly target: ResultFile.Target | undefined
  readonly halt: Halt
  /** For how long a row is to stand apart from equal orders, in milliseconds, if it is. */
  readonly apartOf: (row: GoodRow) => Effect.Effect<number | undefined, UnusableInput>
}

/** Says that no further row is to be sent. */
export interface Halt {
  readonly isCalled: () => boolean
  readonly call: Effect.Effect<void>
  /** Waits until it is called. */
  readonly called: Effect.Effect<void>
}

export const makeHalt: Effect.Effect<Halt> = Effect.map(Deferred.make<void>(), (done) => {
  let isCalled = false
  return {
    isCalled: () => isCalled,
    call: Effect.suspend(() => {
      isCalled = true
      return Effect.asVoid(Deferred.succeed(done, undefined))
    }),
    called: Deferred.await(done)
  }
})

const halted = new NotSent({ reason: "aborted", detail: "the bulk was stopped" })

const tries = (patience: Duration.DurationInput) =>
  Schedule.exponential("250 millis").pipe(
    Schedule.jittered,
    // Whole milliseconds: a clock that is asked for nanoseconds counts in nothing smaller.
    Schedule.modifyDelay((_, delay) => Duration.millis(Math.round(Duration.toMillis(delay)))),
    Schedule.union(Schedule.spaced("5 seconds")),
    Schedule.upTo(patience)
  )

interface Tried {
  readonly outcome: Either.Either<JournalEntry, PlaceError>
  /** Whether this run has sent the row, and no other that placed it at the same time. */
  readonly isOwn: boolean
  /** Whether it was not sent as the run was halted while it waited for its turn. */
  readonly isLeft: boolean
}

/** Places one row, for as long as patience lasts, or until the run is halted. */
const place = (
  row: GoodRow,
  { journal, batch, halt, apartOf, options: { run, patience = "1 minute" } }: Tools
): Effect.Effect<Tried, UnusableInput> =>
  Effect.gen(function* () {
    const { key, order, price } = row
    const apart = yield* apartOf(row)
    let isOwn = false
    let isLeft = false
    const once = Effect.either(
      journal.placeOnce(key, order, {
        quote: price,
        run: run ?? `bulk ${batch}`,
        apart,
        gate: () => {
          isLeft = halt.isCalled()
          return isLeft ? halted : undefined
        },
        onSend: () => {
          isOwn = true
        }
      })
    )
    const pauses = yield* Schedule.driver(tries(patience))
    const pause = Effect.raceFirst(Effect.isSuccess(pauses.next(undefined)), Effect.as(halt.called, false))
    let outcome = yield* once
    while (Either.isLeft(outcome) && Failure.isTransient(outcome.left) && (yield* pause)) {
      outcome = yield* once
    }
    return { outcome, isOwn, isLeft: isLeft && Either.isLeft(outcome) }
  })

/**
 * Places the rows until one stops the run, or somebody does. Those that are under way then still get their
 * outcome, and of the rest is told what was known before.
 */
export const placeAll = (
  rows: Stream.Stream<Checked, UnusableInput | StoreError>,
  tools: Tools
): Effect.Effect<
  Stream.Stream<Result, UnusableInput | BulkStopped | StoreError>,
  UnusableInput,
  Scope.Scope
> =>
  Effect.gen(function* () {
    const { target, options, halt } = tools
    const file = target === undefined ? undefined : yield* ResultFile.open(target)
    const streak = Failure.streak()
    let stopped: BulkStopped | undefined
    let failed: UnusableInput | StoreError | undefined

    // What is under way when something else fails gets its outcome and is told of: it may have been paid.
    const fail = (error: UnusableInput | StoreError) =>
      Effect.suspend(() => {
        failed ??= error
        return halt.call
      })

    const resultsOf = (row: Checked): Effect.Effect<ReadonlyArray<Result>> =>
      Effect.gen(function* () {
        if (row._tag === "Bad") return [Results.bad(row.bad)]
        if (row._tag === "Earlier") return [Results.earlier(row.row, row.entry)]
        if (stopped !== undefined || halt.isCalled()) return []
        const { outcome, isOwn, isLeft } = yield* place(row.row, tools)
        if (isLeft) return []
        stopped ??= streak(row.row, outcome)
        // What might have passed had its patience cut short, which is nobody's fault.
        const isCutShort = halt.isCalled() && Either.isLeft(outcome) && Failure.isTransient(outcome.left)
        if (Either.isLeft(outcome) && !isCutShort) stopped ??= Failure.stopped(row.row.row, outcome.left)
        return [Results.now(row.row, outcome, isOwn)]
      }).pipe(Effect.catchAll((error) => Effect.as(fail(error), [])))

    const results = rows.pipe(
      Stream.catchAll((error) => Stream.execute(fail(error))),
      Stream.mapEffect(resultsOf, { concurrency: options.concurrency ?? 8, unordered: true }),
      Stream.flattenIterables
    )
    const end = Stream.suspend(() => {
      const error = failed ?? stopped
      return error === undefined ? Stream.empty : Stream.fail(error)
    })
    if (file === undefined) return Stream.concat(results, end)
    let isBroken = false
    const keep = (chunk: Chunk.Chunk<Result>) =>
      isBroken
        ? Effect.void
        : Effect.catchAll(file.write(Chunk.map(chunk, Results.cells)), (error) => {
            isBroken = true
            return fail(error)
          })
    const finish = Effect.suspend(() => {
      if (isBroken) return Effect.void
      return failed === undefined ? file.finish : file.finishEarly
    })
    return Stream.mapChunksEffect(results, (chunk) => Effect.as(keep(chunk), chunk)).pipe(
      Stream.concat(Stream.execute(finish)),
      Stream.concat(end)
    )
  })
