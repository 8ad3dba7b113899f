/**
 * `node crash/dist/bench/drivers.js [count]`: libsql, which the journal uses, against `node:sqlite`, for what the
 * journal asks of an SQLite: durable writes, writes in one transaction, and reading rows. Where this Node has no
 * `node:sqlite` (before 22.13), it says so.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import Libsql from "libsql"

/** What both drivers have, by the same names. */
interface Driver {
  readonly exec: (sql: string) => unknown
  readonly prepare: (sql: string) => {
    readonly run: (...values: ReadonlyArray<string | number>) => unknown
    readonly all: (...values: ReadonlyArray<string | number>) => ReadonlyArray<unknown>
  }
  readonly close: () => unknown
}

interface Sqlite {
  readonly DatabaseSync: new (path: string) => Driver
}

const isSqlite = (module: unknown): module is Sqlite =>
  typeof module === "object" && module !== null && "DatabaseSync" in module

const nodeSqlite = (): Sqlite | undefined => {
  try {
    const module: unknown = createRequire(import.meta.url)("node:sqlite")
    return isSqlite(module) ? module : undefined
  } catch {
    return undefined
  }
}

const libsql = (path: string): Driver => {
  const db = new Libsql(path)
  return {
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
    prepare: (sql) => {
      const statement = db.prepare(sql)
      return { run: (...values) => statement.run(...values), all: (...values) => statement.all(...values) }
    }
  }
}

const perSecond = (count: number, work: () => void): number => {
  const began = performance.now()
  work()
  return Math.round((count / (performance.now() - began)) * 1000)
}

const body = "x".repeat(600)
const rounds = 5

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN

const count = Number(process.argv[2] ?? 500)
const folder = mkdtempSync(join(tmpdir(), "smmkit-drivers-"))

const prepared = (db: Driver) => {
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)"
  )
  const insert = db.prepare("INSERT INTO bare VALUES (?, ?)")
  const read = db.prepare("SELECT id, body FROM bare ORDER BY id LIMIT 500")
  let id = 0
  const one = () => {
    id += 1
    insert.run(`${id}`, body)
  }
  return {
    close: () => db.close(),
    measure: () => ({
      durable: perSecond(count, () => {
        for (let at = 0; at < count; at++) one()
      }),
      together: perSecond(count * 20, () => {
        db.exec("BEGIN")
        for (let at = 0; at < count * 20; at++) one()
        db.exec("COMMIT")
      }),
      read: perSecond(500 * 20, () => {
        for (let at = 0; at < 20; at++) read.all()
      })
    })
  }
}

const sqlite = nodeSqlite()
if (sqlite === undefined) {
  process.stdout.write(`Node ${process.version} has no node:sqlite\n`)
} else {
  const drivers = {
    libsql: prepared(libsql(join(folder, "libsql.db"))),
    "node:sqlite": prepared(new sqlite.DatabaseSync(join(folder, "node.db")))
  }
  const measured = Array.from({ length: rounds }, () => ({
    libsql: drivers.libsql.measure(),
    "node:sqlite": drivers["node:sqlite"].measure()
  }))
  const of = (driver: keyof typeof drivers, what: "durable" | "together" | "read") =>
    median(measured.map((round) => round[driver][what]))
  const report = (["durable", "together", "read"] as const).map((what) => ({
    what,
    libsql: of("libsql", what),
    "node:sqlite": of("node:sqlite", what)
  }))
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  for (const driver of Object.values(drivers)) driver.close()
}
rmSync(folder, { recursive: true, force: true })
