/** What an interruption has to know: whether the panel may have carried something out, and how to go on. */
import * as Context from "effect/Context"

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

export const none = (): Counts => ({ maybe: 0, underWay: 0, goOn: () => "", done: "", isRepeatable: false })
