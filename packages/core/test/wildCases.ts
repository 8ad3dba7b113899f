import { readFileSync } from "node:fs"
import { Schema } from "effect"
import { Meaning } from "../src/index.js"

const Case = Schema.parseJson(
  Schema.Struct({
    id: Schema.String,
    action: Schema.String,
    request: Schema.Record({ key: Schema.String, value: Schema.String }),
    status: Schema.Number,
    contentType: Schema.String,
    body: Schema.String,
    outcome: Schema.Literal("ok", "refused", "mixed", "unknown"),
    meaning: Schema.NullOr(Meaning.Meaning),
    means: Schema.String
  })
)

/** The deviations of real panels, one a line. */
export const cases = readFileSync(new URL("./fixtures/wild.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => Schema.decodeSync(Case)(line))
