/**
 * Whether a store still holds what was written to it. A backup that was restored, a file that was replaced, and a
 * failover to a server that lags have forgotten orders that were paid for; so before anything is sent, a store that
 * stands otherwise than it did is asked for the last commits that this process, and the witness beside it, know of.
 */
import * as Fs from "node:fs"
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../../JournalEntry.js"
import { StoreError } from "../../JournalError.js"
import { entryId } from "../book/book.js"
import { placeOnServer } from "../sql/serverFunctions.js"
import type { Transactions } from "../sql/transaction.js"
import { instanceOf } from "./instance.js"
import { missing } from "./missing.js"
import * as Whereabouts from "./whereabouts.js"
import type { Remembered, Told, Witness } from "./witness.js"

/** What tells one standing of a store from another, as a transaction sees it. */
export interface Mark {
  readonly identity: string
  readonly generation: number
  /** Why nothing may be sent by it; empty where it may. */
  readonly withheld: string
  /** How often it was written to; 0 where that is not counted. */
  readonly commits: number
  /** When the server started and which files hold the entries, or which file all is in. */
  readonly place: string
}

export interface Standing {
  /** Within a transaction: fails where the store stands otherwise than is known. Gives its mark. */
  readonly guard: Effect.Effect<Mark, SqlError | StoreError>
  /** The mark that is known, for a function of the server to compare. */
  readonly known: () => Mark | undefined
  /** Looks into it where a guard fails, and goes on where all is there. */
  readonly guarded: <A, R>(effect: Effect.Effect<A, StoreError, R>) => Effect.Effect<A, StoreError, R>
  /** Looks into it if the server is another one than is known. */
  readonly look: (place: string) => Effect.Effect<void, StoreError>
  /** What somebody is about to be told of, by the transaction that had this mark. */
  readonly told: (entries: ReadonlyArray<JournalEntry>, mark: Mark | undefined) => Effect.Effect<void>
  /** A person says that the store may be used as it is. */
  readonly accept: Effect.Effect<void, StoreError>
  readonly unchecked: StoreError
}

export interface Tools {
  readonly sql: SqlClient
  readonly transactions: Transactions
  readonly witness: Witness
  /** The path of the store's file, if it is one. */
  readonly file: string | undefined
}

/** How many entries a process remembers. */
const most = 256

/** How long others who live have time to say that the store lacks what they were told of, in milliseconds. */
const hearing = 5000

const unchecked = new StoreError({ reason: "forgotten", detail: "it has not been looked into yet" })

const forgotten = (detail: string) =>
  new StoreError({
    reason: "forgotten",
    detail,
    remedy:
      "put the store back that holds it; or look at the panel's list of orders, then accept the store as it is (`smmkit journal accept`)"
  })

interface Row {
  readonly identity: string
  readonly generation: number | string
  readonly withheld: string
  readonly commits: number | string
  readonly system: string
  readonly written: string
  readonly place: number | string
}

/** Time as it passes outside of this program: it is other processes that are waited for. */
const wait = (time: number) =>
  Effect.async<void>((resume) => {
    const timer = setTimeout(() => resume(Effect.void), time)
    return Effect.sync(() => clearTimeout(timer))
  })

