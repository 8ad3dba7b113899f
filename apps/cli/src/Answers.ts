/**
 * The answers about many IDs, written one after the other while they come in: each ID is asked once and
 * answered at each place where it was asked.
 */
import type { Answered } from "@smmkit/core/Call"
import type { PanelError } from "@smmkit/core/PanelError"
import type * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.js"
import { type Failure, NoneAnswered, OutputFailed, type PipeClosed } from "./Failure.js"
import type { Asked } from "./Ids.js"
import { Output } from "./Output.js"
import * as Places from "./Places.js"
import { withProgress } from "./Progress.js"
import { inJson, inTable, type RowWriter, type View } from "./Rows.js"

// Up to here nothing is written before all is known, so that a failure leaves standard output empty.
const mostAtOnce = 10_000
const mostNamed = 100

/** Counts the answers, and remembers what a failing output must not hide. */
const tally = <A, E extends PanelError>({ done }: View<A>) => {
  const told: Array<string> = []
  let seen = 0
  let answered = 0
  let firstFailure: E | undefined
  return {
    seen: () => seen,
    answered: () => answered,
    firstFailure: () => firstFailure,
    count: ({ id, result }: Answered<string, A, E>): void => {
      seen += 1
      if (Either.isLeft(result)) firstFailure ??= result.left
      else {
        answered += 1
        if (done !== undefined && told.length < mostNamed) told.push(done(id, result.right))
      }
    },
    /** What was done to an order must be known, so of such a command even a closed pipe is no quiet end. */
    toldElsewhere: (error: OutputFailed | PipeClosed): Failure => {
      if (done === undefined) return error
      return told.length === 0
        ? (firstFailure ?? error)
        : new OutputFailed({ code: "code" in error ? error.code : "EPIPE", done: `${told.join(", ")}.` })
    }
  }
}

/** Writes all rows and the end. An interruption makes whole what was begun, as it cannot be taken back. */
const writeRows = <Id extends string, A, E extends PanelError, R, Row>(
  asked: Asked<Id>,
  answers: Stream.Stream<Answered<Id, A, E>, never, R>,
  { row, rows, end }: RowWriter<A, E, Row>,
  count: (answer: Answered<Id, A, E>) => void
): Effect.Effect<void, OutputFailed | PipeClosed, Output | R> =>
  Effect.gen(function* () {
    const { out } = yield* Output
    const places = Places.make<Id, Row>(asked)
    let waiting: Array<Row> = []
    let isBegun = false
    const flush = Effect.suspend(() => {
      const ready = waiting
      waiting = []
      isBegun = true
      return out(rows(ready))
    })
    const advance: Effect.Effect<void, OutputFailed | PipeClosed> = Effect.suspend(() => {
      while (waiting.length < mostAtOnce) {
        const next = places.next()
        if (next === undefined) return Effect.void
        waiting.push(next)
      }
      return Effect.zipRight(flush, advance)
    })
    const take = (chunk: Chunk.Chunk<Answered<Id, A, E>>) => {
      for (const answer of chunk) {
        count(answer)
        places.take(answer.id, row(answer))
      }
      return advance
    }
    yield* Effect.onInterrupt(Stream.runForEachChunk(answers, take), () =>
      isBegun ? Effect.ignore(out(end)) : Effect.void
    )
    yield* flush
    yield* out(end)
  })

/** Writes the answers. None at all fails with the first failure, after it has been written with the others. */
export const write = <Id extends string, A, E extends PanelError, R>(
  asked: Asked<Id>,
  answers: Stream.Stream<Answered<Id, A, E>, never, R>,
  view: View<A>
): Effect.Effect<ExitCode, Failure, Output | R> =>
  Effect.gen(function* () {
    const output = yield* Output
    const { count, seen, answered, firstFailure, toldElsewhere } = tally<A, E>(view)
    const all = asked.distinct.length
    // Of one ID a failure is told as the command's, and of many in their rows.
    const table = inTable<A, E>(view, output)
    const shown: typeof table =
      all > 1 ? table : { ...table, rows: (rows) => (firstFailure() === undefined ? table.rows(rows) : "") }
    const work = output.json
      ? writeRows(asked, answers, inJson(view, output), count)
      : writeRows(asked, answers, shown, count)
    yield* Effect.mapError(
      withProgress("asking the panel: ", work, () => `${seen()} of ${all}`),
      toldElsewhere
    )
    const failure = firstFailure()
    if (failure === undefined) return ExitCode.done
    if (answered() === 0) {
      return yield* Effect.fail<Failure>(
        output.json || all === 1 ? failure : new NoneAnswered({ cause: failure, what: `${all} ${view.id}s` })
      )
    }
    if (!output.json) yield* output.err(`${all - answered()} of ${all} ${view.id}s failed.\n`)
    return ExitCode.mixed
  })
