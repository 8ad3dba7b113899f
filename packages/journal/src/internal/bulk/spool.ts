/**
 * The checked rows of a bulk, millions of them in constant memory: on disk, in a file without a name, which
 * goes with the last one who refers to it. Nothing in it has to outlive the process.
 */
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import Database from "libsql"
import { BadRow, UnusableInput } from "../../BulkError.js"

/** A row as it was checked: bad, or with its fields and the keys that it may have been placed under. */
export const Spooled = Schema.Union(
  Schema.Struct({ bad: BadRow }),
  Schema.Struct({
    row: Schema.Number,
    fields: Schema.Record({ key: Schema.String, value: Schema.String }),
    keys: Schema.NonEmptyArray(Schema.String),
    /** Whether a row before is of the same service, for the same link. */
    repeats: Schema.Boolean
  })
)

export type Spooled = typeof Spooled.Type

export interface Spool {
  /** For each text, the how-manieth of its kind it is. */
  readonly count: (texts: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<number>, UnusableInput>
  /** How many of each there are. */
  readonly times: (texts: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<number>, UnusableInput>
  readonly write: (rows: ReadonlyArray<Spooled>) => Effect.Effect<void, UnusableInput>
  /** What was written, in its order. */
  readonly rows: Stream.Stream<Spooled, UnusableInput>
}

/** What fails here is no fault of the journal, which may well be on another disk. */
const unusable = (failure: unknown): UnusableInput => {
  const why = failure instanceof Error ? failure.message : "unknown"
  const remedy = `the rows cannot be kept there while they are placed (${why}); make room, or name another folder for temporary files`
  return new UnusableInput({ name: Os.tmpdir(), remedy })
}

const together = 256

const Line = Schema.parseJson(Spooled)
const encode = Schema.encodeSync(Line)
const decode = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ at: Schema.Number, line: Line })))

const openIn = (folder: string) => {
  const db = new Database(Path.join(folder, "rows.db"))
  db.prepare("PRAGMA journal_mode = OFF").all([])
  db.exec("PRAGMA synchronous = OFF")
  db.exec("PRAGMA cache_size = -16384")
  db.exec("CREATE TABLE seen (text TEXT NOT NULL PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
  db.exec("CREATE TABLE row (at INTEGER NOT NULL PRIMARY KEY, line TEXT NOT NULL)")
  return db
}

const open = () => {
  const folder = Fs.mkdtempSync(Path.join(Os.tmpdir(), "smmkit-bulk-"))
  const remove = () => Fs.rmSync(folder, { recursive: true, force: true })
  try {
    const db = openIn(folder)
    if (process.platform === "win32") {
      process.once("exit", () => {
        db.close()
        remove()
      })
    }
    return db
  } finally {
    // Where the system allows it the file goes now, so that a killed process leaves nothing behind.
    if (process.platform !== "win32") remove()
  }
}

export const make: Effect.Effect<Spool, UnusableInput> = Effect.map(
  Effect.try({ try: open, catch: unusable }),
  (db) => {
    const seen = db.prepare(
      "INSERT INTO seen VALUES (?, 1) ON CONFLICT (text) DO UPDATE SET times = times + 1 RETURNING times"
    )
    const counted = db.prepare("SELECT times FROM seen WHERE text = ?")
    const insert = db.prepare("INSERT INTO row (line) VALUES (?)")
    const after = db.prepare("SELECT at, line FROM row WHERE at > ? ORDER BY at LIMIT ?")
    const timesIn = (row: unknown): number | undefined =>
      Predicate.hasProperty(row, "times") && Predicate.isNumber(row.times) ? row.times : undefined
    const transact = <A>(work: () => A) =>
      Effect.try({
        try: () => {
          db.exec("BEGIN")
          const result = work()
          db.exec("COMMIT")
          return result
        },
        catch: unusable
      })
    return {
      count: (texts) => transact(() => texts.map((text) => timesIn(seen.get([text])) ?? 1)),
      times: (texts) =>
        Effect.try({
          try: () => texts.map((text) => timesIn(counted.get([text])) ?? 0),
          catch: unusable
        }),
      write: (rows) =>
        transact(() => {
          for (const row of rows) insert.run([encode(row)])
        }),
      rows: Stream.paginateChunkEffect(0, (last) =>
        Effect.map(
          Effect.try({ try: () => decode(after.all([last, together])), catch: unusable }),
          (page) =>
            [
              Chunk.unsafeFromArray(page.map(({ line }) => line)),
              Option.fromNullable(page.length < together ? undefined : page.at(-1)?.at)
            ] as const
        )
      )
    }
  }
)
