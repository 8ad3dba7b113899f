/** `node crash/dist/crash/million.js [rows]`: checks a CSV file of a million rows, and prints time and memory as JSON. */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Bulk, Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Effect, Layer, Redacted } from "effect"

const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), "smmkit-million-"))
const file = join(folder, "orders.csv")

const write = async () => {
  const out = createWriteStream(file)
  out.write("service,link,quantity\n")
  for (let at = 0; at < rows; at++) {
    if (!out.write(`1,https://example.com/p/${at},${50 + (at % 500)}\n`)) {
      await new Promise<void>((resolve) => out.once("drain", () => resolve()))
    }
  }
  await new Promise<void>((resolve) => out.end(() => resolve()))
}

const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer()),
  Layer.provide(Sqlite.layer(join(folder, "journal.db")))
)

await write()
const began = Date.now()
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 200)
const { preview } = await Effect.runPromise(Effect.provide(Bulk.prepare(Bulk.fromCsv(file)), panel))
clearInterval(watch)
const report = {
  rows: preview.rows,
  fresh: preview.fresh,
  seconds: (Date.now() - began) / 1000,
  megabytes: Math.round(peak / 2 ** 20)
}
process.stdout.write(`${JSON.stringify(report)}\n`)
rmSync(folder, { recursive: true, force: true })
