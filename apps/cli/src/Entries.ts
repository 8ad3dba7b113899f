/** Entries of the journal, for people and for programs. */
import { Money } from "@smmkit/core"
import { EntryJson, type JournalEntry, type JournalError } from "@smmkit/journal"
import { Chunk, Effect, Option, Stream } from "effect"
import type { OutputFailed, PipeClosed } from "./Failure.js"
import { Output } from "./Output.js"
import { stateColour, styleOf } from "./Style.js"
import * as Table from "./Table.js"

type Entry = JournalEntry.JournalEntry

/** A time as programs read it, and as people do. */
export const time = (milliseconds: number): string => new Date(milliseconds).toISOString()
export const short = (milliseconds: number): string => time(milliseconds).slice(0, 19).replace("T", " ")

/** The contract's six fields. */
export const brief = (entry: Entry) => {
  const { action, key, state, order, request, error } = EntryJson.toJson(entry)
  return { action, key, state, order, request, error }
}

const columns: ReadonlyArray<Table.Column> = [
  { title: "KEY" },
  { title: "STATE", least: 8 },
  { title: "ORDER" },
  { title: "SERVICE" },
  { title: "PRICE", side: "right" },
  { title: "UPDATED", isOptional: true },
  { title: "LINK", enough: 12, isOptional: true }
]

const cells =
  ({ plain, stdout }: Output.Service) =>
  ({ key, state, order, request, charge, price, updated }: Entry): ReadonlyArray<Table.Cell> => [
    { text: plain(key) },
    { text: state, paint: stateColour(styleOf(stdout), state) },
    { text: plain(order ?? "") },
    { text: plain(request["service"] ?? "") },
    {
      text: Option.match(Option.fromNullable(charge ?? price), {
        onNone: () => "",
        onSome: Money.formatAmount
      })
    },
    { text: short(updated) },
    { text: plain(request["link"] ?? request["username"] ?? "") }
  ]

/** One entry, a fact a line. */
const details = (entry: Entry, { plain, stdout }: Output.Service): string => {
  const { request, error, ...facts } = EntryJson.toJson(entry)
  const rows = [
    ...Object.entries({ ...facts, error: error?.message }),
    ...Object.entries(request).map(([name, value]) => [`request.${name}`, value] as const)
  ]
  const room = Math.max(...rows.map(([name]) => name.length))
  return rows
    .filter(([, value]) => (value ?? "") !== "")
    .map(([name, value]) => `${styleOf(stdout).bold(plain(name).padEnd(room))}  ${plain(String(value))}\n`)
    .join("")
}

/** One entry, whole. */
export const shown = (entry: Entry, output: Output.Service): string =>
  output.json ? `${output.encode(EntryJson.toJson(entry))}\n` : details(entry, output)

const together = 500

type Write<E> = Effect.Effect<void, E | OutputFailed | PipeClosed, Output>

/**
 * Writes what comes one after the other, so that a journal of any length takes no more memory than a short one.
 * Nothing is written before the first are there, so that a failure leaves standard output empty.
 */
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
  entries: Stream.Stream<Entry, JournalError.StoreError>,
  json: (entry: Entry) => unknown = brief
): Write<JournalError.StoreError> =>
  Effect.flatMap(Output, (output) => {
    if (output.json) return asArray(entries, json)
    const table = Table.make(columns, output)
    return write(entries, (some) => table.write(some.map(cells(output))))
  })
