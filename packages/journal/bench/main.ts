/**
 * `node crash/dist/bench/main.js [count] [idle]`: durable placements a second through the journal, and bare durable
 * inserts a second into the same store with the same concurrency, as JSON.
 */
import { startPostgres } from "../crash/postgres.js"
import { bench } from "./bench.js"

const database = await startPostgres()
try {
  const [count, idle] = process.argv.slice(2).map(Number)
  const reports = await bench({ postgres: await database?.database("bench"), count, idle })
  process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`)
} finally {
  await database?.remove()
}
