/**
 * Rows of a CSV file, as a stream: RFC 4180, and what spreadsheets make of it: semicolons or tabs between the
 * cells, a line `sep=;` before all others, UTF-16, empty rows.
 */
import * as Fs from "node:fs"
import { pipeline, Readable } from "node:stream"
import { CsvError, parse } from "csv-parse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { UnusableInput } from "../../BulkError.js"
import { openAtOnce } from "../plainFile.js"

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

/** The encoding by the byte order mark: spreadsheets save "Unicode text" as UTF-16. */
const decoderFor = ([first, second]: Uint8Array) =>
  new TextDecoder(
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8",
    { fatal: true }
  )

/** A file, opened to be read. */
const opened = async (path: string) => {
  const file = await openAtOnce(path)
  const stat = await file.stat()
  if (stat.isFile() || stat.isDirectory()) return file.createReadStream()
  await file.close()
  throw new Error("it is no file; save it as one")
}

async function* decoded(path: string): AsyncGenerator<string> {
  let decoder: ReturnType<typeof decoderFor> | undefined
  for await (const bytes of await opened(path)) {
    if (!(bytes instanceof Uint8Array)) continue
    decoder ??= decoderFor(bytes)
    yield decoder.decode(bytes, { stream: true })
  }
  yield decoder?.decode() ?? ""
}

/** How much of a file is looked at to find out what stands between its cells. */
const longestHead = 64 * 1024

/** The text again, with its first line before it. */
const withFirstLine = async (text: AsyncGenerator<string>) => {
  let head = ""
  let isWhole = false
  while (!isWhole && head.length < longestHead && !/[\r\n]/.test(head)) {
    const next = await text.next()
    isWhole = next.done === true
    if (next.done !== true) head += next.value
  }
  const line = head.split(/[\r\n]/, 1)[0] ?? ""
  return { line, head, text }
}

async function* after(skipped: number, head: string, text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head.slice(skipped)
  yield* text
}

const declared = /^sep=(.)\s*$/i

/** What stands between the cells: what the file says, or what makes a column called `service`. */
const delimiterOf = (line: string): string =>
  declared.exec(line)?.[1] ??
  [",", ";", "\t", "|"].find((delimiter) =>
    line.split(delimiter).some((cell) => /^\s*"?\s*service\s*"?\s*$/i.test(cell))
  ) ??
  ","

async function* records(path: string): AsyncGenerator<Chunk.Chunk<Record>> {
  const { line, head, text } = await withFirstLine(decoded(path))
  const parser = parse({
    delimiter: delimiterOf(line),
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: longestRecord
  })
  // A spreadsheet does not show the line that declares the delimiter, so it is no row.
  const skipped = declared.test(line) ? /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(head)?.[0].length : 0
  pipeline(Readable.from(after(skipped ?? 0, head, text)), parser, () => {})
  let row = 0
  let batch: Array<Record> = []
  for await (const cells of parser) {
    row += 1
    const texts = Array.isArray(cells) ? cells.map(String) : []
    if (texts.some((text) => text.trim() !== "")) batch.push({ row, cells: texts })
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
      const { size, mtimeNs, ctimeNs, ino } = Fs.statSync(path, { bigint: true })
      return `${size} ${mtimeNs} ${ctimeNs} ${ino}`
    },
    catch: unusable(path)
  })
