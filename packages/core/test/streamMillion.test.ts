import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Config, Effect, Schema } from "effect"

const Report = Schema.parseJson(
  Schema.Struct({ answered: Schema.Number, calls: Schema.Number, growth: Schema.Number, heap: Schema.Number })
)

const script = fileURLToPath(new URL("./streamMillion.mjs", import.meta.url))

/** A million takes four times as long, and no more memory. */
const ids = Config.withDefault(Config.integer("SMMKIT_STREAMED_IDS"), 300_000)

describe("stream", () => {
  it.live(
    "answers any number of IDs in constant memory",
    () =>
      Effect.gen(function* () {
        const total = yield* ids
        const args = [script, String(total)]
        const { stdout } = yield* Effect.promise(() => promisify(execFile)(process.execPath, args))
        const { answered, calls, growth, heap } = yield* Schema.decode(Report)(stdout)
        assert.strictEqual(answered, total)
        assert.strictEqual(calls, total / 100)
        // In megabytes: what the process grew by since the first answer, and all that it allocated at its peak.
        // To keep the answers of 300,000 takes 70 more, of a million 250.
        assert.isBelow(growth, 200)
        assert.isBelow(heap, 200)
      }),
    120_000
  )
})
