/**
 * Orders that are delivered as a sandbox delivers them, looked at within a budget of calls: by the schedule, or at
 * a fixed interval. No panel is asked, so that a hundred thousand looks take a second; that the panel would have
 * shown the same is a test of its own.
 */
import { Identifiers, type OrderStatus } from "@smmkit/core"
import { Delivery } from "@smmkit/sandbox"
import { Option } from "effect"
import type { Usual } from "../src/FollowModel.js"
import { born, type Row } from "../src/FollowModel.js"
import { judge } from "../src/internal/judging/judge.js"
import { type Bucket, bucketsOf, usualOf } from "../src/internal/schedule/pace.js"
import { least, priceAfter } from "../src/internal/schedule/price.js"
import { birth } from "./judgingHarness.js"

export interface Offer {
  readonly service: string
  readonly pace: Delivery.Pace
  /** How many orders a minute. */
  readonly rate: number
}

export interface Mix {
  readonly seed: number
  readonly offers: ReadonlyArray<Offer>
  /** For how long orders are placed, in milliseconds, and how far apart two calls are. */
  readonly lasts: number
  readonly spacing: number
}

export interface Order {
  readonly id: string
  readonly service: string
  readonly units: number
  readonly placed: number
  readonly plan: Delivery.Plan
}

/** A number from 0 to 1, the same for the same seed and purpose. */
const draw = (seed: number, purpose: string): number => {
  let hash = 2166136261 ^ seed
  for (const char of purpose) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

export const ordersOf = ({ seed, offers, lasts }: Mix): ReadonlyArray<Order> =>
  offers
    .flatMap(({ service, pace, rate }) =>
      Array.from({ length: Math.round((rate * lasts) / 60_000) }, (_, nth) => {
        const id = `${service}x${nth}`
        const placed = Math.round(draw(seed, `${id}/placed`) * lasts)
        const units = 50 + Math.floor(draw(seed, `${id}/units`) * 2000)
        const plan = Delivery.plan({ seed, order: id, units, now: placed, speed: 1, partial: 0.05, pace })
        return { id, service, units, placed, plan }
      })
    )
    .sort((one, other) => one.placed - other.placed)

/** What became of a run: the delays from transition to event, how many calls were made, and the longest pause between two looks. */
export interface Result {
  readonly delays: ReadonlyArray<number>
  readonly calls: number
  readonly looks: number
  readonly longest: number
}

/** Orders by the time at which they are due. */
class Queue<A> {
  readonly #heap: Array<{ readonly due: number; readonly item: A }> = []
  get size(): number {
    return this.#heap.length
  }
  get due(): number {
    return this.#heap[0]?.due ?? Number.POSITIVE_INFINITY
  }
  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a !== undefined && b !== undefined) {
      this.#heap[one] = b
      this.#heap[other] = a
    }
  }
  #at(index: number): number {
    return this.#heap[index]?.due ?? Number.POSITIVE_INFINITY
  }
  push(due: number, item: A): void {
    this.#heap.push({ due, item })
    let at = this.#heap.length - 1
    while (at > 0 && this.#at((at - 1) >> 1) > this.#at(at)) {
      this.#swap(at, (at - 1) >> 1)
      at = (at - 1) >> 1
    }
  }
  pop(): A | undefined {
    const top = this.#heap[0]
    const last = this.#heap.pop()
    if (top === undefined || last === undefined) return undefined
    if (this.#heap.length > 0) {
      this.#heap[0] = last
      let at = 0
      for (;;) {
        const child = this.#at(2 * at + 1) <= this.#at(2 * at + 2) ? 2 * at + 1 : 2 * at + 2
        if (this.#at(child) >= this.#at(at)) break
        this.#swap(child, at)
        at = child
      }
    }
    return top.item
  }
}

const perCall = 100

/** What a look at an order led to: when it is looked at next, if at all. */
type Look = (order: Order, now: number) => number | null

