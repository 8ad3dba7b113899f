/**
 * A SqlClient over libsql, an SQLite that installs without a compiler. One connection; transactions and
 * single statements take turns on it.
 */
import * as Fs from "node:fs"
import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqlClient from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Statement from "@effect/sql/Statement"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import Database from "libsql"
import { Lightly } from "./lightly.js"

/** How long a statement waits for another process that writes, and between two tries, in milliseconds. */
const patience = 5000
const pause = 10

/** Time as it passes outside of this program: it is another process that is waited for. */
const wait = Effect.async<void>((resume) => {
  const timer = setTimeout(() => resume(Effect.void), pause)
  return Effect.sync(() => clearTimeout(timer))
})

const isBusy = ({ cause }: SqlError): boolean =>
  Predicate.hasProperty(cause, "code") &&
  Predicate.isString(cause.code) &&
  /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(cause.code)

/**
 * Waits while another process holds the file, and lets the rest of the program go on meanwhile; SQLite's own
 * time-out would stand in its way. What failed as busy has done nothing, so it may be asked again.
 */
const patiently = <A>(
  question: Effect.Effect<A, SqlError>,
  again: Effect.Effect<A, SqlError> = question
): Effect.Effect<A, SqlError> => {
  const ask = (one: Effect.Effect<A, SqlError>, left: number): Effect.Effect<A, SqlError> =>
    Effect.catchIf(
      one,
      (error) => left > 0 && isBusy(error),
      () => Effect.zipRight(wait, ask(again, left - pause))
    )
  return ask(question, patience)
}

const open = (path: string): Database.Database => {
  const db = new Database(path)
  try {
    db.prepare("PRAGMA busy_timeout = 0").all([])
    db.prepare("PRAGMA journal_mode = WAL").all([])
    // FULL, so that a commit outlives a power cut; NORMAL would only outlive the process.
    db.exec("PRAGMA synchronous = FULL")
    db.exec("PRAGMA foreign_keys = ON")
    return db
  } catch (failure) {
    db.close()
    throw failure
  }
}

/** What the driver can bind: a boolean, or a Buffer that stands alone, would abort the process. */
const bindable = (value: unknown): unknown => {
  if (value === undefined) return null
  if (typeof value === "boolean") return value ? 1 : 0
  if (value instanceof Date) return value.getTime()
  if (value instanceof Uint8Array) return Buffer.from(value)
  return value
}

type Prepare = (sql: string) => Database.Statement

/** How many statements of a connection are kept as they were prepared. */
const mostKept = 100

/** What may be run again as it was prepared; a PRAGMA, for one, does its work while it is. */
const keepable = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i

/** Prepares statements of a connection once: that takes longer than most of them do. The longest unused one goes. */
const preparing = (db: Database.Database): Prepare => {
  const kept = new Map<string, Database.Statement>()
  return (sql) => {
    const statement = kept.get(sql) ?? db.prepare(sql)
    if (!keepable.test(sql)) return statement
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return statement
  }
}

const rowsOf = (prepare: Prepare, sql: string, params: ReadonlyArray<unknown>, safeIntegers: boolean) => {
  const statement = prepare(sql)
  const args = params.map(bindable)
  if (!statement.reader) {
    statement.run(args)
    return { names: [], rows: [] }
  }
  const rows = statement.safeIntegers(safeIntegers).raw(true).all(args)
  // After the rows: one that was kept learns of columns that have come to a table when it is run.
  const names = statement.columns().map(({ name }) => name)
  return { names, rows: rows.filter((row): row is Array<unknown> => Array.isArray(row)) }
}

/** Which file stands under a path; undefined where none does. */
const inodeOf = (path: string): number | undefined => Fs.statSync(path, { throwIfNoEntry: false })?.ino

/**
 * Moves what was committed from the log into the file, as SQLite does where the last connection is closed; but this
 * driver closes one only once its statements are collected, which a process that exits may not live to see. The file
 * alone, which many take for the whole, would be an empty store then, and a log that is left would be read into a backup
 * that is put in the file's place. Where others have the file open they do so; missed by nobody if it fails.
 */
const checkpoint = (db: Database.Database) => {
  try {
    db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all([])
  } catch {}
}

type Question<A> = (db: Database.Database, prepare: Prepare) => A

/** Whether a commit waits for the disk; what is not synced by itself is synced by the next one that is. */
type Level = "FULL" | "NORMAL"

