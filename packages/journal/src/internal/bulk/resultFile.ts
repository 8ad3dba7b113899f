/**
 * The file beside the input that says what became of each row. Only its owner can read it. It is written
 * aside and takes its place when it is whole, and only a file of results is ever replaced.
 */
import { randomUUID } from "node:crypto"
import * as Fs from "node:fs"
import * as Path from "node:path"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { UnusableInput } from "../../BulkError.js"
import { line } from "../csvLine.js"
import * as Csv from "./csv.js"

export interface ResultFile {
  readonly write: (rows: Iterable<ReadonlyArray<string>>) => Effect.Effect<void, UnusableInput>
  /** Puts the file in its place; all is written. */
  readonly finish: Effect.Effect<void, UnusableInput>
  /** The same where not all rows were told of: what the file before says of the others stands on. */
  readonly finishEarly: Effect.Effect<void, UnusableInput>
}

const failed = (path: string) => (failure: unknown) =>
  new UnusableInput({
    name: path,
    remedy: `the results cannot be written there (${failure instanceof Error ? failure.message : "unknown"})`
  })

const isAbsent = (failure: unknown) => Predicate.hasProperty(failure, "code") && failure.code === "ENOENT"

/** Where results go: the file itself, whatever links lead to it. */
export interface Target {
  readonly path: string
  readonly header: ReadonlyArray<string>
}

/** Follows links to the file that they lead to, which need not exist. */
const resolved = (path: string, hops = 0): string => {
  try {
    return Fs.realpathSync(path)
  } catch (failure) {
    if (!isAbsent(failure)) throw failure
  }
  const isLink = Fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  if (isLink && hops < 40) return resolved(Path.resolve(Path.dirname(path), Fs.readlinkSync(path)), hops + 1)
  return Path.join(Fs.realpathSync(Path.dirname(path)), Path.basename(path))
}

/** Whether a file begins with the header of results; an empty one holds nothing that could be lost. */
const isOurs = (path: string, header: string): boolean => {
  const file = Fs.openSync(path, "r")
  try {
    const begin = Buffer.alloc(Buffer.byteLength(header))
    const read = Fs.readSync(file, begin, 0, begin.length, 0)
    return read === 0 || begin.toString("utf8") === header
  } finally {
    Fs.closeSync(file)
  }
}

/** Looks whether results may go there: where nothing is, or results are. */
export const target = (path: string, header: ReadonlyArray<string>): Effect.Effect<Target, UnusableInput> =>
  Effect.flatten(
    Effect.try({
      try: (): Either.Either<Target, UnusableInput> => {
        const file = resolved(path)
        const stat = Fs.statSync(file, { throwIfNoEntry: false })
        if (stat === undefined) {
          Fs.accessSync(Path.dirname(file), Fs.constants.W_OK)
          return Either.right({ path: file, header })
        }
        const isResults = stat.isFile() && isOurs(file, line(header))
        if (isResults) return Either.right({ path: file, header })
        const remedy = stat.isDirectory()
          ? "the results cannot be written there: it is a folder; give them another place"
          : "the results would replace it, and it is no file of results; move it away, or give them another place"
        return Either.left(new UnusableInput({ name: path, remedy }))
      },
      catch: failed(path)
    })
  )

/** What a line of results is about: a key, or a row that has none. */
const subjectOf = ({ cells: [row, key] }: Csv.Record): string => (key === "" ? `row ${row}` : `key ${key}`)

/** The lines of a file of results that are about nothing that another one tells of. */
const beyond = (path: string, other: string) =>
  Stream.unwrap(
    Effect.map(
      Stream.runFold(Csv.read(other), new Set<string>(), (all, line) => all.add(subjectOf(line))),
      (told) => Stream.filter(Csv.read(path), (line) => !told.has(subjectOf(line)))
    )
  )

const aside = (path: string) => {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.part`
  return { temporary, file: Fs.openSync(temporary, "wx", 0o600) }
}

export const open = ({ path, header }: Target): Effect.Effect<ResultFile, UnusableInput, Scope.Scope> =>
  Effect.gen(function* () {
    let isPlaced = false
    const place = (temporary: string, file: number) => {
      // Nobody may have put a file of another kind there meanwhile.
      if (Fs.existsSync(path) && !isOurs(path, line(header))) {
        throw new Error("a file of another kind was put there meanwhile")
      }
      Fs.fsyncSync(file)
      Fs.renameSync(temporary, path)
      isPlaced = true
    }
    const { temporary, file } = yield* Effect.acquireRelease(
      Effect.try({ try: () => aside(path), catch: failed(path) }),
      ({ temporary, file }) =>
        Effect.ignore(
          Effect.try(() => {
            Fs.closeSync(file)
            if (isPlaced) return
            // What a run had told when it was broken off is kept where there was nothing before.
            if (Fs.existsSync(path)) Fs.rmSync(temporary, { force: true })
            else Fs.renameSync(temporary, path)
          })
        )
    )
    const write: ResultFile["write"] = (rows) =>
      Effect.try({
        try: () => {
          const bytes = Buffer.from(Array.from(rows, line).join(""))
          // On a disk that is nearly full a write takes only a part, and the next one says why.
          for (let at = 0; at < bytes.length; ) at += Fs.writeSync(file, bytes, at)
        },
        catch: failed(path)
      })
    yield* write([header])
    const finish = Effect.try({ try: () => place(temporary, file), catch: failed(path) })
    const others = Effect.suspend(() =>
      Fs.existsSync(path) && isOurs(path, line(header))
        ? Stream.runForEachChunk(beyond(path, temporary), (lines) =>
            write(Chunk.map(lines, ({ cells }) => cells))
          )
        : Effect.void
    )
    return { write, finish, finishEarly: Effect.zipRight(others, finish) }
  })
