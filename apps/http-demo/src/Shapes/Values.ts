/** What the shapes have in common: values that may not be known, times, and numbers in a query. */
import * as Schema from "effect/Schema"

/** Null in JSON where it is not known. */
export const known = Schema.OptionFromNullOr

/** Milliseconds here, text there. */
export const Instant = Schema.transform(
  Schema.String.annotations({
    description: "A time in UTC (RFC 3339).",
    examples: ["2026-01-31T12:00:00.000Z"]
  }),
  Schema.Number,
  { decode: (text) => Date.parse(text), encode: (time) => new Date(time).toISOString() }
)

/** A whole number as a query has it. */
export const whole = (least: number, most: number, otherwise: number) =>
  Schema.optionalWith(
    Schema.NumberFromString.pipe(
      Schema.int(),
      Schema.between(least, most, {
        message: () => `give a whole number from ${least} to ${most}`,
        description: `A whole number from ${least} to ${most}.`
      })
    ),
    { default: () => otherwise }
  )

/** Which part of a long list is asked for. */
export const paging = (most: number) => ({ offset: whole(0, 1_000_000, 0), limit: whole(1, most, 50) })
