/**
 * The crash test: bulk processes are killed at random moments while the panel loses answers, and in the
 * end the panel's books and the journal are compared, order by order.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { agree, type Comparison, compare, linkOf, readJournal, tally } from "./books.js"
import { chance } from "./chance.js"
import { startPanel } from "./panel.js"
import { type Postgres, startPostgres } from "./postgres.js"

export interface Options {
  readonly store: "sqlite" | "postgres"
  readonly orders: number
  readonly kills: number
  /** How many bulk processes share the work. */
  readonly processes: number
  /** How often the database is killed and started again amid the run (PostgreSQL). */
  readonly databaseKills: number
  readonly faultRate: number
  readonly seed: number
  /** Between which bounds the time from the first order to the kill is drawn, in milliseconds. */
  readonly life: readonly [least: number, most: number]
  /** How long to wait for orders that are booked late, in milliseconds. */
  readonly linger: number
  readonly log?: ((line: string) => void) | undefined
}

export interface Report extends Comparison {
  readonly store: string
  readonly orders: number
  readonly booked: number
  readonly faults: number
  readonly kills: number
  readonly databaseKills: number
  readonly starts: number
  readonly states: Readonly<Record<string, number>>
  /** The longest time from a start to going on with the work, in milliseconds. */
  readonly longestStart: number
  readonly balanced: boolean
  readonly milliseconds: number
}

// A test runs this file as it is written, and the programs as it has bundled them.
const compiled = import.meta.url.endsWith(".ts") ? "./dist/bundled/" : "./"

const program = (name: string) => fileURLToPath(new URL(`${compiled}${name}.js`, import.meta.url))

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once("exit", (code) => resolve(code))
  })

/** Runs bulk processes until all rows have their outcome, killing them in turn. */
const runBulks = async (
  options: Options,
  file: string,
  store: string,
  url: string,
  database: Postgres | undefined
) => {
  const next = chance(options.seed)
  let kills = 0
  let databaseKills = 0
  let starts = 0
  let done = 0
  let longestStart = 0
  let isUp: Promise<unknown> = Promise.resolve()
  const [least, most] = options.life
  const life = () => wait(least + next() * (most - least))
  let isPlacing = () => {}
  const placing = new Promise<void>((resolve) => {
    isPlacing = resolve
  })
  const start = async () => {
    // Where no database is to be found, a process would end as soon as it has begun.
    await isUp
    starts += 1
    return spawn(process.execPath, [program("bulk"), file, store, url], { stdio: ["ignore", "pipe", "pipe"] })
  }
  const one = async () => {
    let rounds = 0
    while (rounds < 10_000) {
      rounds += 1
      const child = await start()
      const began = Date.now()
      child.stdout.once("data", () => {
        isPlacing()
        longestStart = Math.max(longestStart, Date.now() - began)
      })
      let said = ""
      child.stderr.on("data", (text) => {
        said += String(text)
      })
      const end = ended(child)
      if (kills < options.kills) {
        // Most are killed while they place orders, some while they start.
        const ready =
          next() < 0.1 ? wait(next() * 1500) : new Promise((resolve) => child.stdout.once("data", resolve))
        const first = await Promise.race([end, ready.then(life).then(() => "alive" as const)])
        if (first === "alive") {
          child.kill("SIGKILL")
          await end
          kills += 1
          if (kills % 20 === 0) options.log?.(`${kills} kills`)
          continue
        }
      }
      const code = await end
      if (code === 0) break
      options.log?.(`a bulk process ended with ${code}: ${said.slice(0, 300)}`)
    }
    done += 1
  }
  const killDatabase = async () => {
    await placing
    while (done < options.processes && databaseKills < options.databaseKills && database !== undefined) {
      // The first time as soon as orders are placed: there may be few.
      await (databaseKills === 0 ? life() : wait(1500 + next() * 1500))
      isUp = database
        .kill()
        .then(() => wait(200))
        .then(database.start)
      await isUp
      databaseKills += 1
    }
  }
  await Promise.all([...Array.from({ length: options.processes }, one), killDatabase()])
  return { kills, databaseKills, starts, longestStart }
}

export const crash = async (options: Options): Promise<Report> => {
  const began = Date.now()
  const folder = mkdtempSync(join(tmpdir(), "smmkit-crash-"))
  const file = join(folder, "orders.csv")
  const rows = Array.from({ length: options.orders }, (_, at) => `1,${linkOf(at)},${50 + (at % 500)}`)
  writeFileSync(file, ["service,link,quantity", ...rows, ""].join("\n"))
  const database = options.store === "postgres" ? await startPostgres({ durable: false }) : undefined
  if (options.store === "postgres" && database === undefined)
    throw new Error("no PostgreSQL: npm run machine")
  const store = database === undefined ? join(folder, "journal.db") : await database.database("journal")
  const panel = await startPanel(options.seed, options.faultRate)
  try {
    const run = await runBulks(options, file, store, panel.url, database)
    // Some orders are booked a minute late; the long run waits for them before it closes the books.
    await wait(options.linger)
    const entries = await Effect.runPromise(readJournal(store))
    const books = await panel.books()
    return {
      store: options.store,
      orders: options.orders,
      booked: books.bookings.length,
      faults: books.faults,
      ...run,
      states: tally(entries.map(({ state }) => state)),
      ...compare(options.orders, books, entries),
      balanced: books.balanced,
      milliseconds: Date.now() - began
    }
  } finally {
    await panel.stop()
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether the books and the journal agree, and every order came to the journal. */
export const isSound = (report: Report): boolean => agree(report) && report.missing.length === 0
