/**
 * The crash test: bulk processes are killed at random moments while the panel loses answers, and in the
 * end the panel's books and the journal are compared, order by order.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { type JournalEntry, Store } from "@smmkit/journal"
import { Chunk, Effect, Stream } from "effect"
import { type Postgres, startPostgres } from "./postgres.js"
import { storeAt } from "./stores.js"

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

export interface Report {
  readonly store: string
  readonly orders: number
  readonly booked: number
  readonly faults: number
  readonly kills: number
  readonly databaseKills: number
  readonly starts: number
  readonly states: Readonly<Record<string, number>>
  /** Links that the panel booked more than once, or never although the journal says placed, and so on: all empty. */
  readonly bookedTwice: ReadonlyArray<string>
  readonly lost: ReadonlyArray<string>
  readonly wronglyPlaced: ReadonlyArray<string>
  readonly wronglyUnplaced: ReadonlyArray<string>
  readonly wrongId: ReadonlyArray<string>
  readonly missing: ReadonlyArray<string>
  /** The longest time from a start to going on with the work, in milliseconds. */
  readonly longestStart: number
  readonly doubts: {
    readonly total: number
    readonly booked: number
    readonly notBooked: number
    readonly unexplained: ReadonlyArray<string>
    readonly why: Readonly<Record<string, number>>
  }
  readonly balanced: boolean
  readonly milliseconds: number
}

// A test runs this file as it is written, and the programs as they are compiled.
const compiled = import.meta.url.endsWith(".ts") ? "./dist/crash/" : "./"

const program = (name: string) => fileURLToPath(new URL(`${compiled}${name}.js`, import.meta.url))

const linkOf = (at: number) => `https://example.com/p/${at}`

/** A small generator of chance from a seed, so that a run can be repeated. */
const chance = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once("exit", (code) => resolve(code))
  })

interface Books {
  readonly balanced: boolean
  readonly faults: number
  readonly bookings: ReadonlyArray<{ readonly order: string; readonly link: string }>
}

const startPanel = async (seed: number, faultRate: number) => {
  const child = spawn(process.execPath, [program("panel"), String(seed), String(faultRate)], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async () => JSON.parse((await lines.next()).value ?? "null")
  const { url }: { url: string } = await read()
  return {
    url,
    books: async (): Promise<Books> => {
      child.stdin.write("books\n")
      return read()
    },
    stop: () => child.kill("SIGKILL")
  }
}

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
  const [least, most] = options.life
  const start = () => {
    starts += 1
    return spawn(process.execPath, [program("bulk"), file, store, url], { stdio: ["ignore", "pipe", "pipe"] })
  }
  const one = async () => {
    let rounds = 0
    while (rounds < 10_000) {
      rounds += 1
      const child = start()
      const began = Date.now()
      child.stdout.once("data", () => {
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
        const life = least + next() * (most - least)
        const first = await Promise.race([end, ready.then(() => wait(life)).then(() => "alive" as const)])
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
    while (done < options.processes && databaseKills < options.databaseKills && database !== undefined) {
      await wait(1500 + next() * 1500)
      await database.kill()
      databaseKills += 1
      await wait(200)
      await database.start()
    }
  }
  await Promise.all([...Array.from({ length: options.processes }, one), killDatabase()])
  return { kills, databaseKills, starts, longestStart }
}

const readJournal = (store: string): Promise<ReadonlyArray<JournalEntry.JournalEntry>> =>
  Effect.gen(function* () {
    const { entries, judge } = yield* Store.Store
    yield* judge
    return Chunk.toReadonlyArray(yield* Stream.runCollect(entries()))
  }).pipe(Effect.provide(storeAt(store)), Effect.runPromise)

const tally = (words: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** Compares the panel's books with the journal. */
const compare = (orders: number, books: Books, entries: ReadonlyArray<JournalEntry.JournalEntry>) => {
  const bookings = new Map<string, Array<string>>()
  for (const { order, link } of books.bookings) bookings.set(link, [...(bookings.get(link) ?? []), order])
  const byLink = new Map(entries.map((entry) => [entry.request["link"] ?? "", entry]))
  const links = Array.from({ length: orders }, (_, at) => linkOf(at))
  const bookedOf = (link: string) => bookings.get(link) ?? []
  const inState = (state: string) => links.filter((link) => byLink.get(link)?.state === state)
  const doubts = inState("in-doubt")
  return {
    bookedTwice: links.filter((link) => bookedOf(link).length > 1),
    // An order that the panel has, and the journal does not know of as placed or in doubt.
    lost: links.filter(
      (link) => bookedOf(link).length > 0 && !["placed", "in-doubt"].includes(byLink.get(link)?.state ?? "")
    ),
    wronglyPlaced: inState("placed").filter((link) => bookedOf(link).length === 0),
    wronglyUnplaced: [...inState("refused"), ...inState("not-placed")].filter(
      (link) => bookedOf(link).length > 0
    ),
    wrongId: inState("placed").filter((link) => !bookedOf(link).includes(byLink.get(link)?.order ?? "")),
    missing: links.filter((link) => !byLink.has(link)),
    doubts: {
      total: doubts.length,
      booked: doubts.filter((link) => bookedOf(link).length > 0).length,
      notBooked: doubts.filter((link) => bookedOf(link).length === 0).length,
      unexplained: doubts.filter((link) => byLink.get(link)?.note === ""),
      why: tally(doubts.map((link) => byLink.get(link)?.note ?? ""))
    }
  }
}

export const crash = async (options: Options): Promise<Report> => {
  const began = Date.now()
  const folder = mkdtempSync(join(tmpdir(), "smmkit-crash-"))
  const file = join(folder, "orders.csv")
  const rows = Array.from({ length: options.orders }, (_, at) => `1,${linkOf(at)},${50 + (at % 500)}`)
  writeFileSync(file, ["service,link,quantity", ...rows, ""].join("\n"))
  const database = options.store === "postgres" ? await startPostgres() : undefined
  if (options.store === "postgres" && database === undefined)
    throw new Error("no PostgreSQL: npm run machine")
  const store = database === undefined ? join(folder, "journal.db") : await database.database("journal")
  const panel = await startPanel(options.seed, options.faultRate)
  try {
    const run = await runBulks(options, file, store, panel.url, database)
    // Some orders are booked a minute late; the long run waits for them before it closes the books.
    await wait(options.linger)
    const entries = await readJournal(store)
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
    panel.stop()
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether the books and the journal agree. */
export const isSound = (report: Report): boolean =>
  report.balanced &&
  [
    report.bookedTwice,
    report.lost,
    report.wronglyPlaced,
    report.wronglyUnplaced,
    report.wrongId,
    report.missing,
    report.doubts.unexplained
  ].every((list) => list.length === 0)
