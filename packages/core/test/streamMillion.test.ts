import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { runs } from "./part.js"

const Report = Schema.parseJson(
  Schema.Struct({ answered: Schema.Number, calls: Schema.Number, heap: Schema.Number, kept: Schema.Number })
)

const script = fileURLToPath(new URL("./streamMillion.mjs", import.meta.url))

const total = runs(60_000, 1_000_000)

describe("stream", () => {
  it.live(
    "answers any number of IDs in constant memory",
    () =>
      Effect.gen(function* () {
        const args = ["--expose-gc", script, String(total)]
        const { stdout } = yield* Effect.promise(() => promisify(execFile)(process.execPath, args))
        const { answered, calls, heap, kept } = yield* Schema.decode(Report)(stdout)
        assert.strictEqual(answered, total)
        assert.strictEqual(calls, total / 100)
        // In megabytes: all that it allocated at its peak, and what is left of the answers after a collection. To
        // keep those of 50,000 takes 12.
        assert.isBelow(heap, 200)
        assert.isBelow(kept, 4)
      }),
    120_000
  )
})
