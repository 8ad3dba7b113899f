/** The file beside the input that says what became of each row. Only its owner can read it. */
import * as Fs from "node:fs"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { UnusableInput } from "../../BulkError.js"

export interface ResultFile {
  readonly write: (rows: Iterable<ReadonlyArray<string>>) => Effect.Effect<void, UnusableInput>
}

/** A spreadsheet takes such a cell for a formula, so an apostrophe makes it a text. */
export const neutralised = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const line = (cells: ReadonlyArray<string>): string =>
  `${cells.map((cell) => quoted(neutralised(cell))).join(",")}\r\n`

const failed = (path: string) => (failure: unknown) =>
  new UnusableInput({
    name: path,
    remedy: `the results cannot be written there (${failure instanceof Error ? failure.message : "unknown"})`
  })

export const open = (
  path: string,
  header: ReadonlyArray<string>
): Effect.Effect<ResultFile, UnusableInput, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const file = Fs.openSync(path, "w", 0o600)
        Fs.fchmodSync(file, 0o600)
        return file
      },
      catch: failed(path)
    }),
    (file) => Effect.sync(() => Fs.closeSync(file))
  ).pipe(
    Effect.map(
      (file): ResultFile => ({
        write: (rows) =>
          Effect.try({
            try: () => {
              const bytes = Buffer.from(Array.from(rows, line).join(""))
              // On a disk that is nearly full a write takes only a part, and the next one says why.
              for (let at = 0; at < bytes.length; ) at += Fs.writeSync(file, bytes, at)
            },
            catch: failed(path)
          })
      })
    ),
    Effect.tap((file) => file.write([header]))
  )
