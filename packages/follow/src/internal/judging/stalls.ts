/** Orders that do not move for far longer than orders of their service need. */
import { Stalled } from "../../FollowEvent.js"
import type { Row, Usual } from "../../FollowModel.js"

const hour = 60 * 60_000

/** How many times as long as nine of ten orders need in all. */
const severalTimes = 3

/** Where nothing was learnt of a service, its orders are taken for slow ones. */
const unlearnt = 72 * hour

/** Shorter than that, nothing is a stall. */
const least = hour

/** A row that is told to have stalled, once, until it moves again. Posts come when they come: subscriptions do not stall. */
export const stall = (row: Row, now: number, usual: Usual | null) => {
  const needed = Math.max(least, usual?.late ?? unlearnt)
  const isStill =
    row.ended === null &&
    !row.isSubscription &&
    row.state !== "Paused" &&
    now - row.moved > severalTimes * needed
  return isStill && !row.stalled
    ? {
        row: { ...row, stalled: true },
        events: [new Stalled({ state: row.state, remains: row.remains, since: row.moved })]
      }
    : { row, events: [] }
}
