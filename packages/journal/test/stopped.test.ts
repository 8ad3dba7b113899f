import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { NodeTransport } from "@smmkit/adapter-node"
import { SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer, Option, Redacted, Stream } from "effect"
import { assert, describe, it } from "vitest"
import { hour, makeLeaping } from "../crash/leaping.js"
import { Journal, Sqlite } from "../src/index.js"
import { booked, folder, order, sandbox } from "./world.js"

/** A process of a program, and its words. */
const running = (name: string, ...args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const program = fileURLToPath(new URL(`../crash/dist/bundled/${name}.js`, import.meta.url))
      const child = spawn(process.execPath, [program, ...args], {
        stdio: ["ignore", "pipe", "inherit"]
      })
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      return {
        word: Effect.promise(async () => (await lines.next()).value),
        goOn: Effect.sync(() => void child.kill("SIGCONT")),
        kill: Effect.async<void>((resume) => {
          if (child.exitCode !== null || child.signalCode !== null) return resume(Effect.void)
          child.once("exit", () => resume(Effect.void))
          child.kill("SIGKILL")
        })
      }
    }),
    ({ kill }) => kill
  )

describe("a process that the system stops", () => {
  it("wherever it waits between its intent and the gate, and that was judged and replaced meanwhile, sends nothing", () =>
    Effect.gen(function* () {
      const { url } = yield* SandboxServer.SandboxServer
      const path = join(folder(), "journal.db")
      const { clock, leap } = makeLeaping()
      const panel = Journal.layerPanel({ url, key: Redacted.make("sandbox-key") }).pipe(
        Layer.provide(NodeTransport.layer),
        Layer.provide(Sqlite.layer(path))
      )
      yield* Effect.gen(function* () {
        const { inDoubt, get, resolve, placeOnce } = yield* Journal.Journal
        const { word, goOn } = yield* running("stopped", path, url)
        const stops: Array<string> = []
        for (let at = 1; ; at += 1) {
          const said = yield* word
          if (said === undefined) break
          if (said === "placed") continue
          assert.match(said, /^stopping at /)
          stops.push(said)
          const key = `key ${at}`
          // Its lease is over by the time that passed here, and by its own when it goes on.
          leap(hour)
          yield* Stream.runDrain(inDoubt)
          yield* resolve(key, { placed: false, early: true })
          const placed = yield* placeOnce(key, order(100, `https://example.com/${at}`))
          yield* goOn
          assert.strictEqual(yield* word, "NotSent", said)
          assert.strictEqual(yield* booked, at, said)
          assert.deepStrictEqual(Option.getOrThrow(yield* get(key)), placed)
        }
        assert.include(stops, "stopping at TCPCONNECTWRAP")
        assert.isAbove(stops.length, 1)
      }).pipe(Effect.provide(panel), Effect.withClock(clock))
    }).pipe(
      Effect.provide(Layer.provideMerge(SandboxServer.layer(), sandbox())),
      Effect.scoped,
      Effect.runPromise
    ))
})

describe("a process that is killed after its store did not take an outcome", () => {
  it("has told the order's ID, which the next one finds and pays for no second time", () =>
    Effect.gen(function* () {
      const { url } = yield* SandboxServer.SandboxServer
      const path = join(folder(), "journal.db")
      const { word, kill } = yield* running("unrecorded", path, url)
      const said = yield* word
      assert.match(said, /^OutcomeUnrecorded \d+$/)
      yield* kill
      const panel = Journal.layerPanel({ url, key: Redacted.make("sandbox-key") }).pipe(
        Layer.provide(NodeTransport.layer),
        Layer.provide(Sqlite.layer(path))
      )
      yield* Effect.gen(function* () {
        const { get, placeOnce } = yield* Journal.Journal
        const entry = Option.getOrThrow(yield* get("k"))
        assert.strictEqual(`OutcomeUnrecorded ${entry.order}`, said)
        assert.deepStrictEqual(yield* placeOnce("k", order(100)), entry)
      }).pipe(Effect.provide(panel))
      assert.strictEqual(yield* booked, 1)
    }).pipe(
      Effect.scoped,
      Effect.provide(SandboxServer.layer().pipe(Layer.provideMerge(sandbox()))),
      Effect.runPromise
    ))
})
