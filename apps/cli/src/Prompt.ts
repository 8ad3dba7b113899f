/** A question to the person at the terminal. */
import { createInterface } from "node:readline/promises"
import { Effect } from "effect"
import { type OutputFailed, type PipeClosed, type UsageError, usage } from "./Failure.js"
import { Output } from "./Output.js"

type Say = (text: string) => Effect.Effect<void, OutputFailed | PipeClosed>

/** The next line that is typed; empty at the end of the input. */
const line: Effect.Effect<string> = Effect.promise(async (signal) => {
  // The terminal keeps its own line editing, and Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false, signal })
  try {
    for await (const text of lines) return text
    return ""
  } finally {
    lines.close()
  }
})

/** What is agreed to: what happens without it, and how it is agreed to where nobody can be asked. */
export interface Matter {
  /** Such as "Nothing was ordered". */
  readonly otherwise: string
  /** Such as "to order without being asked". */
  readonly yes: string
}

/** How a question can be asked, or that nobody can be. Standard output belongs to the answer, so it comes second. */
export const canAsk = ({ otherwise, yes }: Matter): Effect.Effect<Say, UsageError, Output> =>
  Effect.flatMap(Output, ({ json, stdout, stderr, out, err }) => {
    const say = stderr.isTerminal ? err : stdout.isTerminal && !json ? out : undefined
    return process.stdin.isTTY && say !== undefined
      ? Effect.succeed(say)
      : usage(`${otherwise}: there is no terminal to ask on. Give --yes ${yes}.`)
  })

/** Says something, and asks a question that only yes answers with yes; anything else is a failure. */
export const agree = (matter: Matter, text: string, question: string) =>
  Effect.gen(function* () {
    const say = yield* canAsk(matter)
    yield* say(`${text}${question} [y/N] `)
    // Whoever leaves the question is told so on a line of its own.
    const answer = yield* Effect.onInterrupt(line, () => Effect.ignore(say("\n")))
    if (!/^\s*y(?:es)?\s*$/i.test(answer)) return yield* usage(`${matter.otherwise}: it was not confirmed.`)
  })
