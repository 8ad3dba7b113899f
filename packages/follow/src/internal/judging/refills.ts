/** What follows from a look at a refill. */
import type { RefillState } from "@smmkit/core/RefillState"
import { RefillEnded, RefillRefused, RefillStarted, type What } from "../../FollowEvent.js"
import type { Judged, Row } from "../../FollowModel.js"
import { judged } from "./numbering.js"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** So long a refill is looked at that does not end, or that the panel does not know. */
const patience = { open: 180 * day, unknown: 7 * day }

/** Refills take days: the pauses grow with the time that it has taken, between a few minutes and half a day. */
const pauseAfter = (age: number): number => Math.min(Math.max(age / 4, 5 * minute), 12 * hour)

const refused: ReadonlyArray<RefillState> = ["Rejected", "Canceled", "Error"]

export const refillSeen = (row: Row, state: RefillState, now: number): Judged => {
  if (row.refill === null || isOver(row.refill.state)) return judged({ ...row, refillDue: null }, [])
  const refill = certain(row.refill)
  const since = refill.since ?? now
  const failed = sinceWhen(row.refill.failed, now)
  // A bare `error` may be said of the call, so it is believed when a second look says so, too.
  if (state === "Error" && now < failed + minute) {
    const next = { ...row, refill: { ...refill, since, looked: now, failed }, refillDue: now + minute }
    return judged(next, [])
  }
  const started = refill.state === null ? [new RefillStarted({ refill: refill.id })] : []
  const events: ReadonlyArray<What> = [...started, ...endOf(refill.id, state)]
  const isPast = isOver(state) || now > since + patience.open
  const refillDue = isPast ? null : now + pauseAfter(now - since)
  return judged({ ...row, refill: { ...refill, state, since, looked: now }, refillDue }, events)
}

const isOver = (state: RefillState | null): boolean =>
  state !== null && (state === "Completed" || refused.includes(state))

const endOf = (refill: NonNullable<Row["refill"]>["id"], state: RefillState): ReadonlyArray<What> => {
  if (state === "Completed") return [new RefillEnded({ refill })]
  return refused.includes(state) ? [new RefillRefused({ refill, state, why: `the panel says ${state}` })] : []
}

/** A refill without what one look alone has said of it. */
const certain = ({ failed: _, missing: __, ...refill }: NonNullable<Row["refill"]>) => refill

/** From now on where that is new, or where the clock was set back since. */
const sinceWhen = (before: number | undefined, now: number): number => Math.min(before ?? now, now)

/** A refill that the panel does not know, or not yet, or left out once. */
export const refillNotKnown = (row: Row, now: number): Judged => {
  const { refill } = row
  if (refill === null) return judged({ ...row, refillDue: null }, [])
  const since = refill.since ?? now
  const missing = sinceWhen(refill.missing, now)
  const isPast = now > missing + patience.unknown || now > since + patience.open
  const next = { ...certain(refill), since, looked: now, missing }
  return judged({ ...row, refill: next, refillDue: isPast ? null : now + pauseAfter(now - since) }, [])
}

/** A refill of which the panel says nothing that can be read, as one that tells of no refills does for ever. */
export const refillUnreadable = (row: Row, now: number): Judged => {
  const { refill } = row
  if (refill === null) return judged({ ...row, refillDue: null }, [])
  const since = refill.since ?? now
  const refillDue = now > since + patience.open ? null : now + pauseAfter(now - since)
  return judged({ ...row, refill: { ...refill, since }, refillDue }, [])
}
