/** `smmkit completions`: the script by which a shell completes the command line. */
import * as Effect from "effect/Effect"
import { completions } from "../Completions.js"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { quote } from "../Text.js"

const isShell = (name: string): name is keyof typeof completions => Object.hasOwn(completions, name)

export const run = ({ operands }: Invocation) =>
  Effect.gen(function* () {
    const { json, out, encode } = yield* Output
    const [shell = "", ...others] = operands
    if (!isShell(shell) || others.length > 0) {
      return yield* new UsageError({
        message: `completions is asked for ${operands.length === 0 ? "no shell" : operands.map(quote).join(" ")}: give ${Object.keys(completions).join(", ")}`
      })
    }
    yield* out(json ? `${encode({ completions: completions[shell] })}\n` : completions[shell])
    return ExitCode.done
  })
