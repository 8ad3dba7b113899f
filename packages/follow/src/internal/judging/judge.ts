/** What follows from a look at an order. Nothing else decides about a transition, and nothing here reads or writes. */
import type { OrderId } from "@smmkit/core/Identifiers"
import { isFinal } from "@smmkit/core/OrderState"
import type * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Option from "effect/Option"
import { Gone } from "../../FollowEvent.js"
import type { Context, Judged, Lesson, Observation, Row } from "../../FollowModel.js"
import { forecastOf } from "../schedule/chances.js"
import { nextLook } from "../schedule/nextLook.js"
import { nothing } from "../schedule/pace.js"
import { birthsOf } from "./children.js"
import type { Seen } from "./course.js"
import { move } from "./moves.js"
import { judged } from "./numbering.js"
import { refillNotKnown, refillSeen } from "./refills.js"
import { refundOf, settle } from "./refunds.js"
import { stall } from "./stalls.js"
import { find, isConfirmed, put, secondLook, without } from "./waiting.js"

const minute = 60_000
const hour = 60 * minute

/** A panel may book late, and its replicas show late: so long an order that was never seen is not missed. */
const settling = 15 * minute

/** How often a suspect account is looked at. */
const suspectPause = 15 * minute

const longestBackoff = 6 * hour

/** What follows for an order from what a look has shown, at the time of the look by the store's clock. */
export const judge = (row: Row, observation: Observation, now: number, context: Context): Judged => {
  switch (observation._tag) {
    case "Seen":
      return seen(row, observation.answer, now, context)
    case "NotKnown":
      return observation.suspect
        ? judged({ ...row, looked: now, due: now + suspectPause }, [])
        : notKnown(answered(row), now, context)
    case "Unreadable": {
      const due = now + Math.min(longestBackoff, minute * 2 ** Math.min(row.failures, 20))
      return judged({ ...row, failures: row.failures + 1, problem: observation.problem, due }, [])
    }
    case "RefillSeen":
      return refillSeen(row, observation.state, now)
    case "RefillNotKnown":
      return refillNotKnown(row, now)
  }
}

/** A row that was asked about once more, and answered. */
const answered = (row: Row): Row => ({ ...row, looks: row.looks + 1, failures: 0, problem: null })

/** A row with the time of its next look: a second one soon, else by the schedule. */
const planned = (row: Row, now: number, { usual, price }: Context): Row => ({
  ...row,
  looked: now,
  due: row.waiting.length > 0 ? secondLook(row.waiting, now) : nextLook(row, now, usual, price)
})

const notKnown = (row: Row, now: number, context: Context): Judged => {
  const isNew = row.state === null && now < row.placed + settling
  if (row.gone !== null || isNew) return judged(planned(row, now, context), [])
  const first = find(row.waiting, "Gone")
  if (first !== undefined && isConfirmed(first, now)) {
    const gone = { ...row, gone: now, waiting: without(row.waiting, "Gone", "Back") }
    return judged(planned(gone, now, context), [new Gone({ state: row.state })])
  }
  const waiting = first === undefined ? put(row.waiting, { _tag: "Gone", since: now }) : row.waiting
  return judged(planned({ ...row, waiting }, now, context), [])
}

const seen = (row: Row, answer: OrderStatus.Answer, now: number, context: Context): Judged => {
  const { books, usual } = context
  const shown = shownBy(row, answer)
  const { row: moved, events, isBelieved } = move(row, withFacts(row, answer, shown), shown, now, books)
  if (!isBelieved) return judged(planned(answered(moved), now, context), [])
  const refund = isUnowed(moved)
    ? { row: moved, lines: [], events: [] }
    : settle(moved, refundOf(moved, books), now)
  const standing = stall(refund.row, now, usual)
  const isNews = row.state !== moved.state || row.children !== moved.children
  return judged(planned(standing.row, now, context), [...events, ...refund.events, ...standing.events], {
    lines: refund.lines,
    births: isNews ? birthsOf(moved, childrenOf(row, answer), now, books) : [],
    lesson: lessonOf(row, moved, now)
  })
}