/** A connection that is opened anew after a failure, and where another file stands under its path. */
const reopening = (path: string) => {
  let db = open(path)
  let prepare = preparing(db)
  let inode = inodeOf(path)
  let isTainted = false
  let level: Level = "FULL"

  /**
   * Ends what the last one left open. A statement that failed stays in progress with this driver, and
   * no later transaction could be committed beside it.
   */
  const refresh = () => {
    if (db.open && db.inTransaction) db.exec("ROLLBACK")
    if (path === ":memory:") return
    const present = inodeOf(path)
    // Opened anew, it would be made anew, and empty.
    if (present === undefined) throw new Error("its file is gone")
    // A file that was replaced is another one, which this connection would not see.
    if (present !== inode) isTainted = true
    if (!isTainted) return
    if (db.open) db.close()
    db = open(path)
    prepare = preparing(db)
    inode = inodeOf(path)
    isTainted = false
    level = "FULL"
  }

  /** Asking a closed database would abort the process. Within a transaction, which is synced as a whole, its level stays. */
  const asked = <A>(question: Question<A>, wanted: Level): A => {
    if (!db.open) throw new Error("the database is closed")
    if (wanted !== level) {
      db.exec(`PRAGMA synchronous = ${wanted}`)
      level = wanted
    }
    return question(db, prepare)
  }

  const step = <A>(work: () => A): Effect.Effect<A, SqlError> =>
    Effect.try({
      try: work,
      catch: (cause) => {
        isTainted = true
        return new SqlError({ cause, message: "SQLite failed" })
      }
    })

  return {
    ask: <A>(question: Question<A>, level: Level) => step(() => asked(question, level)),
    /** Asks the connection as it is after a refresh, in one step of the program. */
    askAfresh: <A>(question: Question<A>, level: Level) =>
      step(() => {
        refresh()
        return asked(question, level)
      }),
    refresh: step(refresh),
    isWithin: () => db.open && db.inTransaction,
    close: Effect.sync(() => {
      if (!db.open) return
      checkpoint(db)
      db.close()
    })
  }
}

/** What begins or ends a transaction. */
const framing = /^\s*(?:BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b/i

/** How a question is put to the database. */
type Ask = <A>(question: Question<A>, level: Level) => Effect.Effect<A, SqlError>

const connection = (ask: Ask): Connection => {
  const values = (sql: string, params: ReadonlyArray<unknown>) =>
    Effect.withFiberRuntime<ReturnType<typeof rowsOf>, SqlError>((fiber) => {
      const context = fiber.getFiberRef(FiberRef.currentContext)
      const safeIntegers = Context.get(context, SqlClient.SafeIntegers)
      const level = Context.get(context, Lightly) ? "NORMAL" : "FULL"
      return ask((_, prepare) => rowsOf(prepare, sql, params, safeIntegers), level)
    })
  const execute: Connection["execute"] = (sql, params, transform) =>
    Effect.map(values(sql, params), ({ names, rows }) => {
      const objects = rows.map((row) => {
        const object: Record<string, unknown> = {}
        names.forEach((name, at) => {
          object[name] = row[at]
        })
        return object
      })
      return transform === undefined ? objects : transform(objects)
    })
  return {
    execute,
    executeRaw: values,
    executeValues: (sql, params) => Effect.map(values(sql, params), ({ rows }) => rows),
    // BEGIN, COMMIT and the like. A failed BEGIN must not be followed by a ROLLBACK that fails too, and
    // some failures roll back by themselves.
    executeUnprepared: (sql, params, transform) =>
      framing.test(sql)
        ? ask((db) => {
            if (sql !== "ROLLBACK" || db.inTransaction) db.exec(sql)
            return []
          }, "FULL")
        : execute(sql, params, transform),
    executeStream: (sql, params, transform) =>
      Stream.unwrap(Effect.map(execute(sql, params, transform), Stream.fromIterable))
  }
}

export const make = (path: string): Effect.Effect<SqlClient.SqlClient, SqlError, Scope.Scope> =>
  Effect.gen(function* () {
    const database = yield* Effect.acquireRelease(
      patiently(
        Effect.try({
          try: () => reopening(path),
          catch: (cause) => new SqlError({ cause, message: "SQLite failed" })
        })
      ),
      ({ close }) => close
    )
    const turn = yield* Effect.makeSemaphore(1)
    /** How many transactions there are, under way or waiting for their turn. */
    let transactions = 0
    // A single statement is one step of the program: it waits only where a transaction does, and then behind that.
    const single = connection((question, level) => {
      const asked = database.askAfresh(question, level)
      return patiently(Effect.suspend(() => (transactions > 0 ? turn.withPermits(1)(asked) : asked)))
    })
    // Within a transaction nothing is asked again, as that would be without what went before.
    const inTurn = connection((question, level) =>
      Effect.suspend(() =>
        database.isWithin()
          ? database.ask(question, level)
          : patiently(database.ask(question, level), database.askAfresh(question, level))
      )
    )
    const leave = Effect.suspend(() => {
      transactions -= 1
      return turn.release(1)
    })
    // Whoever takes the turn and then fails gives it back at once: its scope may never be closed.
    const take = Effect.suspend(() => {
      transactions += 1
      return Effect.zipRight(
        turn.take(1),
        Effect.onError(patiently(database.refresh), () => leave)
      )
    })
    return yield* SqlClient.make({
      acquirer: Effect.succeed(single),
      transactionAcquirer: Effect.as(
        Effect.acquireRelease(take, () => leave),
        inTurn
      ),
      compiler: Statement.makeCompilerSqlite(),
      spanAttributes: [["db.system.name", "sqlite"]],
      beginTransaction: "BEGIN IMMEDIATE"
    })
  }).pipe(Effect.provide(Reactivity.layer))
