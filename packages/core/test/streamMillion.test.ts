import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const Report = Schema.parseJson(
  Schema.Struct({ answered: Schema.Number, calls: Schema.Number, growth: Schema.Number, heap: Schema.Number })
)

const script = fileURLToPath(new URL("./streamMillion.mjs", import.meta.url))

describe("stream", () => {
  it.live(
    "answers a million IDs in constant memory",
    () =>
      Effect.gen(function* () {
        const { stdout } = yield* Effect.promise(() => promisify(execFile)(process.execPath, [script]))
        const { answered, calls, growth, heap } = yield* Schema.decode(Report)(stdout)
        assert.strictEqual(answered, 1_000_000)
        assert.strictEqual(calls, 10_000)
        // In megabytes: what the process grew by since the first answer, and all that it allocated at its peak.
        assert.isBelow(growth, 200)
        assert.isBelow(heap, 200)
      }),
    120_000
  )
})
