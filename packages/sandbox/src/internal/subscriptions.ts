/** Subscriptions: posts appear by and by, and each becomes an order of its own, charged for then. */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import { plain, rounded, zero } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import { draw, whole } from "./seeded.js"
import type { State, Subscription } from "./state.js"

const hour = 60 * 60 * 1000

/** The end of a day as the protocol writes it; without one, there is no end. */
const endOf = (expiry: string | undefined): number => {
  const [day, month, year] = (expiry ?? "").split("/").map(Number)
  return day === undefined || month === undefined || year === undefined
    ? Number.POSITIVE_INFINITY
    : Date.UTC(year, month - 1, day + 1)
}

export const open = (
  state: State,
  request: Deliveries.Request,
  order: Subscription["order"],
  now: number
): Subscription => {
  const record: Subscription = {
    ...Deliveries.common(state, request, now),
    kind: "subscription",
    order,
    expires: endOf(order.expiry),
    served: 0,
    paused: false
  }
  state.orders.set(record.id, record)
  for (let nth = 1; nth <= (order.old_posts ?? 0); nth++) serve(state, record, `old-${nth}`, now)
  awaitPost(state, record, 1, now)
  return record
}

/** Whether no more posts are waited for. */
export const isOver = ({ stopsAt, order, served, expires }: Subscription, now: number): boolean =>
  (stopsAt !== undefined && now >= stopsAt) || served >= (order.posts ?? Infinity) || now >= expires

const awaitPost = (state: State, record: Subscription, nth: number, now: number): void => {
  const { seed, speed } = state.settings
  const gap = whole(draw(seed, record.id, "post", nth), 2 * hour, 12 * hour) / speed
  const delay = (record.order.delay * 60_000) / speed
  state.agenda.plan(now + gap, (posted) => {
    if (isOver(record, posted)) return
    state.agenda.plan(posted + delay, (time) => {
      if (isOver(record, time)) return
      if (serve(state, record, String(nth), time)) record.served += 1
    })
    awaitPost(state, record, nth + 1, posted)
  })
}

/** Books the order for a post, if there is money for it. */
const serve = (state: State, record: Subscription, post: string, time: number): boolean => {
  const { order, offer, account, form } = record
  const { seed, decimals } = state.settings
  const units = whole(draw(seed, record.id, "units", post), order.min, order.max)
  const rate = Option.getOrElse(offer.service.rate, () => zero)
  const price = plain(rounded(BigDecimal.multiply(rate, BigDecimal.make(BigInt(units), 3)), decimals))
  const link = `https://example.com/${encodeURIComponent(order.username)}/posts/${post}`
  const request = { account, offer, form, link, price }
  record.paused = !Deliveries.charge(state, request, time)
  if (!record.paused) Deliveries.open(state, request, units, time, record)
  return !record.paused
}
