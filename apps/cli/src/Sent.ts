/** What an interruption has to know: whether the panel may have carried something out. */
import * as Context from "effect/Context"

/** Counts the calls that spend or change something, and may have been carried out. */
export class Sent extends Context.Tag("@smmkit/cli/Sent")<Sent, { maybe: number }>() {}
