/** The package as it is resolved by each runtime's own conditions, against one panel. */
import { execFile, spawn } from "node:child_process"
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { MisbehavingServer } from "@smmkit/core/testing"
import { startSandbox } from "@smmkit/promise/sandbox"
import { Effect } from "effect"
import { build } from "esbuild"
import { assert, describe, it } from "vitest"

const versions = { bun: "bun@1.4.5", deno: "deno@2.9.6", workerd: "workerd@1.20261117.1" }

const here = fileURLToPath(new URL(".", import.meta.url))

const expected = {
  order: "23501",
  charge: "0.079",
  last: "Completed",
  aborted: "NotSent, processed: no",
  unknown: "NotFound, processed: no",
  closed: "PanelClosed, processed: no"
}

/** The program beside this file, with this package left to be found by whoever runs it. */
const shell = async () => {
  const outfile = join(here, "shell.run.mjs")
  await build({
    stdin: {
      contents: `import { run } from "./program.ts"; console.log(await run(process.argv[2]))`,
      resolveDir: here
    },
    outfile,
    bundle: true,
    format: "esm",
    external: ["@smmkit/promise"]
  })
  return outfile
}

const shells = {
  Node: [process.execPath],
  Bun: ["npx", "--yes", versions.bun],
  Deno: ["npx", "--yes", versions.deno, "run", "--allow-all", "--node-modules-dir=manual"]
}

describe("@smmkit/promise", () => {
  for (const [name, [command = "", ...args]] of Object.entries(shells)) {
    it(`places, follows and refuses on ${name}`, async () => {
      await using sandbox = await startSandbox({ speed: 100_000 })
      const program = await shell()
      try {
        const { stdout } = await promisify(execFile)(command, [...args, program, sandbox.url], { cwd: here })
        assert.deepStrictEqual(JSON.parse(stdout), expected)
      } finally {
        rmSync(program)
      }
    })
  }

  it("places, follows and refuses as a Worker, where a journal is refused by name", async () => {
    await using sandbox = await startSandbox({ speed: 100_000 })
    const folder = mkdtempSync(join(tmpdir(), "smmkit-runtimes-"))
    await build({
      entryPoints: [join(here, "worker.ts")],
      outdir: folder,
      bundle: true,
      format: "esm",
      platform: "neutral",
      conditions: ["workerd"],
      mainFields: ["module", "main"]
    })
    const config = join(folder, "worker.capnp")
    copyFileSync(join(here, "../../adapters/fetch/runtimes/worker.capnp"), config)
    const { host } = new URL(await Effect.runPromise(Effect.scoped(MisbehavingServer.closedPort)))
    const worker = spawn("npx", ["--yes", versions.workerd, "serve", config, `--socket-addr=http=${host}`])
    try {
      const ask = () => fetch(`http://${host}`, { method: "POST", body: sandbox.url })
      let answer = await ask().catch(() => undefined)
      while (answer === undefined) {
        if (worker.exitCode !== null) throw new Error("workerd ended")
        await setTimeout(100)
        answer = await ask().catch(() => undefined)
      }
      const { report, journal } = JSON.parse(await answer.text())
      assert.deepStrictEqual(JSON.parse(report), expected)
      assert.strictEqual(journal, "journal")
    } finally {
      worker.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
