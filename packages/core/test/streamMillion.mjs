/**
 * Sends as many IDs as it is told through `OrderStatus.stream`, as users get it, and prints what that took; with
 * `--expose-gc` also how much of it is still held at the end.
 */
import { Identifiers, OrderStatus, Panel, Transport } from "@smmkit/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const total = Number(process.argv[2])
const megabyte = 1024 * 1024
let calls = 0

const entry = { charge: "0.27819", start_count: "3572", status: "Partial", remains: "157", currency: "USD" }

const send = ({ params }) =>
  Effect.sync(() => {
    calls += 1
    const ids = new Map(params).get("orders").split(",")
    return { status: 200, body: JSON.stringify(Object.fromEntries(ids.map((id) => [id, entry]))) }
  })

const panel = Layer.provide(
  Panel.layer({ url: "https://panel.example/api/v2", key: Redacted.make("test-key") }),
  Layer.succeed(Transport.Transport, { send })
)

const ids = Stream.map(Stream.range(1, total), (id) => Identifiers.OrderId.make(String(id)))

const program = Effect.gen(function* () {
  const { stream } = yield* OrderStatus.OrderStatus
  let answered = 0
  let [start, before, held] = [undefined, undefined, 0]
  let rss = 0
  let heap = 0
  yield* Stream.runForEachChunk(stream(ids), (chunk) =>
    Effect.sync(() => {
      for (const { result } of chunk) if (result._tag === "Right") answered += 1
      const memory = process.memoryUsage()
      start ??= memory.rss
      rss = Math.max(rss, memory.rss)
      heap = Math.max(heap, memory.heapTotal + memory.external)
      if (globalThis.gc === undefined || (answered !== 10_000 && answered !== total)) return
      globalThis.gc()
      held = process.memoryUsage().heapUsed
      before ??= held
    })
  )
  const [growth, whole, kept] = [rss - start, heap, held - (before ?? held)].map((bytes) =>
    Math.round(bytes / megabyte)
  )
  return { answered, calls, growth, heap: whole, ...(before === undefined ? {} : { kept }) }
})

console.log(JSON.stringify(await Effect.runPromise(Effect.provide(program, panel))))
