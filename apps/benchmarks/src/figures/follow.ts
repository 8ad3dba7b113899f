/** A million followed orders: what claims, statements and looks cost, in a file and on a PostgreSQL server of its own. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Schema } from "effect"
import type { Database } from "../clients/looks.js"
import { run, start } from "../harness/child.js"
import { type Figure, ms, type Row } from "../harness/figure.js"

const Worn = Schema.Struct({
  /** Of a claim, in ms: in the first tenth of the rounds, and in the last. */
  fresh: Schema.Number,
  worn: Schema.Number,
  /** What is held at the end, beside what was early on, and in bytes. */
  memory: Schema.Number,
  held: Schema.Number,
  scans: Schema.Number
})

const Found = Schema.parseJson(
  Schema.Struct({
    few: Worn,
    many: Worn,
    statements: Schema.Number,
    looks: Schema.Struct({ ratio: Schema.Number, smmkit: Schema.Number, limit: Schema.Number })
  })
)

const none = { common: null, limit: null }

const rows = (store: string, { few, many, statements, looks }: typeof Found.Type): ReadonlyArray<Row> => [
  {
    figure: `follow: looks per second among a million orders on ${store}, against the same calls and three bare statements`,
    aim: { least: 0.5 },
    value: looks.ratio,
    unit: "times",
    smmkit: `${Math.round(looks.smmkit)}/s`,
    limit: `${Math.round(looks.limit)}/s`,
    common: null
  },
  {
    figure: `follow: statements for a hundred looks on ${store}${store === "SQLite" ? "" : ", on the wire"}`,
    aim: { most: 4 },
    value: statements,
    unit: "times",
    smmkit: statements.toFixed(2),
    ...none
  },
  {
    figure: `follow: the next hundred of a million on ${store}, after a hundred rounds of updates: of a thousand`,
    aim: { most: 2 },
    value: many.worn / few.worn,
    unit: "times",
    smmkit: ms(many.worn),
    limit: ms(few.worn),
    common: null
  },
  {
    figure: `follow: memory when the hundred rounds are done on ${store}: after ten of them`,
    aim: { most: 1.1 },
    value: many.memory,
    unit: "times",
    smmkit: `${(many.held / 1e6).toFixed(0)} MB`,
    ...none
  },
  ...(store === "SQLite"
    ? []
    : [
        {
          figure: `follow: times that ${store} read the whole table of a million orders in the hundred rounds`,
          aim: { most: 0 },
          value: many.scans,
          unit: "count" as const,
          smmkit: String(many.scans),
          ...none
        }
      ])
]

/** A PostgreSQL server with two databases, where it is installed and what starts it is built. */
const servers = async () => {
  const program = fileURLToPath(
    new URL("../../../../packages/journal/crash/dist/crash/server.js", import.meta.url)
  )
  if (!existsSync(program)) return undefined
  const child = spawn(process.execPath, [program, "few", "many"], { stdio: ["pipe", "pipe", "inherit"] })
  const stop = async () => {
    const ended = once(child, "exit")
    child.stdin.end()
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const [few, many] = Schema.decodeSync(Schema.parseJson(Schema.Array(Schema.String)))(line)
    if (few !== undefined && many !== undefined) return { few: { url: few }, many: { url: many }, stop }
    break
  }
  await stop()
  return undefined
}

const sizes = {
  // A turn ends with claims that are given back, which none of a sweep that goes on has: so it is a long one.
  whole: { orders: 1_000_000, busy: 1000, rounds: 100, batch: 300, turns: 5 },
  small: { orders: 4000, busy: 200, rounds: 2, batch: 1, turns: 1 }
}

export const follow: Figure = {
  id: "follow",
  measure: async (whole) => {
    const panel = await start("delivery")
    const measure = async (store: string, few: Database, many: Database) => {
      const task = { few, many, panel: panel.line, ...(whole ? sizes.whole : sizes.small) }
      return rows(
        store,
        Schema.decodeSync(Found)(await run("follow", [JSON.stringify(task)], ["--expose-gc"]))
      )
    }
    const folder = mkdtempSync(join(tmpdir(), "smmkit-bench-"))
    const server = whole ? await servers() : undefined
    try {
      const inFile = await measure(
        "SQLite",
        { file: join(folder, "few.db") },
        { file: join(folder, "many.db") }
      )
      if (server === undefined) return inFile
      return [...inFile, ...(await measure("PostgreSQL", server.few, server.many))]
    } finally {
      await server?.stop()
      await panel.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
