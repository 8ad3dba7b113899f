import type { Figure } from "../harness/figure.js"
import { balance } from "./balance.js"
import { cli } from "./cli.js"
import { decode } from "./decode.js"
import { httpDemo, journal } from "./elsewhere.js"
import { follow } from "./follow.js"
import { latency } from "./latency.js"
import { many } from "./many.js"
import { memory } from "./memory.js"
import { npx } from "./npx.js"
import { orders } from "./orders.js"
import { sandbox } from "./sandbox.js"
import { size } from "./size.js"

/** In the order of the table. */
export const figures: ReadonlyArray<Figure> = [
  many,
  latency,
  decode,
  balance,
  memory,
  cli,
  npx,
  size,
  sandbox,
  orders,
  journal,
  follow,
  httpDemo
]
