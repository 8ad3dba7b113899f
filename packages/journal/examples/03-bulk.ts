/** A CSV file of orders: checked as a whole, priced, placed, and safe to run again. */
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Money } from "@smmkit/core"
import { Bulk, Journal, Sqlite } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted, Stream } from "effect"

const file = join(mkdtempSync(join(tmpdir(), "smmkit-example-")), "orders.csv")
writeFileSync(file, "service,link,quantity\n1,https://example.com/p/1,100\n1,https://example.com/p/2,250\n")

const program = Effect.gen(function* () {
  const bulk = yield* Bulk.prepare(Bulk.fromCsv(file))
  const { rows, fresh, cost } = bulk.preview
  yield* Console.log(`${rows} rows, ${fresh} of them new, for ${Money.format(cost)}`)
  yield* Stream.runForEach(bulk.run, ({ row, state, order }) => Console.log(`row ${row}: ${state} ${order}`))
  const again = yield* Bulk.prepare(Bulk.fromCsv(file))
  yield* Console.log(`run again: ${again.preview.fresh} new`)
})

const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer()),
  Layer.provide(Sqlite.layer(":memory:"))
)

Effect.runPromise(Effect.provide(program, panel))
