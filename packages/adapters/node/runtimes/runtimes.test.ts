/** What runs the adapter, and what refuses to. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { MisbehavingServer } from "@smmkit/core/testing"
import { Effect } from "effect"

const program = fileURLToPath(new URL("program.ts", import.meta.url))

const printed = (url: string) =>
  Effect.promise(async () => {
    const { stdout } = await promisify(execFile)("npx", ["--yes", "bun@1.4.5", program, url])
    return stdout.trim()
  })

describe("adapter-node on Bun", () => {
  it.scopedLive("refuses at once, in words, and sends nothing", () =>
    Effect.gen(function* () {
      const server = yield* MisbehavingServer.make({
        onRequest: (socket) => socket.write(MisbehavingServer.reply(200, {}, '{"balance":"5"}'))
      })
      const said = yield* printed(server.url)
      assert.match(said, /^The Node transport's runtime is not usable: .*@smmkit\/adapter-fetch/)
      assert.strictEqual(server.bytes(), 0)
    })
  )
})
