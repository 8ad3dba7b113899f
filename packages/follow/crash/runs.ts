import type { Options } from "./crash.js"

export const short: Options = { orders: 1000, faults: 8, pause: "1 second", seed: 1 }

export const long: Options = { orders: 20_000, faults: 100, pause: "3 seconds", seed: 2 }
