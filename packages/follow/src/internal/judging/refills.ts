/** What follows from a look at a refill. */
import type { RefillState } from "@smmkit/core/RefillState"
import { RefillEnded, RefillLost, RefillRefused, RefillStarted, type What } from "../../FollowEvent.js"
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
  const next = { ...refill, state, since, looked: now }
  if (isOver(state)) return judged({ ...row, refill: next, refillDue: null }, events)
  return goOn(row, next, now, undefined, events)
}

/** What has not ended is looked at later, or given up and told to be lost. */
const goOn = (
  row: Row,
  refill: NonNullable<Row["refill"]> & { readonly since: number },
  now: number,
  unknown: string | undefined,
  events: ReadonlyArray<What> = []
): Judged => {
  const isEndless = now > refill.since + patience.open
  const why = unknown ?? (isEndless ? "the panel has told of no end for 180 days" : undefined)
  if (why === undefined) {
    return judged({ ...row, refill, refillDue: now + pauseAfter(now - refill.since) }, events)
  }
  const lost = new RefillLost({ refill: refill.id, state: refill.state, why })
  return judged({ ...row, refill, refillDue: null }, [...events, lost])
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
  const isUnknown = now > missing + patience.unknown
  const next = { ...certain(refill), since, looked: now, missing }
  return goOn(row, next, now, isUnknown ? "the panel has not known it for a week" : undefined)
}

/** A refill of which the panel says nothing that can be read, as one that tells of no refills does for ever. */
export const refillUnreadable = (row: Row, now: number): Judged => {
  const { refill } = row
  if (refill === null) return judged({ ...row, refillDue: null }, [])
  const since = refill.since ?? now
  return goOn(row, { ...refill, since }, now, undefined)
}
