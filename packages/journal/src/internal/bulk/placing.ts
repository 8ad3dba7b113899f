/** Placing the rows of a bulk, several at once, and writing down what became of each. */
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Options, Result } from "../../Bulk.js"
import type { BulkStopped, UnusableInput } from "../../BulkError.js"
import type { Journal, PlaceError } from "../../Journal.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Checked } from "./checking.js"
import * as Failure from "./failure.js"
import * as ResultFile from "./resultFile.js"
import * as Results from "./results.js"
import type { GoodRow } from "./rows.js"

export interface Tools {
  readonly journal: Journal.Service
  readonly options: Options
  readonly batch: string
  /** Where the results go; null for nowhere. */
  readonly path: string | null
}

const tries = (patience: Duration.DurationInput) =>
  Schedule.exponential("250 millis").pipe(
    Schedule.jittered,
    // Whole milliseconds: a clock that is asked for nanoseconds counts in nothing smaller.
    Schedule.modifyDelay((_, delay) => Duration.millis(Math.round(Duration.toMillis(delay)))),
    Schedule.union(Schedule.spaced("5 seconds")),
    Schedule.upTo(patience)
  )

const place = (
  { key, order, price }: GoodRow,
  { journal, batch, options: { run, patience = "1 minute" } }: Tools
): Effect.Effect<Either.Either<JournalEntry, PlaceError>> =>
  Effect.either(
    Effect.retry(journal.placeOnce(key, order, { quote: price, run: run ?? `bulk ${batch}` }), {
      while: Failure.isTransient,
      schedule: tries(patience)
    })
  )

/** Places the rows until one stops the run. Those that are under way then still get their outcome. */
export const placeAll = <E, R>(
  rows: Stream.Stream<Checked, E, R>,
  tools: Tools
): Effect.Effect<Stream.Stream<Result, E | UnusableInput | BulkStopped, R>, UnusableInput, Scope.Scope> =>
  Effect.gen(function* () {
    const { path, options } = tools
    const file = path === null ? undefined : yield* ResultFile.open(path, Results.columns)
    let stopped: BulkStopped | undefined

    const resultsOf = (row: Checked): Effect.Effect<ReadonlyArray<Result>> => {
      if (row._tag === "Bad") return Effect.succeed([Results.bad(row.bad)])
      if (row._tag === "Earlier") return Effect.succeed([Results.earlier(row.row, row.entry)])
      if (stopped !== undefined) return Effect.succeed([])
      return Effect.map(place(row.row, tools), (outcome) => {
        if (Either.isLeft(outcome)) stopped ??= Failure.stopped(row.row.row, outcome.left)
        return [Results.now(row.row, outcome)]
      })
    }

    const results = rows.pipe(
      Stream.takeWhile(() => stopped === undefined),
      Stream.mapEffect(resultsOf, { concurrency: options.concurrency ?? 8, unordered: true }),
      Stream.flattenIterables
    )
    const written =
      file === undefined
        ? results
        : Stream.mapChunksEffect(results, (chunk) =>
            Effect.as(file.write(Chunk.map(chunk, Results.cells)), chunk)
          )
    const end = Stream.suspend(() => (stopped === undefined ? Stream.empty : Stream.fail(stopped)))
    return Stream.concat(written, end)
  })
