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
    /** What it comes to; where `-or-` stands between two, either will do. */
    outcome: Schema.Literal("ok", "refused", "mixed", "unknown", "ok-or-unknown", "refused-or-unknown"),
    meaning: Schema.NullOr(Meaning.Meaning),
    means: Schema.String
  })
)

/** The deviations of real panels, one a line. */
export const cases = ["wild", "wild-2"]
  .flatMap((name) => readFileSync(new URL(`./fixtures/${name}.jsonl`, import.meta.url), "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => Schema.decodeSync(Case)(line))
  // What an error for a whole batch says of its IDs is tested with the actions.
  .filter(({ id }) => id !== "w212" && id !== "w213")
