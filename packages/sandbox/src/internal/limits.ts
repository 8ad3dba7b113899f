/** Limits that are kept: so many calls in a window of time, by key or for all, of one action or of any. */
import type { Exchange } from "../Exchange.js"
import type { Limit } from "../SandboxSettings.js"
import { answered } from "./exchanges.js"

export interface Limits {
  /** Counts a call; what it comes to instead, if it comes too often. A call that is refused so does not count. */
  readonly take: (key: string, action: string, now: number) => Exchange | undefined
}

const second = 1000

const refusal = ({ answer, calls, window }: Limit, wait: number): Exchange =>
  answer === "429"
    ? answered({
        status: 429,
        headers: { "content-type": "application/json", "retry-after": String(Math.ceil(wait / second)) },
        body: JSON.stringify({ error: "Too many requests" })
      })
    : answered({
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ error: `Rate limit exceeded (${calls}/${windowText(window)})` })
      })

const windowText = (window: number): string =>
  window === 60 * second ? "min" : window === 3600 * second ? "hour" : `${window / second}s`

export const make = (limits: ReadonlyArray<Limit>): Limits => {
  /** The times of the calls that count, by limit and key, the oldest first. */
  const seen = limits.map(() => new Map<string, Array<number>>())

  return {
    take: (key, action, now) => {
      const counted: Array<Array<number>> = []
      for (const [nth, limit] of limits.entries()) {
        if (limit.action !== undefined && limit.action !== action) continue
        const who = limit.per === "key" ? key : ""
        const times = (seen[nth]?.get(who) ?? []).filter((time) => time > now - limit.window)
        seen[nth]?.set(who, times)
        const [oldest] = times
        if (times.length >= limit.calls) return refusal(limit, (oldest ?? now) + limit.window - now)
        counted.push(times)
      }
      for (const times of counted) times.push(now)
      return undefined
    }
  }
}
