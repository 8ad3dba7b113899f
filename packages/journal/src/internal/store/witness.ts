/**
 * A small file beside a store that remembers the last commits which processes of this machine were told of. A
 * store that was restored from a backup, or replaced, does not hold them.
 *
 * It has a few places of one length, which are written in turn: each by one write, so that two processes never mix
 * theirs, and one that is late writes over a single place. It is not synced: it has to outlive a process, and a
 * restored store, but not a power cut at the very moment.
 */
import * as Fs from "node:fs"
import * as Path from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { Action } from "../../EntryState.js"
import { instanceOf, isInstance } from "./instance.js"

/** An entry that somebody was told of, as it was then. */
export interface Told {
  readonly account: string
  readonly action: Action
  readonly key: string
  readonly version: number
  /** When it became so, by the store's clock. */
  readonly updated: number
}

/** What one place remembers: which store, since which acceptance by a person, at which commit, and its last entry. */
export interface Memory {
  readonly identity: string
  readonly generation: number
  readonly commits: number
  readonly told: Told | null
}

/** The same, and whether it was remembered by this very file: one that was copied may be as old as the store beside it. */
export interface Remembered extends Memory {
  readonly isOwn: boolean
}

const decode = Schema.decodeUnknownEither(
  Schema.parseJson(
    Schema.Struct({
      identity: Schema.String,
      generation: Schema.Number,
      commits: Schema.Number,
      file: Schema.String,
      told: Schema.NullOr(
        Schema.Struct({
          account: Schema.String,
          action: Action,
          key: Schema.String,
          version: Schema.Number,
          updated: Schema.Number
        })
      )
    })
  )
)

export interface Witness {
  readonly read: Effect.Effect<ReadonlyArray<Remembered>>
  readonly write: (memory: Memory) => Effect.Effect<void>
  /** Forgets what was before, when a person has said how the store stands. */
  readonly clear: Effect.Effect<void>
}

const places = 8
/** Room for an account and a key of 255 characters each, escaped. */
const size = 4096

const encoded = (memory: Memory, file: string): Buffer | undefined => {
  const text = Buffer.from(`${JSON.stringify({ ...memory, file })}\n`)
  return text.length > size ? undefined : Buffer.concat([text, Buffer.alloc(size - text.length, " ")])
}

/** One that remembers nothing, where there is no disk. */
const none: Witness = { read: Effect.succeed([]), write: () => Effect.void, clear: Effect.void }

const inFile = (path: string): Witness => {
  let next = Math.floor(process.hrtime()[1] % places)
  let isTold = false
  let isMade = false
  const flags = Fs.constants.O_CREAT | Fs.constants.O_RDWR
  /** Tells once that it failed, and why. */
  const attempt = (work: () => void) =>
    Effect.catchAll(Effect.try(work), ({ error }) => {
      if (isTold) return Effect.void
      isTold = true
      return Effect.logWarning(`the witness of the journal's store cannot be written: ${String(error)}`)
    })
  return {
    read: Effect.sync(() => {
      try {
        const bytes = Fs.readFileSync(path)
        const present = instanceOf(Fs.statSync(path, { bigint: true }))
        return Array.from({ length: places }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size).toString("utf8")
        )
          .flatMap((text) => Either.match(decode(text.trim()), { onLeft: () => [], onRight: (one) => [one] }))
          .map(({ file, ...one }) => ({ ...one, isOwn: isInstance(file, present) }))
      } catch {
        return []
      }
    }),
    write: (memory) =>
      attempt(() => {
        if (!isMade) Fs.mkdirSync(Path.dirname(path), { recursive: true, mode: 0o700 })
        isMade = true
        const file = Fs.openSync(path, flags, 0o600)
        try {
          const bytes = encoded(memory, instanceOf(Fs.fstatSync(file, { bigint: true })))
          if (bytes !== undefined) Fs.writeSync(file, bytes, 0, size, next * size)
        } finally {
          Fs.closeSync(file)
        }
        next = (next + 1) % places
      }),
    clear: attempt(() => Fs.rmSync(path, { force: true }))
  }
}

export const make = (path: string | undefined): Witness => (path === undefined ? none : inFile(path))
