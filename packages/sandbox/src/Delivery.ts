/**
 * How an order is delivered over time. When an order is booked its delivery is planned to the end; how
 * much is delivered at a moment is a pure function of the plan and the moment. So no fiber has to run, a
 * `TestClock` drives it, and whoever looks at any time sees the same. Times are whole milliseconds.
 *
 * @since 0.1.0
 */
import { draw, whole } from "./internal/seeded.js"

/**
 * How a service delivers, in milliseconds: how long an order queues, and how long it is then under way,
 * each from least to most. What is not said is as in `steady`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Pace {
  readonly queue?: readonly [least: number, most: number] | undefined
  /** For each unit. */
  readonly unit?: readonly [least: number, most: number] | undefined
  /** For an order of any size, in place of `unit`. */
  readonly order?: readonly [least: number, most: number] | undefined
  /** How long an order is under way at most; what would take longer is delivered faster. */
  readonly most?: number | undefined
  /** In how many heaps the units come; 0 means one by one. */
  readonly bursts?: number | undefined
  /** The chance, from 0 to 1, that delivery stands still for a while, and for how long. */
  readonly stalls?: number | undefined
  readonly stall?: readonly [least: number, most: number] | undefined
}

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
  /** How much was delivered before it starts, where an order goes on. */
  readonly before: number
  /** In how many heaps the units come; 0 means one by one. */
  readonly bursts: number
  /** When delivery stands still, and until when it does. */
  readonly stalls: number
  readonly resumes: number
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
  /** Default: `steady`. */
  readonly pace?: Pace | undefined
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * The pace of a service of which nothing else is said: an order queues for up to two minutes, and then
 * takes a second or two for each unit, at most a day.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * assert.deepStrictEqual(Delivery.steady.queue, [10_000, 120_000])
 *
 * @since 0.1.0
 * @category models
 */
export const steady = {
  queue: [10 * second, 2 * minute],
  unit: [400, 2 * second],
  most: day,
  bursts: 0,
  stalls: 0,
  stall: [0, 0]
} as const satisfies Pace

/**
 * Paces by name, as panels are: some services take minutes, some hours, some days, some come in heaps,
 * and some get stuck.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * assert.ok(Object.keys(Delivery.paces).includes("days"))
 *
 * @since 0.1.0
 * @category models
 */
export const paces = {
  steady,
  minutes: { queue: [5 * second, minute], order: [2 * minute, 30 * minute] },
  hours: { queue: [5 * minute, 2 * hour], order: [2 * hour, 12 * hour] },
  days: { queue: [hour, day], order: [2 * day, 6 * day] },
  bursts: { queue: [minute, hour], order: [hour, 8 * hour], bursts: 5 },
  stalling: { queue: [minute, hour], order: [hour, 10 * hour], stalls: 0.7, stall: [2 * hour, 30 * hour] }
} as const satisfies Readonly<Record<string, Pace>>

/**
 * Plans a delivery.
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
export const plan = (given: Circumstances): Plan => {
  const { seed, order, units, now, speed, partial } = given
  const pace: Pace = given.pace ?? steady
  const chance = (purpose: string) => draw(seed, order, purpose)
  const between = (purpose: string, [least, most]: readonly [number, number]) =>
    whole(chance(purpose), least, most)
  const queue = between("starts", pace.queue ?? steady.queue)
  const takes =
    pace.order === undefined
      ? Math.min(units * between("pace", pace.unit ?? steady.unit), pace.most ?? Number.POSITIVE_INFINITY)
      : between("pace", pace.order)
  const stops = units > 1 && chance("partial") < partial
  const delivers = stops ? whole(chance("delivers"), 1, units - 1) : units
  const doesStall = (pace.stalls ?? 0) > 0 && chance("stalls") < (pace.stalls ?? 0)
  const stall = doesStall ? between("stall", pace.stall ?? steady.stall) / speed : 0

  const starts = Math.round(now + queue / speed)
  const duration = takes / speed
  const stalls = Math.round(starts + duration * chance("stall-at"))
  const resumes = Math.round(stalls + stall)
  const end = Math.round(starts + (duration * delivers) / units)
  return {
    units,
    starts,
    whole: Math.round(starts + duration + stall),
    ends: end > stalls ? end + resumes - stalls : end,
    delivers,
    before: 0,
    bursts: pace.bursts ?? 0,
    stalls,
    resumes
  }
}

/** How much of the whole time has passed, from 0 to 1, the time left out in which delivery stands still. */
const passed = ({ starts, whole, stalls, resumes }: Plan, now: number): number => {
  const still = Math.max(0, Math.min(now, resumes) - stalls)
  const takes = whole - starts - (resumes - stalls)
  return takes <= 0 ? 1 : (now - starts - still) / takes
}

