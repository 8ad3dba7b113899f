/** Spans of time as a test gives them. */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

/** Whether a span is said to be less than nothing, which durations read as nothing. */
const isLess = (span: unknown): boolean => {
  if (Predicate.isString(span)) return span.trim().startsWith("-")
  return Array.isArray(span) ? span.some(isLess) : Predicate.isNumber(span) && !(span >= 0)
}

/** The milliseconds of a span, which may be for ever; none of what is no span. */
export const read = (span: unknown): Option.Option<number> =>
  isLess(span) ? Option.none() : Option.map(Duration.decodeUnknown(span), Duration.toMillis)
