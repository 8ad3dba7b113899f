/**
 * `node crash/dist/crash/server.js NAME...`: a PostgreSQL server of its own with these databases, for a program of
 * another package. It prints their addresses as JSON, an empty list where PostgreSQL is not installed, and goes when
 * its input ends.
 */
import { once } from "node:events"
import { startPostgres } from "./postgres.js"

const server = await startPostgres()
const urls: Array<string> = []
for (const name of process.argv.slice(2)) if (server !== undefined) urls.push(await server.database(name))
process.stdout.write(`${JSON.stringify(urls)}\n`)
process.stdin.resume()
await once(process.stdin, "end")
await server?.remove()
