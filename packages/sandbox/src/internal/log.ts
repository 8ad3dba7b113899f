/** A log that keeps its newest entries only, and knows from when on it is whole. */
import type { Window } from "../Log.js"
import { SandboxError } from "../SandboxOptions.js"

interface Timed {
  readonly time: number
}

export interface Log<Entry extends Timed> {
  readonly add: (entry: Entry) => void
  /** The entries of a window, or why it cannot be told. */
  readonly read: (window: Window, accept: (entry: Entry) => boolean) => ReadonlyArray<Entry> | SandboxError
  /** What is there, the newest last. */
  readonly newest: () => ReadonlyArray<Entry>
}

export const make = <Entry extends Timed>(size: number): Log<Entry> => {
  const ring: Array<Entry> = []
  /** Where the oldest entry stands, once the ring is full. */
  let oldest = 0
  /** The first time of which everything is here, and the last of which something is. */
  let whole = Number.NEGATIVE_INFINITY
  let latest = Number.NEGATIVE_INFINITY

  const first = (from: number): number => {
    let [low, high] = [0, ring.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(middle).time < from) low = middle + 1
      else high = middle
    }
    return low
  }
  const at = (place: number): Timed => ring[(oldest + place) % ring.length] ?? { time: 0 }

  return {
    add: (entry) => {
      if (entry.time < latest) {
        // What is told only later is not in the log, so the log is not whole before its newest entry.
        whole = Math.max(whole, latest)
        return
      }
      latest = entry.time
      const lost = ring.length < size ? undefined : ring[oldest]
      if (lost === undefined) ring.push(entry)
      else {
        ring[oldest] = entry
        oldest = (oldest + 1) % size
        whole = Math.max(whole, lost.time + 1)
      }
    },
    read: ({ from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }, accept) => {
      if (Number.isNaN(from) || Number.isNaN(to) || to < from) {
        return new SandboxError({ field: "window", remedy: "give times in milliseconds, from before to" })
      }
      if (from < whole) {
        const remedy = `the log reaches back to ${whole} only; start there, or give a larger logSize`
        return new SandboxError({ field: "window", remedy })
      }
      const found: Array<Entry> = []
      for (let place = first(from); place < ring.length; place++) {
        const entry = ring[(oldest + place) % ring.length]
        if (entry === undefined || entry.time >= to) break
        if (accept(entry)) found.push(entry)
      }
      return found
    },
    newest: () => [...ring.slice(oldest), ...ring.slice(0, oldest)]
  }
}
