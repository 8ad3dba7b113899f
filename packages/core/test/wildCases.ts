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
const all = ["wild", "wild-2"]
  .flatMap((name) => readFileSync(new URL(`./fixtures/${name}.jsonl`, import.meta.url), "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => Schema.decodeSync(Case)(line))

const batches = ["w212", "w213"]

/** Where an error speaks of a whole batch; what it says of each ID depends on what the panel answers to fewer. */
export const ofBatches = all.filter(({ id }) => batches.includes(id))

export const cases = all.filter(({ id }) => !batches.includes(id))
