/** Figures of other packages: their programs stand, and are tested, beside what they measure. Where one is not built, its rows are left out. */
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Schema } from "effect"
import { type Figure, ms, type Row } from "../harness/figure.js"

const execute = promisify(execFile)

/** Runs a program from the root of the repository, which prints JSON; undefined where it is not there, or cannot run here. */
const printed = async (path: string): Promise<string | undefined> => {
  const program = fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
  if (!existsSync(program)) return undefined
  try {
    return (await execute(process.execPath, [program], { maxBuffer: 2 ** 24 })).stdout
  } catch (error) {
    console.error(`${path} did not run: ${error instanceof Error ? error.message.split("\n")[0] : error}`)
    return undefined
  }
}

const Placements = Schema.parseJson(
  Schema.Array(
    Schema.Struct({
      store: Schema.String,
      concurrency: Schema.Number,
      idle: Schema.Number,
      insertsPerSecond: Schema.Number,
      placementsPerSecond: Schema.Number,
      ratio: Schema.Number
    })
  )
)

const stores: Readonly<Record<string, string>> = { sqlite: "SQLite", postgres: "PostgreSQL" }

/** What placements are to reach of bare inserts, by how many are under way at once. */
const aims: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  sqlite: { 32: 0.9 },
  postgres: { 1: 0.25, 32: 0.9, 128: 1.5 }
}

export const journal: Figure = {
  id: "journal",
  measure: async () => {
    const text = await printed("packages/journal/crash/dist/bench/main.js")
    if (text === undefined) return []
    const all = Schema.decodeSync(Placements)(text)
    const rows = all
      .filter(({ idle }) => idle === 0)
      .map(({ store, concurrency, insertsPerSecond, placementsPerSecond, ratio }): Row => {
        const least = aims[store]?.[concurrency]
        return {
          figure: `journal: durable placements under limits on ${stores[store] ?? store}, ${concurrency} at once, against bare durable inserts`,
          aim: least === undefined ? null : { least },
          value: ratio,
          unit: "times",
          smmkit: `${placementsPerSecond}/s`,
          limit: `${insertsPerSecond}/s`,
          common: null
        }
      })
    const beside = all.flatMap((report): ReadonlyArray<Row> => {
      const alone = all.find(
        ({ store, concurrency, idle }) =>
          idle === 0 && store === report.store && concurrency === report.concurrency
      )
      if (report.idle === 0 || alone === undefined) return []
      return [
        {
          figure: `journal: the same on ${stores[report.store] ?? report.store}, ${report.concurrency} at once, with ${report.idle} idle accounts beside it: share of the ratio without them`,
          aim: { least: 0.9 },
          value: report.ratio / alone.ratio,
          unit: "times",
          smmkit: `${report.placementsPerSecond}/s`,
          limit: `${alone.placementsPerSecond}/s`,
          common: null
        }
      ]
    })
    return [...rows, ...beside]
  }
}

const Served = Schema.Struct({ perSecond: Schema.Number, p99: Schema.Number })
const ReadPath = Schema.parseJson(
  Schema.Struct({ api: Served, bare: Served, requestsRatio: Schema.Number, p99Ratio: Schema.Number })
)
const Keys = Schema.parseJson(Schema.Struct({ p95: Schema.Number, median: Schema.Number }))

export const httpDemo: Figure = {
  id: "http-demo",
  measure: async () => {
    const served = await printed("apps/http-demo/dist/bench/readPath.js")
    const typed = await printed("apps/http-demo/dist/bench/keyToScreen.js")
    const rows: Array<Row> = []
    if (served !== undefined) {
      const { api, bare, p99Ratio, requestsRatio } = Schema.decodeSync(ReadPath)(served)
      const what =
        "HTTP demo: a search by its API, against a bare node:http server that answers the same bytes"
      rows.push(
        {
          figure: `${what}: requests per second`,
          aim: null,
          value: requestsRatio,
          unit: "times",
          smmkit: `${api.perSecond}/s`,
          limit: `${bare.perSecond}/s`,
          common: null
        },
        {
          figure: `${what}: 99th percentile`,
          aim: null,
          value: p99Ratio,
          unit: "times",
          smmkit: ms(api.p99),
          limit: ms(bare.p99),
          common: null
        }
      )
    }
    if (typed !== undefined) {
      const { median, p95 } = Schema.decodeSync(Keys)(typed)
      rows.push({
        figure: "HTTP demo: from key to screen, searching among 10,000 services (95th percentile)",
        aim: { most: 50 },
        value: p95,
        unit: "ms",
        smmkit: `median ${ms(median)}`,
        limit: null,
        common: null
      })
    }
    return rows
  }
}
