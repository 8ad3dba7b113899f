/** A durable workflow whose process is killed at every step of an order's life, again and again. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Effect, Layer } from "effect"
import { database, isInstalled } from "./world.js"

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Runs the process to its end, and gives what it told, or how it failed. */
const run = (env: Readonly<Record<string, string>>) =>
  Effect.async<{
    readonly lines: ReadonlyArray<string>
    readonly signal: string | null
    readonly errors: string
  }>((resume) => {
    // Of a small heap threads collect no faster, at more work in all.
    const flags = ["--single-threaded-gc", "--max-semi-space-size=32"]
    const child = spawn(process.execPath, [...flags, pathOf("../crash/dist/bundled/orderLife.js")], {
      env: { PATH: process.env["PATH"], ...env }
    })
    let [output, errors] = ["", ""]
    child.stdout.on("data", (data: Buffer) => (output += data.toString()))
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()))
    child.on("close", (_, signal) =>
      resume(Effect.succeed({ lines: output.trim().split("\n"), signal, errors }))
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const panel = SandboxServer.layer({ port: 0 }).pipe(
  Layer.provideMerge(Sandbox.layer({ speed: 2000, partial: 0 }))
)

/** At which steps the processes die, one after the other; `SMMKIT_CRASH=long` has them die at the same one again. */
const deaths =
  process.env["SMMKIT_CRASH"] === "long"
    ? ["ordered", "ordered", "placed", "placed", "heard", "woken", "heard", "woken", "acted"]
    : ["ordered", "placed", "heard", "woken", "acted"]

describe.skipIf(!isInstalled)("an order's life as a durable workflow", () => {
  it.live(
    "comes to its end with one order, wherever its process is killed",
    () =>
      Effect.gen(function* () {
        const { url } = yield* SandboxServer.SandboxServer
        const sandbox = yield* Sandbox.Sandbox
        const env = { DATABASE_URL: yield* database, PANEL_URL: url, PANEL_KEY: sandbox.key }
        for (const step of deaths) {
          const { signal, errors } = yield* run({ ...env, KILL_AT: step })
          assert.strictEqual(signal, "SIGKILL", `${step}: ${errors}`)
        }
        const { lines, errors } = yield* run(env)
        const [booking, ...others] = yield* sandbox.bookings
        assert.deepStrictEqual(others, [])
        // The cluster may have its say after it, of locks that it gives back while all is being closed.
        const ends = lines.filter((line) => line.startsWith("end "))
        assert.deepStrictEqual(ends, [`end Completed ${booking?.order}`], errors)
      }).pipe(Effect.provide(panel)),
    // Six processes or ten, however slow the machine is.
    600_000
  )
})
