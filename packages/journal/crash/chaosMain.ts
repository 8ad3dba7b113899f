/**
 * `node crash/dist/crash/chaosMain.js [short|long] [seed]`: three journals over a proxy that loses statements
 * and answers on their way to PostgreSQL. Prints its report as JSON, and exits 1 where the books and the journals
 * do not agree.
 */
import { Effect } from "effect"
import { chaos, isSound, long, short } from "./chaos.js"

const [length = "short", seed] = process.argv.slice(2)
const options = length === "long" ? long : short

const report = await Effect.runPromise(
  chaos(seed === undefined ? options : { ...options, seed: Number(seed) })
)
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
if (!isSound(report)) process.exitCode = 1
