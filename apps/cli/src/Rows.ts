/**
 * Rows, written one after the other while they come, so that any number of them takes no more memory than a few:
 * for people a table, for programs a JSON array with one element a line.
 */
import { Chunk, Effect, Stream } from "effect"
import type { OutputFailed, PipeClosed } from "./Failure.js"
import { Output } from "./Output.js"
import * as Table from "./Table.js"

/** How rows look. */
export interface View<A> {
  readonly columns: ReadonlyArray<Table.Column>
  readonly cells: (row: A) => ReadonlyArray<Table.Cell>
  readonly json: (row: A) => unknown
}

/** Makes texts of rows, which follow each other, and of their end. */
export interface Writer<A> {
  readonly rows: (rows: ReadonlyArray<A>) => string
  readonly end: () => string
}

/** The text of each row, what stands between two, and what before and behind them all. */
export const joined = <A>(text: (row: A) => string, begin = "", between = "", end = ""): Writer<A> => {
  let before = begin
  const one = (row: A): string => {
    const piece = before + text(row)
    before = between
    return piece
  }
  return { rows: (rows) => rows.map(one).join(""), end: () => (before === begin ? begin : "") + end }
}

export const writer = <A>({ columns, cells, json }: View<A>, output: Output.Service): Writer<A> => {
  if (output.json) return joined((row) => `\n  ${output.encode(json(row))}`, "[", ",", "\n]\n")
  const table = Table.make(columns, output)
  return { rows: (rows) => table(rows.map(cells)), end: () => "" }
}

type Write<E, R = never> = Effect.Effect<void, E | OutputFailed | PipeClosed, Output | R>

/** Writes rows that are all there, so that all set the widths of a table. */
export const writeAll = <A>(rows: ReadonlyArray<A>, view: View<A>): Write<never> =>
  Effect.flatMap(Output, (output) => {
    const all = writer(view, output)
    return output.out(all.rows(rows) + all.end())
  })

/** Writes rows as they come. An interruption makes whole what was begun, as it cannot be taken back. */
export const writeLive = <A, E, R>(rows: Stream.Stream<A, E, R>, writer: Writer<A>): Write<E, R> =>
  Effect.flatMap(Output, ({ out }) => {
    let isBegun = false
    const end = Effect.suspend(() => out(writer.end()))
    const write = (chunk: Chunk.Chunk<A>) => {
      isBegun = true
      return out(writer.rows(Chunk.toReadonlyArray(chunk)))
    }
    return Stream.runForEachChunk(rows, write).pipe(
      Effect.onInterrupt(() => (isBegun ? Effect.ignore(end) : Effect.void)),
      Effect.zipRight(end)
    )
  })

/** Writes rows, and nothing before the first 500 are there, so that a failure leaves standard output empty. */
export const writeBy = <A, E>(rows: Stream.Stream<A, E>, writer: Writer<A>): Write<E> =>
  writeLive(Stream.rechunk(rows, 500), writer)

export const write = <A, E>(rows: Stream.Stream<A, E>, view: View<A>): Write<E> =>
  Effect.flatMap(Output, (output) => writeBy(rows, writer(view, output)))
