/** One program on each runtime that has fetch, against one panel and servers that misbehave. */
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { copyFile, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { MisbehavingServer } from "@smmkit/core/testing"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer, Schedule, Schema } from "effect"
import { build } from "esbuild"
import { type Addresses, Report } from "./program.js"

const versions = { bun: "bun@1.4.5", deno: "deno@2.9.6", workerd: "workerd@1.20261117.1" }

const here = fileURLToPath(new URL(".", import.meta.url))

/** The programs in one file each, with nothing left to resolve. */
const bundled = Effect.acquireRelease(
  Effect.promise(async () => {
    const folder = await mkdtemp(join(tmpdir(), "smmkit-runtimes-"))
    await build({
      entryPoints: ["shell", "worker"].map((name) => join(here, `${name}.ts`)),
      outdir: folder,
      bundle: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"]
    })
    await copyFile(join(here, "worker.capnp"), join(folder, "worker.capnp"))
    return folder
  }),
  (folder) => Effect.promise(() => rm(folder, { recursive: true }))
)

/** The last line that a command printed. */
const printed = (command: string, ...args: ReadonlyArray<string>) =>
  Effect.promise(async () => {
    const { stdout } = await promisify(execFile)(command, args)
    return stdout.trimEnd().split("\n").at(-1) ?? ""
  })

const stop = (child: ChildProcess) => Effect.sync(() => child.kill())

/** Asks the program as a Worker, once there is one. */
const asWorker = (folder: string, addresses: string) =>
  Effect.gen(function* () {
    const { host } = new URL(yield* MisbehavingServer.closedPort)
    const config = join(folder, "worker.capnp")
    yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn("npx", ["--yes", versions.workerd, "serve", config, `--socket-addr=http=${host}`])
      ),
      stop
    )
    const asked = Effect.tryPromise(async () => {
      const response = await fetch(`http://${host}`, { method: "POST", body: addresses })
      return await response.text()
    })
    return yield* Effect.retry(asked, Schedule.intersect(Schedule.spaced("100 millis"), Schedule.recurs(600)))
  })

const runtimes = {
  Node: (folder: string, addresses: string) => printed(process.execPath, join(folder, "shell.js"), addresses),
  Bun: (folder: string, addresses: string) =>
    printed("npx", "--yes", versions.bun, join(folder, "shell.js"), addresses),
  Deno: (folder: string, addresses: string) =>
    printed("npx", "--yes", versions.deno, "run", "--allow-all", join(folder, "shell.js"), addresses),
  Workers: asWorker
}

const expected: typeof Report.Type = {
  ordered: "order 23501: Pending",
  balance: "999.921 USD",
  wrongKey: "AccountRefusal, processed: no",
  silent: "OutcomeUnknown, processed: maybe",
  cut: "OutcomeUnknown, processed: maybe",
  refused: "OutcomeUnknown, processed: maybe",
  redirecting: "UnexpectedAnswer, processed: maybe",
  misdirected: "UnclassifiedRefusal, processed: no",
  large: "Interrupted, processed: maybe"
}

describe("adapter-fetch", () => {
  for (const [name, run] of Object.entries(runtimes)) {
    it.scopedLive(`does the main job, and tells the truth of failures, on ${name}`, () =>
      Effect.gen(function* () {
        const panel = yield* SandboxServer.SandboxServer
        const silent = yield* MisbehavingServer.make({})
        const cut = yield* MisbehavingServer.make({
          onRequest: (socket) =>
            socket.write(`${MisbehavingServer.head(200, { "content-length": "100" })}{`, () =>
              socket.destroy()
            )
        })
        const elsewhere = yield* MisbehavingServer.make({})
        const redirecting = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(MisbehavingServer.reply(307, { location: elsewhere.url }, ""))
        })
        const misdirected = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(MisbehavingServer.reply(421, {}, "not here"))
        })
        const large = yield* MisbehavingServer.make({
          onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, "x".repeat(5000)))
        })
        const addresses: typeof Addresses.Type = {
          panel: panel.url,
          silent: silent.url,
          cut: cut.url,
          refused: yield* MisbehavingServer.closedPort,
          redirecting: redirecting.url,
          misdirected: misdirected.url,
          large: large.url
        }
        const folder = yield* bundled
        const report = yield* run(folder, JSON.stringify(addresses))
        assert.deepStrictEqual(yield* Schema.decode(Schema.parseJson(Report))(report), expected)
        // What spends was sent once, and the key went nowhere else.
        assert.strictEqual(silent.received.length, 1)
        assert.strictEqual(cut.received.length, 1)
        assert.strictEqual(misdirected.received.length, 1)
        assert.strictEqual(elsewhere.bytes(), 0)
      }).pipe(Effect.provide(Layer.provide(SandboxServer.layer(), Sandbox.layer())))
    )
  }
})