const sweep = (
  { spacing }: Mix,
  orders: ReadonlyArray<Order>,
  first: (order: Order) => number,
  look: Look,
  claimed: (lateness: number, pause: number, filled: number) => void
): Result => {
  const queue = new Queue<Order>()
  for (const order of orders) queue.push(first(order), order)
  const [looked, started] = [new Map<string, number>(), new Set<string>()]
  const delays: Array<number> = []
  let [calls, looks, longest] = [0, 0, 0]
  for (let now = 0; queue.size > 0; now += spacing) {
    if (queue.due > now) continue
    calls += 1
    const lateness = now - queue.due
    let [taken, pauses] = [0, 0]
    for (; taken < perCall && queue.due <= now; taken++) {
      const { due } = queue
      const order = queue.pop()
      if (order === undefined) break
      const { id, plan, placed } = order
      longest = Math.max(longest, now - (looked.get(id) ?? placed))
      pauses += due - (looked.get(id) ?? placed)
      looked.set(id, now)
      if (now >= plan.starts && !started.has(id)) {
        started.add(id)
        delays.push(now - plan.starts)
      }
      const next = look(order, now)
      if (now >= plan.ends) delays.push(now - plan.ends)
      else if (next !== null) queue.push(next, order)
    }
    looks += taken
    claimed(lateness, pauses / taken, taken / perCall)
  }
  return { delays, calls, looks, longest }
}

/** At a fixed interval, from a time on that falls anywhere within the first one, with no call that is not full and no order that waits for one. */
export const fixed = (mix: Mix, orders: ReadonlyArray<Order>, interval: number): Result => {
  let looks = 0
  const delays = orders.flatMap(({ id, placed, plan }) => {
    const first = placed + draw(mix.seed, `${id}/phase`) * interval
    const lookAfter = (time: number) => Math.max(0, Math.ceil((time - first) / interval))
    const [started, ended] = [lookAfter(plan.starts), lookAfter(plan.ends)]
    looks += ended + 1
    return [first + started * interval - plan.starts, first + ended * interval - plan.ends]
  })
  return { delays, calls: Math.ceil(looks / perCall), looks, longest: interval }
}

/** The fixed interval that needs as many calls, if all of them are full. */
export const fixedLike = (mix: Mix, orders: ReadonlyArray<Order>, calls: number): Result => {
  let [short, long] = [1000, 100 * mix.lasts]
  for (let step = 0; step < 40; step++) {
    const middle = Math.sqrt(short * long)
    if (fixed(mix, orders, middle).calls >= calls) short = middle
    else long = middle
  }
  return fixed(mix, orders, short)
}

/** As the panel would show it. */
export const answerOf = ({ plan, units }: Order, now: number): OrderStatus.Answer => {
  const { state, delivered } = Delivery.progress(plan, now)
  return {
    status: state,
    remains: Option.some(units - delivered),
    charge: Option.none(),
    startCount: Option.none(),
    currency: Option.none(),
    runs: Option.none(),
    posts: Option.none(),
    expiry: Option.none(),
    orders: Option.none()
  }
}

/** By the schedule, which learns as it goes. */
export const scheduled = (mix: Mix, orders: ReadonlyArray<Order>): Result => {
  const rows = new Map<string, Row>()
  const buckets = new Map<string, Map<number, number>>()
  const usual = new Map<string, Usual>()
  let price = least
  let lessons = 0
  const learn = (service: string, bucket: number): void => {
    const counts = buckets.get(service) ?? new Map<number, number>()
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    buckets.set(service, counts)
    lessons += 1
    if (lessons < 500 ? lessons % 20 === 0 : lessons % 500 === 0) {
      for (const [name, all] of buckets) {
        usual.set(name, usualOf(Array.from(all, ([bucket, orders]): Bucket => ({ bucket, orders }))))
      }
    }
  }
  return sweep(
    mix,
    orders,
    ({ placed }) => placed + 30_000,
    (order, now) => {
      const { id, service, units, placed } = order
      const orderId = Identifiers.OrderId.make(id)
      const row = rows.get(id) ?? born({ ...birth, order: orderId, service, units, placed }, placed)
      const context = { books: {}, usual: usual.get(service) ?? null, price }
      const judged = judge(row, { _tag: "Seen", answer: answerOf(order, now) }, now, context)
      for (const bucket of bucketsOf(judged.lesson)) learn(service, bucket)
      if (judged.row.ended === null) rows.set(id, judged.row)
      else rows.delete(id)
      return judged.row.due
    },
    (lateness, pause, filled) => {
      price = priceAfter(price, { lateness, pause, spacing: mix.spacing, filled })
    }
  )
}

export const mean = (all: ReadonlyArray<number>): number =>
  all.reduce((sum, one) => sum + one, 0) / all.length

export const quantile = (all: ReadonlyArray<number>, part: number): number =>
  [...all].sort((one, other) => one - other)[Math.floor(part * (all.length - 1))] ?? 0
