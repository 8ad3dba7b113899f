/** Statements whose changes need not outlive a power cut by themselves. */
import * as Context from "effect/Context"

/** Whether a statement is one of them, which a client of a file heeds. */
export class Lightly extends Context.Reference<Lightly>()("@smmkit/journal/Lightly", {
  defaultValue: () => false
}) {}
