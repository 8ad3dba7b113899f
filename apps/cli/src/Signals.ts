/** The signals that ask the program to end, and what an interruption has to know of what was sent. */
import { Context, Effect } from "effect"

export interface Counts {
  /** The calls that spend or change something, and may have been carried out. */
  maybe: number
  /** Those of them whose answer is waited for. */
  underWay: number
  /** How to go on after an interruption, where a journal keeps what was sent. */
  goOn: () => string
  /** What is known to have been done by then, if anything is. */
  done: string
  /** Whether the same command may be given again in any case. */
  isRepeatable: boolean
}

export class Sent extends Context.Tag("@smmkit/cli/Sent")<Sent, Counts>() {}

export const none = (): Counts => ({
  maybe: 0,
  underWay: 0,
  goOn: () => "",
  done: "",
  isRepeatable: false
})

const signals: ReadonlyArray<NodeJS.Signals> = ["SIGINT", "SIGTERM", "SIGHUP"]

/** Waits for the first of them. A second one then ends the program at once, as signals do by themselves. */
export const next: Effect.Effect<NodeJS.Signals> = Effect.async((resume) => {
  const forget = (): void => {
    for (const signal of signals) process.off(signal, end)
  }
  const end = (signal: NodeJS.Signals): void => {
    forget()
    resume(Effect.succeed(signal))
  }
  for (const signal of signals) process.on(signal, end)
  return Effect.sync(forget)
})
