/**
 * How many a link has of what is sold for it, such as likes: what it had at first, and what all orders for it
 * have delivered. An order starts at the count that it finds there.
 */
import type { Offer } from "../Catalogue.js"
import { deliveredOf, isOver } from "./lifecycle.js"
import { draw, whole } from "./seeded.js"
import type { LinkCount, OrderRecord, Single, State } from "./state.js"

interface Thing {
  readonly offer: Offer
  readonly link: string
}

const keyOf = ({ offer, link }: Thing): string => `${offer.service.category}\n${link}`

/** It is kept under the link; of a link for several kinds of things, the others under their kind as well. */
const find = ({ linkCounts }: State, thing: Thing): LinkCount | undefined => {
  const first = linkCounts.get(thing.link)
  return first === undefined || first.kind === thing.offer.service.category
    ? first
    : linkCounts.get(keyOf(thing))
}

/** With more orders under way than this, a link is not counted anew before a second has passed. */
const many = 100
const second = 1000

const current = (count: LinkCount, now: number): number => {
  const { moving, last } = count
  if (moving.length > many && last !== undefined && now >= last.time && now < last.time + second) {
    return last.sum
  }
  let [sum, kept] = [0, 0]
  for (const order of moving) {
    if (isOver(order) && order.plan === undefined) {
      count.settled += order.delivered
      order.isCounted = true
    } else {
      sum += deliveredOf(order, now)
      moving[kept++] = order
    }
  }
  moving.length = kept
  if (kept > many) count.last = { time: now, sum: count.settled + sum }
  return count.settled + sum
}

/** How many there are at a time. */
export const at = (state: State, thing: Thing, now: number): number => {
  const count = find(state, thing)
  return count === undefined
    ? whole(draw(state.settings.seed, "start", thing.link), 0, 5000)
    : current(count, now)
}

/** Counts what an order delivers from now on. */
export const join = (state: State, record: OrderRecord): void => {
  const moving = record.kind === "single" ? [record] : []
  const count = find(state, record)
  if (count !== undefined) count.moving.push(...moving)
  else {
    const key = state.linkCounts.has(record.link) ? keyOf(record) : record.link
    const kind = record.offer.service.category
    state.linkCounts.set(key, { kind, settled: record.startCount, moving, last: undefined })
  }
}

/** Counts an order anew of which not all may stay that was delivered. */
export const recount = (state: State, record: Single): void => {
  const count = find(state, record)
  if (count === undefined || !record.isCounted) return
  count.settled -= record.delivered
  count.moving.push(record)
  record.isCounted = false
}
