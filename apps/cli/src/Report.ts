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
    case "BadRows":
      return undefined
    case "OutcomeUnrecorded":
      return "Do not send it again: the journal has it in doubt. `smmkit journal show KEY` tells what is known."
    case "NoneAnswered":
      return advice(failure.cause)
    case "OutcomeUnknown":
      if (failure.action === "add") {
        return "The journal has it in doubt: `smmkit journal list --state in-doubt`. Check first, in the panel's list of orders or by the balance, then `smmkit journal resolve`."
      }
      return "Check first, in the panel's list of orders or by the balance: sending it again may do it twice."
    case "Defect":
      return "This is a mistake in smmkit, please report it. Check what was done before you try again."
  }
  switch (exitCodeOf(failure)) {
    case ExitCode.account:
      return "Trying again does not help before the account is put right."
    case ExitCode.again:
      // A bulk says itself how to go on.
      if (failure._tag === "BulkStopped") return undefined
      return describe(failure).retryable ? "Nothing was changed; it is safe to try again." : undefined
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
    const [first = "", ...others] =
      failure._tag === "BadRows" ? description.message.split("\n") : [description.message]
    const lines = [
      `${red("smmkit:")} ${output.plain(first)}`,
      ...others.map((line) => `  ${output.plain(line)}`),
      ...(next === undefined ? [] : [dim(next)]),
      ...(trace === "" ? [] : trace.split("\n").map(output.plain))
    ]
    return Effect.as(output.err(`${lines.join("\n")}\n`), code)
  })
