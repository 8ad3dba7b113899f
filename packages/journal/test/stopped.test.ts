import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { NodeTransport } from "@smmkit/adapter-node"
import { SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer, Option, Redacted, Schedule, Stream } from "effect"
import { assert, describe, it } from "vitest"
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
  for (const place of ["intent", "queue", "connected"]) {
    it(
      `at its ${place}, and that was judged and replaced meanwhile, sends nothing`,
      () =>
        Effect.gen(function* () {
          const { url } = yield* SandboxServer.SandboxServer
          const path = join(folder(), "journal.db")
          const { word, goOn } = yield* running("stopped", place, path, url)
          assert.strictEqual(yield* word, "stopping")
          const panel = Journal.layerPanel(
            { url, key: Redacted.make("sandbox-key") },
            { lease: "2 seconds" }
          ).pipe(Layer.provide(NodeTransport.layer), Layer.provide(Sqlite.layer(path)))
          yield* Effect.gen(function* () {
            const { inDoubt, get, resolve, placeOnce } = yield* Journal.Journal
            // Until its lease is over, whenever that is.
            const isJudged = Effect.gen(function* () {
              yield* Stream.runDrain(inDoubt)
              return Option.exists(yield* get("k"), ({ state }) => state === "in-doubt")
            })
            yield* Effect.repeat(isJudged, { until: (is) => is, schedule: Schedule.spaced("100 millis") })
            yield* resolve("k", { placed: false, early: true })
            assert.strictEqual((yield* placeOnce("k", order(100))).state, "placed")
            yield* goOn
            assert.strictEqual(yield* word, "NotSent")
            assert.strictEqual(yield* booked, 1)
            assert.strictEqual(Option.getOrThrow(yield* get("k")).state, "placed")
          }).pipe(Effect.provide(panel))
        }).pipe(
          Effect.provide(Layer.provideMerge(SandboxServer.layer(), sandbox())),
          Effect.scoped,
          Effect.runPromise
        ),
      120_000
    )
  }
})

describe("a process that is killed after its store did not take an outcome", () => {
  it(
    "has told the order's ID, which the next one finds and pays for no second time",
    () =>
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
      ),
    60_000
  )
})
