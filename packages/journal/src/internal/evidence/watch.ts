/**
 * How long doubts have been watched here, by a clock that never jumps: before a doubt is judged, as much time has to
 * have passed by it as by the store's clock, which may be set forward.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../../JournalEntry.js"

const most = 10_000

type Doubt = Pick<JournalEntry, "attempt" | "deadline">

export interface Watch {
  /** The store's time as far as it can be believed of this doubt, whose watch begins if it has not. */
  readonly timeFor: (doubt: Doubt, storeTime: number) => Effect.Effect<number>
  /** The later one, for what must not happen too late. */
  readonly latest: (doubt: Doubt, storeTime: number) => Effect.Effect<number>
}

export const make = (): Watch => {
  /** By attempt: the store's time and this process's when the doubt was first seen. */
  const seen = new Map<string, { readonly at: number; readonly nanos: bigint }>()
  /** The time by this process alone, since the doubt was first seen. */
  const own = ({ attempt }: Doubt, storeTime: number) =>
    Effect.map(Clock.currentTimeNanos, (nanos) => {
      const first = seen.get(attempt)
      if (first !== undefined) return first.at + Number(nanos - first.nanos) / 1_000_000
      seen.set(attempt, { at: storeTime, nanos })
      const [oldest] = seen.size > most ? seen.keys() : []
      if (oldest !== undefined) seen.delete(oldest)
      return storeTime
    })
  return {
    timeFor: (doubt, storeTime) => Effect.map(own(doubt, storeTime), (time) => Math.min(time, storeTime)),
    latest: (doubt, storeTime) => Effect.map(own(doubt, storeTime), (time) => Math.max(time, storeTime))
  }
}
