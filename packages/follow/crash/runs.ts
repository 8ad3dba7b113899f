import type { Options } from "./crash.js"

export const short: Options = { orders: 300, speed: 500, workers: 2, faults: 5, pause: "1 second", seed: 1 }

export const long: Options = {
  orders: 20_000,
  speed: 2000,
  workers: 3,
  faults: 100,
  pause: "3 seconds",
  seed: 2
}
