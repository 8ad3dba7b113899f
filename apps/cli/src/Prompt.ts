/** A question to the person at the terminal. */
import { createInterface } from "node:readline/promises"
import * as Effect from "effect/Effect"
import type { OutputFailed, PipeClosed } from "./Failure.js"
import type { Output } from "./Output.js"

/** Where a question can be asked: standard output belongs to the answer, so it comes second. */
export const askingOn = ({
  json,
  stdout,
  stderr,
  out,
  err
}: Output.Service): ((text: string) => Effect.Effect<void, OutputFailed | PipeClosed>) | undefined => {
  if (!process.stdin.isTTY) return undefined
  if (stderr.isTerminal) return err
  return stdout.isTerminal && !json ? out : undefined
}

/** The next line that is typed; empty at the end of the input. */
const line: Effect.Effect<string> = Effect.promise(async (signal) => {
  // The terminal keeps its own line editing, and Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false })
  signal.addEventListener("abort", () => lines.close(), { once: true })
  try {
    for await (const text of lines) return text
    return ""
  } finally {
    lines.close()
  }
})

/** Asks a question that only yes answers with yes. */
export const confirm = (
  question: string,
  say: (text: string) => Effect.Effect<void, OutputFailed | PipeClosed>
): Effect.Effect<boolean, OutputFailed | PipeClosed> =>
  Effect.zipRight(
    say(`${question} [y/N] `),
    // Whoever leaves the question is told so on a line of its own.
    Effect.onInterrupt(line, () => Effect.ignore(say("\n"))).pipe(
      Effect.map((text) => /^\s*y(?:es)?\s*$/i.test(text))
    )
  )
