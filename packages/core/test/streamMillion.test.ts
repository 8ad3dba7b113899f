import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const Report = Schema.parseJson(
  Schema.Struct({ answered: Schema.Number, calls: Schema.Number, growth: Schema.Number, peak: Schema.Number })
)

const script = fileURLToPath(new URL("./streamMillion.mjs", import.meta.url))

describe("stream", () => {
  it.live(
    "answers a million IDs in constant memory",
    () =>
      Effect.gen(function* () {
        const { stdout } = yield* Effect.promise(() => promisify(execFile)(process.execPath, [script]))
        const { answered, calls, growth } = yield* Schema.decode(Report)(stdout)
        assert.strictEqual(answered, 1_000_000)
        assert.strictEqual(calls, 10_000)
        // In megabytes, of the whole process, from the first answer to the highest peak.
        assert.isBelow(growth, 200)
      }),
    120_000
  )
})
