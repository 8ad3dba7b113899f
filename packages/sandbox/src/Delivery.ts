/**
 * How an order is delivered over time. When an order is booked its delivery is planned to the end; what
 * it looks like at a moment is a pure function of the plan and the moment. So no fiber has to run, a
 * `TestClock` drives it, and whoever looks at any time sees the same.
 *
 * @since 0.1.0
 */
import { draw, whole } from "./internal/seeded.js"

/**
 * What will become of an order. Times are milliseconds since the epoch.
 *
 * @since 0.1.0
 * @category models
 */
export interface Plan {
  /** How much was ordered. */
  readonly units: number
  /** When delivery starts; before that, the order is pending. */
  readonly starts: number
  /** When all of it would be delivered, which sets the pace. */
  readonly whole: number
  /** When delivery ends, all or not. */
  readonly ends: number
  /** How much is delivered by then. */
  readonly delivers: number
}

/**
 * How far an order has come.
 *
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly state: "Pending" | "In progress" | "Completed" | "Partial" | "Canceled"
  readonly delivered: number
}

/**
 * What a plan is made from. The same circumstances make the same plan.
 *
 * @since 0.1.0
 * @category models
 */
export interface Circumstances {
  readonly seed: number
  /** What tells this order from others. */
  readonly order: string
  readonly units: number
  readonly now: number
  /** How many times faster than life. */
  readonly speed: number
  /** The chance, from 0 to 1, that delivery stops before all is delivered. */
  readonly partial: number
}

const day = 24 * 60 * 60 * 1000

/**
 * Plans a delivery: it starts within two minutes and takes a second or two for each unit, at most a day.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = Delivery.plan({ seed: 1, order: "23501", units: 100, now: 0, speed: 1, partial: 0 })
 *
 * assert.deepStrictEqual(Delivery.progress(plan, 0), { state: "Pending", delivered: 0 })
 * assert.deepStrictEqual(Delivery.progress(plan, plan.ends), { state: "Completed", delivered: 100 })
 *
 * @since 0.1.0
 * @category constructors
 */
export const plan = ({ seed, order, units, now, speed, partial }: Circumstances): Plan => {
  const chance = (purpose: string) => draw(seed, order, purpose)
  const starts = now + whole(chance("starts"), 10_000, 120_000) / speed
  const duration = Math.min(units * whole(chance("pace"), 400, 2000), day) / speed
  const stops = units > 1 && chance("partial") < partial
  const delivers = stops ? whole(chance("delivers"), 1, units - 1) : units
  return { units, starts, whole: starts + duration, ends: starts + (duration * delivers) / units, delivers }
}

/**
 * How far a delivery has come at a time.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = { units: 100, starts: 0, whole: 1000, ends: 1000, delivers: 100 }
 *
 * assert.deepStrictEqual(Delivery.progress(plan, 250), { state: "In progress", delivered: 25 })
 *
 * @since 0.1.0
 * @category combinators
 */
export const progress = ({ units, starts, whole, ends, delivers }: Plan, now: number): Progress => {
  if (now >= ends) {
    const state = delivers >= units ? "Completed" : delivers > 0 ? "Partial" : "Canceled"
    return { state, delivered: delivers }
  }
  if (now < starts) return { state: "Pending", delivered: 0 }
  const delivered = Math.min(Math.floor((units * (now - starts)) / (whole - starts)), delivers)
  return { state: "In progress", delivered }
}

/**
 * The plan of an order that was asked to stop, and will at a time that is to come. What is still pending
 * does not start any more; what is done by then is done.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = { units: 100, starts: 0, whole: 1000, ends: 1000, delivers: 100 }
 * const stopped = Delivery.stop(plan, 250, 300)
 *
 * assert.deepStrictEqual(Delivery.progress(stopped, 1000), { state: "Partial", delivered: 30 })
 *
 * @since 0.1.0
 * @category combinators
 */
export const stop = (plan: Plan, now: number, at: number): Plan => {
  if (at >= plan.ends && now >= plan.starts) return plan
  const { delivered } = now < plan.starts ? { delivered: 0 } : progress(plan, at)
  const starts = now < plan.starts ? at : plan.starts
  return { ...plan, starts, whole: Math.max(plan.whole, at), ends: at, delivers: delivered }
}

/**
 * The plan of an order that ends now, with so much delivered.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = { units: 100, starts: 0, whole: 1000, ends: 1000, delivers: 100 }
 *
 * assert.strictEqual(Delivery.progress(Delivery.end(plan, 250, 0), 250).state, "Canceled")
 *
 * @since 0.1.0
 * @category combinators
 */
export const end = (plan: Plan, now: number, delivered: number): Plan => ({
  ...plan,
  starts: Math.min(plan.starts, now),
  ends: now,
  delivers: delivered
})

/**
 * Whether nothing more will be delivered.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = { units: 100, starts: 0, whole: 1000, ends: 1000, delivers: 100 }
 *
 * assert.deepStrictEqual([Delivery.isOver(plan, 999), Delivery.isOver(plan, 1000)], [false, true])
 *
 * @since 0.1.0
 * @category guards
 */
export const isOver = (plan: Plan, now: number): boolean => now >= plan.ends
