/** What a run found out, as it is kept beside the sources. */
import { Schema } from "effect"

const Aim = Schema.Union(Schema.Struct({ most: Schema.Number }), Schema.Struct({ least: Schema.Number }))

const Row = Schema.Struct({
  figure: Schema.String,
  aim: Schema.NullOr(Aim),
  value: Schema.Number,
  unit: Schema.Literal("times", "kB", "ms", "count"),
  smmkit: Schema.String,
  limit: Schema.NullOr(Schema.String),
  common: Schema.NullOr(Schema.String),
  /** The day on which it was measured, where that is another one than that of the whole run. */
  measured: Schema.optional(Schema.String)
})

export const Rows = Schema.parseJson(Schema.Array(Row))

export const Results = Schema.Struct({
  date: Schema.String,
  machine: Schema.Struct({ cpu: Schema.String, cores: Schema.Number, memory: Schema.String }),
  versions: Schema.Record({ key: Schema.String, value: Schema.String }),
  figures: Schema.Array(Row)
})

export type Results = typeof Results.Type
