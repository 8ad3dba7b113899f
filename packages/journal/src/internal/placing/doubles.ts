/** The alarm of a double: a second order was placed where one was meant. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { JournalEntry } from "../../JournalEntry.js"
import { doubleKey } from "../book/reporting.js"
import { doubles } from "../metrics.js"

export interface Doubles {
  readonly alarm: (entry: JournalEntry, order: string) => Effect.Effect<void>
  /** The keys of those that came to light since the journal was built. */
  readonly keys: Effect.Effect<ReadonlyArray<string>>
}

export const make = (): Doubles => {
  const found = new Set<string>()
  return {
    keys: Effect.sync(() => [...found]),
    alarm: (entry, order) =>
      Effect.suspend(() => {
        if (found.has(doubleKey(order))) return Effect.void
        found.add(doubleKey(order))
        return Effect.zipRight(
          Metric.increment(Metric.tagged(doubles, "host", entry.host)),
          Effect.logError(
            `The key ${JSON.stringify(entry.key)} was placed twice: order ${order} is beside ${entry.order ?? "one that is not known yet"}, and has an entry of its own, ${JSON.stringify(doubleKey(order))}`
          )
        )
      })
  }
}
