/** Reports that the store would not take yet. They are written when it takes them, by whoever comes to it first. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import * as Metric from "effect/Metric"
import type { StoreError } from "../../JournalError.js"
import type { Report } from "../../StoreMessage.js"
import { unwritten } from "../metrics.js"

export interface Unwritten {
  readonly add: (report: Report) => void
  /** Writes what is kept. A store that is down is asked but once, however many want it at the same time. */
  readonly retry: Effect.Effect<void>
}

export const make = (
  write: (report: Report) => Effect.Effect<unknown, StoreError>,
  account: string
): Unwritten => {
  /** By attempt. */
  const kept = new Map<string, Report>()
  const gauge = Metric.tagged(unwritten, "account", account)
  const counted = () => gauge.unsafeUpdate(kept.size, [])
  counted()
  let running: Deferred.Deferred<void> | undefined

  const writeAll = Effect.suspend(() =>
    Effect.forEach(
      [...kept.values()],
      (report) =>
        Effect.matchEffect(write(report), {
          // A report that cannot be taken for what it says does not keep the others back.
          onFailure: (error) => (error.retryable ? Effect.fail(error) : Effect.void),
          onSuccess: () =>
            Effect.sync(() => {
              kept.delete(report.attempt)
              counted()
            })
        }),
      { discard: true }
    )
  )

  return {
    add: (report) => {
      kept.set(report.attempt, report)
      counted()
    },
    retry: Effect.suspend(() => {
      if (kept.size === 0) return Effect.void
      if (running !== undefined) return Deferred.await(running)
      const done = Deferred.unsafeMake<void>(FiberId.none)
      running = done
      return Effect.ensuring(
        Effect.ignore(writeAll),
        Effect.suspend(() => {
          running = undefined
          return Deferred.succeed(done, undefined)
        })
      )
    })
  }
}
