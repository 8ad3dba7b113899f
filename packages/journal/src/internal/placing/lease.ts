/**
 * Whether this process may still send. Others judge its calls when it was silent for longer than its lease, so it
 * sends only what it began in an unbroken series of beats, and while the last one still counts.
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { InvalidJournalConfig, type StoreError } from "../../JournalError.js"

/** Times on two clocks: one that never jumps, and one that goes on while the machine sleeps. */
export type Instant = readonly [nanos: bigint, millis: number]

export const instantOf = (clock: Clock.Clock): Instant => [
  clock.unsafeCurrentTimeNanos(),
  clock.unsafeCurrentTimeMillis()
]

export const instant: Effect.Effect<Instant> = Effect.map(Effect.clock, instantOf)

/** The milliseconds between two instants, by the clock that tells more. */
export const elapsed = ([nanos, millis]: Instant, [nanosNow, millisNow]: Instant): number =>
  Math.max(Number(nanosNow - nanos) / 1_000_000, millisNow - millis)

/** What a call may take beyond its panel's time-out: transports are cut off a second later. */
export const grace = 2000

/**
 * The lease for a panel's time-out (both in milliseconds). Where the transport cannot ask for leave when its
 * connection stands, the lease has to last from the leave to the end of the call: a quarter of it may be over by then.
 */
export const lengthOf = (
  given: Duration.Duration | undefined,
  timeout: number,
  asksWhenConnected: boolean
): Effect.Effect<number, InvalidJournalConfig> => {
  const call = timeout + grace
  if (given === undefined) return Effect.succeed(asksWhenConnected ? 15_000 : Math.max(2 * call, 15_000))
  const least = Math.ceil((call * 4) / 3)
  const length = Duration.toMillis(given)
  return asksWhenConnected || length >= least
    ? Effect.succeed(length)
    : Effect.fail(
        new InvalidJournalConfig({
          field: "lease",
          remedy: `with a panel time-out of ${timeout} ms, over a transport that cannot ask for leave when its connection stands, give at least ${least} ms, or a shorter time-out`
        })
      )
}

export interface Lease {
  readonly beat: Effect.Effect<void, StoreError>
  /** The series of beats that counts now, after a beat if the last one is old. */
  readonly series: Effect.Effect<number, StoreError>
  /** The same where no beat is needed for it. */
  readonly seriesAt: (now: Instant) => number | undefined
  /** Whether a series still counts, and will for so many milliseconds. */
  readonly holds: (series: number, now: Instant, ahead: number) => boolean
}

export const make = (beat: Effect.Effect<void, StoreError>, length: number): Effect.Effect<Lease> =>
  Effect.map(instant, (start) => {
    let last: Instant = start
    let series = 0

    const beating = Effect.gen(function* () {
      const began = yield* instant
      yield* beat
      // Others may have judged this process between the two beats.
      if (elapsed(last, yield* instant) >= length) series += 1
      if (began[0] > last[0]) last = began
    })

    const seriesAt = (now: Instant) => (elapsed(last, now) >= length / 2 ? undefined : series)

    return {
      beat: beating,
      series: Effect.gen(function* () {
        if (seriesAt(yield* instant) === undefined) yield* beating
        return series
      }),
      seriesAt,
      holds: (begun, now, ahead) => begun === series && elapsed(last, now) + ahead < length
    }
  })
