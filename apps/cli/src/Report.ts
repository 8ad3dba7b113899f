/** How a failure is told on standard error. */
import * as Effect from "effect/Effect"
import { ExitCode, exitCodeOf } from "./ExitCode.js"
import { describe, type Failure } from "./Failure.js"
import { Output } from "./Output.js"
import { styleOf } from "./Style.js"

/** What to do next, where the message does not say it already. */
const advice = (failure: Failure): string | undefined => {
  switch (failure._tag) {
    case "UsageError":
    case "InvalidOrder":
    case "Aborted":
    case "OutputFailed":
      return undefined
    case "OutcomeUnknown":
      return "Check first, in the panel's list of orders or by the balance: sending it again may do it twice."
    case "Defect":
      return "This is a mistake in smmkit, please report it. Check what was done before you try again."
  }
  switch (exitCodeOf(failure)) {
    case ExitCode.account:
      return "Trying again does not help before the account is put right."
    case ExitCode.again:
      return failure.retryable ? "Nothing was changed; it is safe to try again." : undefined
    default:
      return undefined
  }
}

/** Tells a failure, in JSON or in words, and gives its exit code. */
export const report = (failure: Failure): Effect.Effect<ExitCode, never, Output> =>
  Effect.flatMap(Output, (output) => {
    const code = exitCodeOf(failure)
    if (failure._tag === "PipeClosed") return Effect.succeed(code)
    const description = describe(failure)
    if (output.json) return Effect.as(output.err(`${output.encode({ error: description })}\n`), code)
    const { red, dim } = styleOf(output.stderr)
    const next = advice(failure)
    const trace = failure._tag === "Defect" ? failure.trace : ""
    const lines = [
      `${red("smmkit:")} ${output.plain(description.message)}`,
      ...(next === undefined ? [] : [dim(next)]),
      ...(trace === "" ? [] : trace.split("\n").map(output.plain))
    ]
    return Effect.as(output.err(`${lines.join("\n")}\n`), code)
  })
