/**
 * How many calls may begin in which time.
 *
 * Effect's `RateLimiter` lets twice as many through at times (a full bucket and its refill, or the ends
 * of two windows), which a panel refuses or even punishes.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** Lets an effect begin when fewer than `limit` others have begun within the `interval` before it. */
export type RateLimit = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** One limit of a panel: of these actions, or of all of them together. */
export interface Limit {
  readonly limit: number
  readonly interval: Duration.Duration
  readonly actions: ReadonlyArray<string> | undefined
}

// A timer runs 24 days at most, so who waits longer looks again every day.
const longestSleep = 24 * 60 * 60 * 1000

/** One limit: who waits for it stands in line, so that one alone sleeps. */
const turnstile = ({ limit, interval }: Limit): RateLimit => {
  const milliseconds = Duration.toMillis(interval)
  const line = Effect.unsafeMakeSemaphore(1)
  /** When those began that still count, behind some that no longer do. */
  const begun: Array<number> = []
  let first = 0
  const forget = (now: number): void => {
    while (first < begun.length && (begun[first] ?? 0) + milliseconds <= now) first++
    if (first > 1000 && first * 2 > begun.length) {
      begun.splice(0, first)
      first = 0
    }
  }
  const pass: Effect.Effect<void> = Effect.clockWith((clock) => {
    // The clock that nobody sets.
    const now = Number(clock.unsafeCurrentTimeNanos() / 1000n) / 1000
    forget(now)
    if (begun.length - first < limit) {
      begun.push(now)
      return Effect.void
    }
    const wait = (begun[begun.length - limit] ?? now) + milliseconds - now
    return Effect.zipRight(clock.sleep(Duration.millis(Math.min(Math.ceil(wait), longestSleep))), pass)
  })
  const inLine = line.withPermits(1)(pass)
  return (effect) => Effect.zipRight(inLine, effect)
}

/** What an action waits for, or undefined where nothing bounds it. */
export const make = (limits: ReadonlyArray<Limit>): ((action: string) => RateLimit | undefined) => {
  // The wider the limit, the later: who waits for a narrow one takes no turn from other actions.
  const turnstiles = limits
    .map((limit) => ({ actions: limit.actions, pass: turnstile(limit) }))
    .sort((one, other) => (one.actions?.length ?? Infinity) - (other.actions?.length ?? Infinity) || 0)
  const known = new Map<string, RateLimit | undefined>()
  const limitOf = (action: string): RateLimit | undefined => {
    const [first, ...others] = turnstiles.filter(({ actions }) => actions?.includes(action) ?? true)
    if (first === undefined) return undefined
    return (effect) => first.pass(others.reduceRight((inner, { pass }) => pass(inner), effect))
  }
  return (action) => {
    if (!known.has(action)) known.set(action, limitOf(action))
    return known.get(action)
  }
}
