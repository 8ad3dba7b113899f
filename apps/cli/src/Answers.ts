/**
 * The answers about many IDs, written one after the other while they come in: each ID is asked once and
 * answered at each place where it was asked.
 */
import type { Call, PanelError } from "@smmkit/core"
import { Array as Arr, Effect, Either, type Schema, Stream } from "effect"
import type { Failure, OutputFailed, PipeClosed } from "./Failure.js"
import { Caused, describe, ExitCode, unheard } from "./Failure.js"
import { type Asked, collect } from "./Ids.js"
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { withProgress } from "./Progress.js"
import * as Rows from "./Rows.js"

/** How the answers of one command look. */
export interface View<A> extends Rows.View<A> {
  /** The protocol's name of the ID. */
  readonly id: "order" | "refill"
  readonly json: (answer: A) => object
  /** Of a command that changes something: what an answer says was done, for when the output fails. */
  readonly done?: (id: string, answer: A) => string
  /** Whether a person has seen the rows already. */
  readonly isShown?: boolean
}

/** How they look with their IDs, those among them that are failures, too. */
export const rowsOf = <A>(view: View<A>): Rows.View<Call.Answered<string, A, PanelError.PanelError>> => ({
  columns: [{ title: view.id.toUpperCase() }, ...view.columns],
  cells: ({ id, result }) => [
    id,
    ...(Either.isLeft(result) ? [{ failure: result.left.message }] : view.cells(result.right))
  ],
  json: ({ id, result }) => ({
    [view.id]: id,
    ...(Either.isLeft(result) ? { error: describe(result.left) } : view.json(result.right))
  })
})

// Up to here nothing is written before all is known, so that a failure leaves standard output empty.
const mostAtOnce = 10_000
const mostNamed = 100

/** Puts answers, which come once for each ID in the order first asked, to all places at which it was asked. */
const placing = <Id, T>({ places, distinct }: Asked<Id>) => {
  if (distinct.length === places.length) return (_: Id, item: T): ReadonlyArray<T> => [item]
  const kept = new Map<Id | undefined, T>()
  let at = 0
  return (id: Id, item: T): ReadonlyArray<T> => {
    kept.set(id, item)
    const ready: Array<T> = []
    for (let next = kept.get(places[at]); next !== undefined; next = kept.get(places[at])) {
      ready.push(next)
      at += 1
    }
    return ready
  }
}

/** Writes the answers. None at all fails with the first failure, after it has been written with the others. */
export const write = <Id extends string, A, E extends PanelError.PanelError, R>(
  asked: Asked<Id>,
  answers: Stream.Stream<Call.Answered<Id, A, E>, never, R>,
  view: View<A>
): Effect.Effect<ExitCode, Failure, Output | R> =>
  Effect.gen(function* () {
    const output = yield* Output
    const all = asked.distinct.length
    const told: Array<string> = []
    let [seen, answered] = [0, 0]
    let failure: E | undefined
    const place = placing<Id, Call.Answered<Id, A, E>>(asked)
    const rows = Stream.mapConcat(answers, (answer) => {
      const { id, result } = answer
      seen += 1
      if (Either.isLeft(result)) failure ??= result.left
      else {
        answered += 1
        if (view.done !== undefined && told.length < mostNamed) told.push(view.done(id, result.right))
      }
      return place(id, answer)
    })
    const writer = Rows.writer(rowsOf(view), output)
    // Of one ID a failure is told as the command's, and of many in their rows.
    const isTold = () => !output.json && (view.isShown === true || (all === 1 && failure !== undefined))
    const work = Rows.writeLive(Stream.rechunk(rows, mostAtOnce), {
      ...writer,
      rows: (some) => (isTold() ? "" : writer.rows(some))
    })
    // What was done to an order must be known, so of such a command even a closed pipe is no quiet end.
    const toldElsewhere = (error: OutputFailed | PipeClosed): Failure =>
      view.done === undefined
        ? error
        : told.length > 0
          ? unheard(error, `${told.join(", ")}.`)
          : (failure ?? error)
    yield* Effect.mapError(
      withProgress("asking the panel: ", work, () => `${seen} of ${all}`),
      toldElsewhere
    )
    if (failure === undefined) return ExitCode.done
    if (answered === 0) {
      // The rows have said why.
      const { processed } = failure
      const many = new Caused({ cause: failure, message: `All ${all} ${view.id}s failed.`, processed })
      return yield* output.json || all === 1 ? failure : many
    }
    if (!output.json) yield* output.err(`${all - answered} of ${all} ${view.id}s failed.\n`)
    return ExitCode.mixed
  })

/**
 * Asks about the IDs that a command names, a thousand after the other, and writes the answers. Once the account is
 * refused nothing more is asked: a panel blocks who tries on.
 */
export const ask = <Id extends string, A, E extends PanelError.PanelError>(
  invocation: Invocation,
  schema: Schema.Schema<Id, string>,
  many: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Call.Answered<Id, A, E>>>,
  view: View<A>
) =>
  Effect.flatMap(collect(invocation, schema), (asked) => {
    let refused: E | undefined
    const slices = Stream.mapEffect(Stream.fromIterable(Arr.chunksOf(asked.distinct, 1000)), (ids) => {
      if (refused === undefined) return many(ids)
      const result = Either.left(refused)
      return Effect.succeed(ids.map((id) => ({ id, result })))
    })
    const answers = Stream.mapConcat(slices, (some) => {
      const lost = some.flatMap(({ result }) => (Either.isLeft(result) ? [result.left] : []))
      refused ??= lost.find(({ _tag }) => _tag === "AccountRefusal")
      return some
    })
    return write(asked, answers, view)
  })
