/**
 * `node crash/dist/bench/main.js`: durable placements a second through the journal, and bare durable
 * inserts a second into the same store with the same concurrency, as JSON.
 */
import { startPostgres } from "../crash/postgres.js"
import { bench } from "./bench.js"

const database = await startPostgres()
try {
  const reports = await bench({ postgres: await database?.database("bench") })
  process.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`)
} finally {
  await database?.remove()
}
