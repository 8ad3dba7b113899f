/** Rows of a CSV file, as a stream: RFC 4180, UTF-8 with or without a byte order mark. */
import * as Fs from "node:fs"
import { pipeline, Readable } from "node:stream"
import { CsvError, parse } from "csv-parse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { UnusableInput } from "../../BulkError.js"

/** The cells of one record; `row` is its number in a spreadsheet. */
export interface Record {
  readonly row: number
  readonly cells: ReadonlyArray<string>
}

const together = 256
const longestRecord = 4 * 1024 * 1024

const code = (failure: unknown) =>
  Predicate.hasProperty(failure, "code") && Predicate.isString(failure.code) ? failure.code : ""

const words: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EISDIR: "it is a folder",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8; save it as CSV UTF-8",
  CSV_QUOTE_NOT_CLOSED: "a quoted cell does not end; close its quotation mark",
  CSV_INVALID_CLOSING_QUOTE:
    'a quotation mark in a quoted cell is not doubled, or text follows the cell; write "" for one',
  INVALID_OPENING_QUOTE:
    "a quotation mark stands within a cell that is not quoted; quote the cell and double the mark",
  CSV_MAX_RECORD_SIZE: "a record is longer than 4 MiB; a quotation mark may be missing"
}

const unusable = (name: string) => (failure: unknown) => {
  const line =
    failure instanceof CsvError && Predicate.isNumber(failure["lines"]) ? ` (line ${failure["lines"]})` : ""
  const known = words[code(failure)]
  const said = known ?? (failure instanceof Error ? failure.message : "it cannot be read")
  return new UnusableInput({ name, remedy: `${said}${line}` })
}

async function* decoded(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  for await (const bytes of Fs.createReadStream(path)) {
    if (bytes instanceof Uint8Array) yield decoder.decode(bytes, { stream: true })
  }
  yield decoder.decode()
}

async function* records(path: string): AsyncGenerator<Chunk.Chunk<Record>> {
  const parser = parse({
    skip_empty_lines: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: longestRecord
  })
  pipeline(Readable.from(decoded(path)), parser, () => {})
  let row = 0
  let batch: Array<Record> = []
  for await (const cells of parser) {
    row += 1
    if (Array.isArray(cells)) batch.push({ row, cells: cells.map(String) })
    if (batch.length === together) {
      yield Chunk.unsafeFromArray(batch)
      batch = []
    }
  }
  if (batch.length > 0) yield Chunk.unsafeFromArray(batch)
}

export const read = (path: string): Stream.Stream<Record, UnusableInput> =>
  Stream.flattenChunks(
    Stream.unwrap(Effect.sync(() => Stream.fromAsyncIterable(records(path), unusable(path))))
  )

/** What a file looks like from outside, to tell whether it was changed. */
export const stamp = (path: string): Effect.Effect<string, UnusableInput> =>
  Effect.try({
    try: () => {
      const { size, mtimeMs, ino } = Fs.statSync(path)
      return `${size} ${mtimeMs} ${ino}`
    },
    catch: unusable(path)
  })