/**
 * How far a delivery has come at a time.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = Delivery.plan({ seed: 1, order: "23501", units: 100, now: 0, speed: 1, partial: 0 })
 * const half = (plan.starts + plan.ends) / 2
 *
 * assert.deepStrictEqual(Delivery.progress(plan, half), { state: "In progress", delivered: 50 })
 *
 * @since 0.1.0
 * @category combinators
 */
export const progress = (plan: Plan, now: number): Progress => {
  const { units, starts, ends, delivers, before, bursts } = plan
  if (now >= ends) {
    const state = delivers >= units ? "Completed" : delivers > 0 ? "Partial" : "Canceled"
    return { state, delivered: delivers }
  }
  if (now < starts) return { state: "Pending", delivered: before }
  const part = passed(plan, now)
  const coming = units - before
  const come = bursts === 0 ? coming * part : (coming * Math.floor(part * bursts)) / bursts
  // Once all is delivered an order is over: until then, something remains.
  const most = before + Math.floor(come)
  return { state: "In progress", delivered: Math.max(before, Math.min(most, delivers)) }
}

/**
 * The plan of an order that was asked to stop, and will at a time that is to come. What is still pending
 * does not start any more; what is done by then is done.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = Delivery.plan({ seed: 1, order: "23501", units: 100, now: 0, speed: 1, partial: 0 })
 * const half = (plan.starts + plan.ends) / 2
 * const stopped = Delivery.stop(plan, plan.starts, half)
 *
 * assert.deepStrictEqual(Delivery.progress(stopped, half), { state: "Partial", delivered: 50 })
 *
 * @since 0.1.0
 * @category combinators
 */
export const stop = (plan: Plan, now: number, at: number): Plan => {
  const isPending = now < plan.starts
  if (at >= plan.ends && !isPending) return plan
  const delivers = isPending ? plan.before : progress(plan, at).delivered
  return {
    ...plan,
    starts: isPending ? at : plan.starts,
    whole: Math.max(plan.whole, at),
    ends: at,
    delivers
  }
}

/**
 * The plan of an order that goes on from what is delivered already, as fast as it would have been from
 * the start.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = Delivery.plan({ seed: 1, order: "23501", units: 100, now: 0, speed: 1, partial: 0 })
 * const further = Delivery.resume(plan, 1_000_000, 50)
 *
 * assert.deepStrictEqual(Delivery.progress(further, 1_000_000), { state: "In progress", delivered: 50 })
 * assert.strictEqual(Delivery.progress(further, further.ends).state, "Completed")
 *
 * @since 0.1.0
 * @category combinators
 */
export const resume = (plan: Plan, now: number, delivered: number): Plan => {
  const { units, starts, whole, stalls, resumes } = plan
  const takes = whole - starts - (resumes - stalls)
  const ends = now + Math.max(1, Math.round((takes * (units - delivered)) / units))
  return {
    ...plan,
    starts: now,
    whole: ends,
    ends,
    delivers: units,
    before: delivered,
    stalls: ends,
    resumes: ends
  }
}

/**
 * Whether nothing more will be delivered.
 *
 * @example
 * import { Delivery } from "@smmkit/sandbox"
 *
 * const plan = Delivery.plan({ seed: 1, order: "23501", units: 100, now: 0, speed: 1, partial: 0 })
 *
 * assert.deepStrictEqual([Delivery.isOver(plan, plan.ends - 1), Delivery.isOver(plan, plan.ends)], [false, true])
 *
 * @since 0.1.0
 * @category guards
 */
export const isOver = (plan: Plan, now: number): boolean => now >= plan.ends
