/**
 * How many calls may begin in which time.
 *
 * Effect's `RateLimiter` lets twice as many through at times (a full bucket and its refill, or the ends
 * of two windows), which a panel refuses or even punishes.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** Lets an effect begin, with a permit, when fewer than `limit` others have begun within the `interval` before it. */
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
interface Turnstile {
  readonly actions: ReadonlyArray<string> | undefined
  readonly line: Effect.Semaphore
  /** Waits until one more may begin. */
  readonly room: Effect.Effect<void>
  /** Counts one that begins now. */
  readonly count: (now: number) => void
}

// The clock that nobody sets.
const monotonic = (clock: Clock.Clock): number => Number(clock.unsafeCurrentTimeNanos() / 1000n) / 1000

const turnstile = ({ limit, interval, actions }: Limit): Turnstile => {
  const milliseconds = Duration.toMillis(interval)
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
  const room: Effect.Effect<void> = Effect.clockWith((clock) => {
    const now = monotonic(clock)
    forget(now)
    if (begun.length - first < limit) return Effect.void
    const wait = (begun[begun.length - limit] ?? now) + milliseconds - now
    return Effect.zipRight(clock.sleep(Duration.millis(Math.min(Math.ceil(wait), longestSleep))), room)
  })
  return { actions, line: Effect.unsafeMakeSemaphore(1), room, count: (now) => begun.push(now) }
}

/**
 * Takes a permit when all limits have room, and not before: who waits for a limit keeps no permit from other
 * actions. Until it has one it stays at the head of its lines, and counts from then on.
 */
const begin = (
  [first, ...others]: ReadonlyArray<Turnstile>,
  all: ReadonlyArray<Turnstile>,
  permits: Effect.Semaphore,
  wait: <A>(effect: Effect.Effect<A>) => Effect.Effect<A>
): Effect.Effect<void> =>
  first === undefined
    ? Effect.zipRight(
        wait(permits.take(1)),
        Effect.clockWith((clock) =>
          Effect.sync(() => {
            for (const { count } of all) count(monotonic(clock))
          })
        )
      )
    : Effect.zipRight(
        wait(first.line.take(1)),
        Effect.ensuring(
          Effect.zipRight(wait(first.room), begin(others, all, permits, wait)),
          first.line.release(1)
        )
      )

/** What an action waits for besides a permit, or undefined where nothing bounds it. */
export const make = (
  limits: ReadonlyArray<Limit>,
  permits: Effect.Semaphore
): ((action: string) => RateLimit | undefined) => {
  // The wider the limit, the later: who waits for a narrow one takes no turn from other actions.
  const turnstiles = limits
    .map(turnstile)
    .sort((one, other) => (one.actions?.length ?? Infinity) - (other.actions?.length ?? Infinity) || 0)
  const known = new Map<string, RateLimit | undefined>()
  const limitOf = (action: string): RateLimit | undefined => {
    const own = turnstiles.filter(({ actions }) => actions?.includes(action) ?? true)
    if (own.length === 0) return undefined
    return (effect) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.zipRight(
          begin(own, own, permits, restore),
          Effect.ensuring(restore(effect), permits.release(1))
        )
      )
  }
  return (action) => {
    if (!known.has(action)) known.set(action, limitOf(action))
    return known.get(action)
  }
}
