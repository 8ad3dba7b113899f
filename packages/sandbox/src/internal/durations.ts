/** Spans of time as a test gives them, in whole milliseconds. */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { SandboxError } from "../SandboxOptions.js"

/** The milliseconds of a span; `field` is what an error calls it. */
export const milliseconds = (field: string, span: Duration.DurationInput): number | SandboxError => {
  const time = Option.map(Duration.decodeUnknown(span), Duration.toMillis)
  return Option.exists(time, Number.isFinite)
    ? Math.round(Option.getOrElse(time, () => 0))
    : new SandboxError({ field, remedy: "give a span of time that ends, such as 90 minutes" })
}
