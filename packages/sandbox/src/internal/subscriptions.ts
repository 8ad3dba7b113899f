/** Subscriptions: posts appear by and by, and each becomes an order of its own, charged for then. */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import { plain, rounded, zero } from "./amounts.js"
import * as Deliveries from "./deliveries.js"
import { empty } from "./families.js"
import { begin, enter, isOver } from "./lifecycle.js"
import * as LinkCounts from "./linkCounts.js"
import * as Money from "./money.js"
import { draw, whole } from "./seeded.js"
import type { Account, State, Subscription } from "./state.js"

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
    state: "Active",
    order,
    expires: endOf(order.expiry),
    family: empty(),
    served: 0,
    missed: [],
    turn: 0
  }
  begin(state, record)
  LinkCounts.join(state, record)
  record.started = now
  if (Number.isFinite(record.expires)) {
    state.agenda.plan(Math.max(now, record.expires), (time) => {
      if (!isOver(record) && !record.held) enter(state, record, "Expired", time, "delivery")
    })
  }
  for (let nth = 1; nth <= (order.old_posts ?? 0); nth++) post(state, record, `old-${nth}`, now)
  awaitPost(state, record, 1, now)
  return record
}

/** How many more posts it serves. */
const wanted = ({ order, served, missed }: Subscription): number =>
  (order.posts ?? Number.POSITIVE_INFINITY) - served - missed.filter((name) => !name.startsWith("old")).length

/** Waits for the post of that number, and then for those after it. */
export const awaitPost = (state: State, record: Subscription, nth: number, now: number): void => {
  const { seed, speed } = state.settings
  const { turn } = record
  const isOff = () => record.turn !== turn || record.held || isOver(record) || wanted(record) <= 0
  const gap = Math.round(whole(draw(seed, record.id, "post", nth), 2 * hour, 12 * hour) / speed)
  const delay = Math.round((record.order.delay * 60_000) / speed)
  state.agenda.plan(now + gap, (posted) => {
    if (isOff() || posted >= record.expires) return
    state.agenda.plan(posted + delay, (time) => {
      if (!isOff()) post(state, record, String(nth), time)
    })
    awaitPost(state, record, nth + 1, posted)
  })
}

/** A post has come: it is served, after those that still wait for money. */
const post = (state: State, record: Subscription, name: string, time: number): void => {
  record.missed.push(name)
  serveMissed(state, record, time)
}

/** Serves the posts for which there is money. Without enough, it is paused; with enough, it goes on. */
const serveMissed = (state: State, record: Subscription, time: number): void => {
  for (let [next] = record.missed; next !== undefined; [next] = record.missed) {
    if (!serve(state, record, next, time)) {
      record.account.unpaid.add(record)
      enter(state, record, "Paused", time, "money")
      return
    }
    record.missed.shift()
    if (!next.startsWith("old")) record.served += 1
  }
  record.account.unpaid.delete(record)
  if (record.served >= (record.order.posts ?? Number.POSITIVE_INFINITY)) {
    enter(state, record, "Completed", time, "delivery")
  } else if (record.state === "Paused") enter(state, record, "Active", time, "money")
}

/** Tries again what waited for the account's money. */
export const retryUnpaid = (state: State, account: Account, now: number): void => {
  if (account.unpaid.size === 0) return
  state.agenda.plan(now, (time) => {
    for (const record of [...account.unpaid]) {
      if (!isOver(record) && !record.held) serveMissed(state, record, time)
    }
  })
}

/** Books the order for a post, if there is money for it. */
const serve = (state: State, record: Subscription, name: string, time: number): boolean => {
  const { order, offer, account, form, by, family } = record
  const units = whole(draw(state.settings.seed, record.id, "units", name), order.min, order.max)
  // The price is that of the day on which the post comes.
  const today = state.shop.sold(offer.service.service) ?? offer
  const rate = Option.getOrElse(today.service.rate, () => zero)
  const exact = BigDecimal.multiply(rate, BigDecimal.make(BigInt(units), 3))
  const price = plain(rounded(exact, state.settings))
  if (!Money.canPay(state, account, price)) return false
  const link = `https://example.com/${encodeURIComponent(order.username)}/posts/${name}`
  const request = { account, offer: today, form, link, price, by }
  const child = Deliveries.open(state, request, units, time, record)
  family.price = plain(BigDecimal.sum(family.price, price))
  Money.charge(state, child, time)
  return true
}

/** No more posts come from the time of a cancel on; orders for posts that came run on. */
export const stop = (state: State, record: Subscription, at: number): void =>
  state.agenda.plan(at, (time) => {
    if (record.cancelsAt === at && !isOver(record)) enter(state, record, "Canceled", time, "cancel")
  })