export const make = ({ sql, transactions, witness, file }: Tools) =>
  Effect.gen(function* () {
    const turn = yield* Effect.makeSemaphore(1)
    let known: Mark | undefined
    let memory = new Map<string, Told>()

    const instance = () => {
      if (file === undefined) return ""
      try {
        return instanceOf(Fs.statSync(file, { bigint: true }))
      } catch {
        return "gone"
      }
    }

    const started = sql.onDialectOrElse({
      pg: () => sql.literal(placeOnServer),
      orElse: () => sql.literal("''")
    })

    const read: Effect.Effect<
      { readonly mark: Mark; readonly recorded: Whereabouts.Whereabouts },
      SqlError | StoreError
    > = Effect.flatMap(
      sql<Row>`SELECT identity, generation, withheld, commits, system, written, ${started} AS place
          FROM smmkit_journal_store WHERE id = 1`,
      ([row]) =>
        row === undefined
          ? Effect.fail(new StoreError({ reason: "corrupt", detail: "it does not say who it is" }))
          : Effect.succeed({
              mark: {
                identity: row.identity,
                generation: Number(row.generation),
                withheld: row.withheld,
                commits: Number(row.commits),
                place: file === undefined ? String(row.place) : instance()
              },
              recorded: { system: row.system, written: row.written }
            })
    )

    const isSame = (mark: Mark): boolean =>
      known !== undefined &&
      mark.withheld === "" &&
      mark.identity === known.identity &&
      mark.generation === known.generation &&
      mark.place === known.place &&
      (mark.commits === 0 || mark.commits >= known.commits)

    const whereabouts = Whereabouts.make(sql, instance)

    /** Who copies a file without the log beside it has a store then that knows it is another place, not an empty one. */
    const checkpoint = sql.onDialectOrElse({
      pg: () => Effect.void,
      orElse: () => Effect.ignore(sql`PRAGMA wal_checkpoint(PASSIVE)`)
    })

    const withhold = (detail: string) =>
      Effect.zipRight(
        sql`UPDATE smmkit_journal_store SET withheld = ${detail} WHERE id = 1 AND withheld = ''`,
        forgotten(detail)
      )

    /** Other processes that make calls on this store. */
    const others = Effect.map(
      sql<{ count: number | string }>`SELECT count(*) AS count FROM smmkit_journal_owner`,
      ([row]) => Number(row?.count ?? 0) > 1
    )

    const name = ({ action, key }: Told) => `${action} ${JSON.stringify(key)}`

    /** What speaks against this store, in words. */
    const objection = (mark: Mark, remembered: ReadonlyArray<Remembered>, known: Mark | undefined) =>
      Effect.gen(function* () {
        const stranger = remembered.find(({ identity }) => identity !== mark.identity)
        if ((known !== undefined && known.identity !== mark.identity) || stranger !== undefined) {
          return "it is another store than the one that was here before"
        }
        const later = remembered.find(
          ({ generation, commits }) =>
            generation > mark.generation || (generation === mark.generation && commits > mark.commits)
        )
        if (later !== undefined || (known !== undefined && known.commits > mark.commits)) {
          return "it is older than what was written to it last"
        }
        const told = [
          ...memory.values(),
          ...remembered.flatMap(({ generation, told }) =>
            told !== null && generation === mark.generation ? [told] : []
          )
        ]
        const gone = yield* missing(sql, told)
        if (gone !== undefined) return `it does not hold the entry ${name(gone)} as it was told of`
        // Who was told of nothing knows of no commit, but by their number; a witness that was copied may have come out
        // of the same backup.
        const counts = known !== undefined && known.commits > 0
        const speaks = memory.size > 0 || counts || remembered.some(({ isOwn }) => isOwn)
        return speaks ? "" : null
      })

    const examine = Effect.gen(function* () {
      // Before the store is looked at, as what is committed meanwhile is remembered at once.
      const remembered = yield* witness.read
      const before = known
      const { mark, recorded } = yield* read
      if (isSame(mark)) return
      if (mark.withheld !== "") return yield* forgotten(mark.withheld)
      // A person has spoken since.
      const isAccepted =
        known !== undefined && mark.identity === known.identity && mark.generation > known.generation
      if (isAccepted) {
        memory = new Map()
        known = { ...mark, commits: 0 }
      }
      const said = yield* objection(mark, remembered, isAccepted ? known : before)
      if (said !== null && said !== "") return yield* withhold(said)
      const present = yield* whereabouts.present
      if (Whereabouts.isElsewhere(recorded, present)) {
        const moved = Whereabouts.inWords(recorded, present)
        if (said === null) {
          return yield* forgotten(`it ${moved}, and nothing here remembers what it held`)
        }
        // One who lives may have been told of what it lacks, and says so at its next beat.
        if (yield* others) yield* wait(hearing)
        const { mark: now } = yield* read
        if (now.withheld !== "") return yield* forgotten(now.withheld)
        yield* Effect.logInfo(`the journal's store ${moved}, and holds what was written last`)
      }
      const system = present.system === "" ? recorded.system : present.system
      if (system === recorded.system && present.written === recorded.written) {
        known = mark
        return
      }
      // Once, however many look at the same time: each writing moves the store's place for all.
      yield* sql`UPDATE smmkit_journal_store SET ${whereabouts.record({ ...present, system })}
        WHERE id = 1 AND system = ${recorded.system} AND written = ${recorded.written}`
      yield* checkpoint
      // What was just written has moved its place.
      known = { ...mark, place: (yield* read).mark.place }
    })

    const check = turn.withPermits(1)(transactions.ask(examine))

    const guard = Effect.flatMap(read, ({ mark }) => (isSame(mark) ? Effect.succeed(mark) : unchecked))

    // A failure that passes through a span is another object.
    const isUnchecked = ({ reason, detail }: StoreError) =>
      reason === unchecked.reason && detail === unchecked.detail

    return {
      guard,
      known: () => known,
      unchecked,
      guarded: <A, R>(effect: Effect.Effect<A, StoreError, R>) =>
        // Its place may move again while it is looked into, by others who look.
        Effect.catchIf(effect, isUnchecked, () =>
          Effect.retry(Effect.zipRight(check, effect), { times: 3, while: isUnchecked })
        ),
      look: (place) =>
        Effect.suspend(() => (known === undefined || known.place === place ? Effect.void : check)),
      told: (entries, mark) =>
        Effect.suspend(() => {
          let last: Told | null = null
          for (const { account, action, key, version, updated, state } of entries) {
            const id = entryId({ account, action, key })
            memory.delete(id)
            // What came to nothing may be gone, as nobody relies on it.
            if (state === "refused" || state === "not-placed") continue
            last = { account, action, key, version, updated }
            memory.set(id, last)
            if (memory.size <= most) continue
            const [oldest] = memory.keys()
            if (oldest !== undefined) memory.delete(oldest)
          }
          if (mark !== undefined && known !== undefined && isSame(mark)) known = mark
          if (last === null || known === undefined) return Effect.void
          const { identity, generation, commits } = known
          return witness.write({ identity, generation, commits, told: last })
        }),
      accept: Effect.gen(function* () {
        // Outside of the transaction, which ends where a user may not ask where the server is.
        const present = yield* transactions.ask(whereabouts.present)
        yield* transactions.change(
          [],
          () => sql`UPDATE smmkit_journal_store
            SET withheld = '', generation = generation + 1, ${whereabouts.record(present)} WHERE id = 1`
        )
        yield* witness.clear
        memory = new Map()
        known = undefined
        yield* check
      })
    } satisfies Standing
  })
