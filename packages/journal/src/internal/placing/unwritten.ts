/**
 * Reports that the store would not take yet. They are written when it takes them, by whoever comes to it first. An
 * intent that was given up may come to the store after the word that nothing was sent; so that word is said again.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Report } from "../../StoreMessage.js"
import { unwritten } from "../metrics.js"
import * as Lease from "./lease.js"

export interface Unwritten {
  /** What a store was given up with may come to it yet. */
  readonly add: (report: Report, mayCome?: boolean) => void
  /** Writes what is kept. A store that is down is asked but once, however many want it at the same time. */
  readonly retry: Effect.Effect<void>
  /** Says once more that nothing was sent of intents which the store had not then. */
  readonly repeat: Effect.Effect<void>
}

/** For how long a statement that was given up may be on its way yet, in milliseconds. */
const longestWay = 600_000

/** How many intents are said again of at most: the latest. */
const mostUnseen = 10_000

/** Whether the store had the intent; one of a later try under its key does not keep it out for ever. */
const isSeen = ({ attempt }: Report, written: Option.Option<JournalEntry>): boolean =>
  Option.exists(written, (entry) => entry.attempt === attempt || entry.state === "placed")

export const make = (
  write: (report: Report) => Effect.Effect<Option.Option<JournalEntry>, StoreError>,
  account: string
): Unwritten => {
  /** By attempt. */
  const kept = new Map<string, { readonly report: Report; readonly mayCome: boolean }>()
  const gauge = Metric.tagged(unwritten, "account", account)
  const counted = () => gauge.unsafeUpdate(kept.size, [])
  counted()
  /** By attempt: what was not sent, of which the store had no intent, and since when it has had none. */
  const unseen = new Map<string, { readonly report: Report; readonly since: Lease.Instant }>()
  let running: Deferred.Deferred<void> | undefined

  const writeAll = Effect.suspend(() =>
    Effect.forEach(
      [...kept.values()],
      ({ report, mayCome }) =>
        Effect.matchEffect(write(report), {
          // A report that cannot be taken for what it says does not keep the others back.
          onFailure: (error) => (error.retryable ? Effect.fail(error) : Effect.void),
          onSuccess: (written) =>
            Effect.map(Lease.instant, (since) => {
              kept.delete(report.attempt)
              counted()
              if (!mayCome || isSeen(report, written)) return
              unseen.set(report.attempt, { report, since })
              const [oldest] = unseen.size > mostUnseen ? unseen.keys() : []
              if (oldest !== undefined) unseen.delete(oldest)
            })
        }),
      { discard: true }
    )
  )

  const repeated = ({ report, since }: { readonly report: Report; readonly since: Lease.Instant }) =>
    Effect.zipWith(Effect.option(write(report)), Lease.instant, (written, now) => {
      const isOver = Lease.elapsed(since, now) > longestWay
      if (isOver || isSeen(report, Option.flatten(written))) unseen.delete(report.attempt)
    })

  return {
    add: (report, mayCome = false) => {
      kept.set(report.attempt, { report, mayCome })
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
    }),
    // All at once, so that they go in batches.
    repeat: Effect.suspend(() =>
      Effect.forEach([...unseen.values()], repeated, { concurrency: "unbounded", discard: true })
    )
  }
}
