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

/**
 * Does something that need not outlive a power cut by itself: what is synced to disk later syncs it, too. All of it is
 * one step of the program, so nothing else is done meanwhile; a connection that fails is opened anew, as it was.
 * Within a transaction, which is synced as a whole, it fails.
 */
const lightly = <A>(db: Database.Database, work: () => A): A => {
  db.exec("PRAGMA synchronous = NORMAL")
  try {
    return work()
  } finally {
    db.exec("PRAGMA synchronous = FULL")
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

type Question<A> = (db: Database.Database, prepare: Prepare) => A

/** A connection that is opened anew after a failure, and where another file stands under its path. */
const reopening = (path: string) => {
  let db = open(path)
  let prepare = preparing(db)
  let inode = inodeOf(path)
  let isTainted = false

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
  }

  /** Asking a closed database would abort the process. */
  const asked = <A>(question: Question<A>): A => {
    if (!db.open) throw new Error("the database is closed")
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
    ask: <A>(question: Question<A>) => step(() => asked(question)),
    /** Asks the connection as it is after a refresh, in one step of the program. */
    askAfresh: <A>(question: Question<A>) =>
      step(() => {
        refresh()
        return asked(question)
      }),
    refresh: step(refresh),
    isWithin: () => db.open && db.inTransaction,
    close: Effect.sync(() => {
      if (db.open) db.close()
    })
  }
}

/** What begins or ends a transaction. */
const framing = /^\s*(?:BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b/i

/** How a question is put to the database. */
type Ask = <A>(question: Question<A>) => Effect.Effect<A, SqlError>

const connection = (ask: Ask): Connection => {
  const values = (sql: string, params: ReadonlyArray<unknown>) =>
    Effect.withFiberRuntime<ReturnType<typeof rowsOf>, SqlError>((fiber) => {
      const context = fiber.getFiberRef(FiberRef.currentContext)
      const safeIntegers = Context.get(context, SqlClient.SafeIntegers)
      const isLight = Context.get(context, Lightly)
      return ask((db, prepare) => {
        const rows = () => rowsOf(prepare, sql, params, safeIntegers)
        return isLight ? lightly(db, rows) : rows()
      })
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
          })
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
    // A single statement is one step of the program: only an open transaction is waited for, whoever has the turn.
    const single = connection((question) => {
      const asked = database.askAfresh(question)
      return patiently(Effect.suspend(() => (database.isWithin() ? turn.withPermits(1)(asked) : asked)))
    })
    // Within a transaction nothing is asked again, as that would be without what went before.
    const inTurn = connection((question) =>
      Effect.suspend(() =>
        database.isWithin()
          ? database.ask(question)
          : patiently(database.ask(question), database.askAfresh(question))
      )
    )
    // Whoever takes the turn and then fails gives it back at once: its scope may never be closed.
    const take = Effect.zipRight(
      turn.take(1),
      Effect.onError(patiently(database.refresh), () => turn.release(1))
    )
    return yield* SqlClient.make({
      acquirer: Effect.succeed(single),
      transactionAcquirer: Effect.as(
        Effect.acquireRelease(take, () => turn.release(1)),
        inTurn
      ),
      compiler: Statement.makeCompilerSqlite(),
      spanAttributes: [["db.system.name", "sqlite"]],
      beginTransaction: "BEGIN IMMEDIATE"
    })
  }).pipe(Effect.provide(Reactivity.layer))
