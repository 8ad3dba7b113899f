/** The runs of the crash test: short for every day, long on demand. */
import type { Options } from "./crash.js"

const base = { faultRate: 0.25, seed: 20_260_101, databaseKills: 0, processes: 1 } as const

export const short = {
  sqlite: { ...base, store: "sqlite", orders: 30, kills: 2, life: [20, 300], linger: 0 },
  postgres: {
    ...base,
    store: "postgres",
    orders: 12,
    kills: 1,
    processes: 2,
    databaseKills: 1,
    life: [20, 300],
    linger: 0
  }
} as const satisfies Record<string, Options>

export const long = {
  sqlite: { ...base, store: "sqlite", orders: 2000, kills: 200, life: [0, 500], linger: 62_000 },
  postgres: {
    ...base,
    store: "postgres",
    orders: 2000,
    kills: 200,
    processes: 3,
    databaseKills: 8,
    life: [0, 500],
    linger: 62_000
  }
} as const satisfies Record<string, Options>
