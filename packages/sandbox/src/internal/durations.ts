/** Spans of time as a test gives them, in whole milliseconds. */
import type * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { SandboxError } from "../SandboxOptions.js"
import * as Spans from "./spans.js"

/** The milliseconds of a span that ends; `field` is what an error calls it. */
export const milliseconds = (field: string, span: Duration.DurationInput): number | SandboxError =>
  Option.match(Option.filter(Spans.read(span), Number.isFinite), {
    onNone: () => new SandboxError({ field, remedy: "give a span of time that ends, such as 90 minutes" }),
    onSome: Math.round
  })