/** An order under way of which nothing was ever due: nothing is, as of nearly all that are looked at. */
const isUnowed = ({ state, booked, waiting }: Row): boolean =>
  state !== null && !isFinal(state) && booked.value === 0n && waiting.length === 0

/** The orders that a panel lists as an order's own, each once: none is a child of itself. */
const childrenOf = ({ order }: Row, { orders }: OrderStatus.Answer): ReadonlyArray<OrderId> =>
  Option.match(orders, {
    onNone: () => [],
    onSome: (listed) => Array.from(new Set(listed)).filter((child) => child !== order)
  })

/** How far a look shows an order. A count of 0 says something only of what is completed, as it is a filler elsewhere. */
const shownBy = (row: Row, { status: state, remains }: OrderStatus.Answer): Seen => {
  const count = Option.getOrNull(remains)
  if (count !== null && (count !== 0 || state === "Completed")) return { state, remains: count }
  return { state, remains: state === row.state ? row.remains : null }
}

const ofSubscriptions: ReadonlyArray<string> = ["Active", "Paused", "Expired", "Limit"]

/**
 * A row with what a look shows beside the state. What is left out stays as it was. Of several spreads V8 copies only the
 * first one fast, so there is one.
 */
const withFacts = (row: Row, answer: OrderStatus.Answer, { state }: Seen): Row => {
  const charge = Option.getOrElse(answer.charge, () => row.charge)
  const chargeCurrency = Option.isNone(answer.charge)
    ? row.chargeCurrency
    : Option.getOrElse(answer.currency, () => row.chargeCurrency)
  const isFirstTime = row.ended === null && row.gone === null && !isFinal(state)
  const children = Option.isNone(answer.orders) ? row.children : childrenOf(row, answer).length
  const isParent = Option.isSome(answer.orders) && Option.isNone(answer.runs) && row.runs === null
  const isPaid = row.price === null && isFirstTime
  return {
    ...row,
    looks: row.looks + 1,
    failures: 0,
    problem: null,
    startCount: Option.getOrElse(answer.startCount, () => row.startCount),
    charge,
    chargeCurrency,
    paid: isPaid ? charge : row.paid,
    paidCurrency: isPaid ? chargeCurrency : row.paidCurrency,
    children,
    isSubscription:
      row.isSubscription ||
      isParent ||
      Option.isSome(answer.posts) ||
      Option.isSome(answer.expiry) ||
      ofSubscriptions.includes(state)
  }
}

/** What there is to learn: its start and its end were somewhere between the last look and this one. */
const lessonOf = (before: Row, row: Row, now: number): Lesson => {
  const { placed, parent, looked } = before
  const after = (looked ?? placed) - placed
  const at = (part: number) => Math.max(0, after + part * (now - placed - after))
  const isNew = before.begun === null && before.ended === null
  const [hasBegun, hasEnded] = [row.begun !== null, before.ended === null && row.ended !== null]
  if (parent !== null) return nothing
  if (isNew && hasEnded) return { began: at(1 / 3), took: at(2 / 3), kept: null }
  const began = isNew && hasBegun ? at(1 / 2) : null
  const kept = keptTo(before, hasEnded, now)
  if (began === null && !hasEnded && kept === null) return nothing
  return { began, took: hasEnded ? at(1 / 2) : null, kept }
}

/** Whether it came to its end when its counts said that it would; null where that is not known yet. */
const keptTo = (before: Row, hasEnded: boolean, now: number): boolean | null => {
  const forecast = before.looked === null ? undefined : forecastOf(before, before.looked)
  if (before.looked === null || forecast === undefined) return null
  const passed = now - before.looked
  if (hasEnded) return passed >= forecast.from
  return passed > forecast.to ? false : null
}
