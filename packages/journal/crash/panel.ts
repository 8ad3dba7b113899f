/** A panel in a process of its own, which loses answers at random. It prints its address, then on each line of input its books. */
import { createInterface } from "node:readline"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer } from "effect"
import { booksOf } from "./books.js"
import { faults } from "./faults.js"

const [seed = "1", rate = "0.25"] = process.argv.slice(2)

const print = (value: unknown) => Effect.sync(() => process.stdout.write(`${JSON.stringify(value)}\n`))

const program = Effect.gen(function* () {
  const { url } = yield* SandboxServer.SandboxServer
  yield* print({ url })
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  while (true) {
    const line = yield* Effect.promise(() => lines.next())
    if (line.done === true) return
    yield* Effect.flatMap(booksOf, print)
  }
})

const panel = SandboxServer.layer().pipe(
  Layer.provideMerge(
    Sandbox.layer({
      seed: Number(seed),
      balance: "1000000",
      partial: 0,
      // Orders end within the run, so that they can be refilled; and refills end, so that another would be taken.
      speed: 800,
      refillWait: "100 millis",
      mishaps: faults(Number(rate))
    })
  )
)

Effect.runPromise(Effect.provide(program, panel)).catch((failure) => {
  process.stderr.write(`${failure}\n`)
  process.exitCode = 1
})
