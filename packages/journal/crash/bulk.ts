/** One bulk process, which may be killed at any moment and started again. Exits 0 when every row has its outcome. */
import { NodeTransport } from "@smmkit/adapter-node"
import { Bulk, Journal } from "@smmkit/journal"
import { Effect, Layer, Redacted, Stream } from "effect"
import { cancelled, changed } from "./changing.js"
import { storeAt } from "./stores.js"

const [file = "", store = "", url = ""] = process.argv.slice(2)

const program = Effect.gen(function* () {
  const bulk = yield* Bulk.prepare(Bulk.fromCsv(file), {
    results: null,
    concurrency: 8,
    patience: "20 seconds"
  })
  // From here on a kill is worth something.
  yield* Effect.sync(() => process.stdout.write("placing\n"))
  // Orders are cancelled as soon as they are placed, and refilled when they may have ended.
  const open = yield* bulk.run.pipe(
    Stream.mapEffect(
      (result) => Effect.as(result.order === null ? Effect.void : cancelled(result.order), result),
      {
        concurrency: 8
      }
    ),
    Stream.runFold(0, (open, { state }) => (state === "placed" || state === "in-doubt" ? open : open + 1))
  )
  const { placed } = yield* Journal.Journal
  yield* placed.pipe(
    Stream.mapEffect(({ order }) => (order === null ? Effect.void : changed(order)), { concurrency: 32 }),
    Stream.runDrain
  )
  return open
})

const panel = Journal.layerPanel(
  { url, key: Redacted.make("sandbox-key"), timeout: "2 seconds", retries: 1, retryDelay: "50 millis" },
  { lease: "4 seconds", patience: "20 seconds" }
).pipe(Layer.provide(NodeTransport.layer), Layer.provide(storeAt(store)))

Effect.runPromise(Effect.provide(program, panel)).then(
  (open) => {
    process.exitCode = open === 0 ? 0 : 8
  },
  (failure) => {
    process.stderr.write(`${failure}\n`)
    process.exitCode = 1
  }
)
