/** Writes entries one after the other, so that a journal of any length takes no more memory than a short one. */
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Entries from "./Entries.js"
import type { OutputFailed, PipeClosed } from "./Failure.js"
import { Output } from "./Output.js"
import * as Table from "./Table.js"

const together = 500

type Write<E> = Effect.Effect<void, E | OutputFailed | PipeClosed, Output>

/** Nothing is written before the first entries are there, so that a failure leaves standard output empty. */
export const write = <A, E>(
  entries: Stream.Stream<A, E>,
  text: (entries: ReadonlyArray<A>, isFirst: boolean) => string,
  end = ""
): Write<E> =>
  Effect.gen(function* () {
    const { out } = yield* Output
    let isFirst = true
    yield* Stream.runForEachChunk(Stream.rechunk(entries, together), (chunk) => {
      const piece = text(Chunk.toReadonlyArray(chunk), isFirst)
      isFirst = false
      return out(piece)
    })
    yield* out((isFirst ? text([], true) : "") + end)
  })

/** A JSON array with one element a line. */
export const asArray = <A, E>(entries: Stream.Stream<A, E>, json: (entry: A) => unknown): Write<E> =>
  Effect.flatMap(Output, ({ encode }) =>
    write(
      entries,
      (some, isFirst) => (isFirst ? "[" : ",") + some.map((entry) => `\n  ${encode(json(entry))}`).join(","),
      "\n]\n"
    )
  )

/** A table for people, or a JSON array. */
export const list = (
  entries: Stream.Stream<JournalEntry, StoreError>,
  json: (entry: JournalEntry) => unknown = Entries.brief
): Write<StoreError> =>
  Effect.flatMap(Output, (output) => {
    if (output.json) return asArray(entries, json)
    const table = Table.make(Entries.columns, output)
    return write(entries, (some) => table.write(some.map(Entries.cells(output))))
  })
