/**
 * The panel's rules of money once more, by other means than those that carry them out: nothing here
 * divides or rounds, it asks whether an amount is the one that a rule allows. So an error in what carries
 * a rule out is a disagreement, and not the same error twice.
 */
import { FromWire, type OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Settings } from "../SandboxOptions.js"
import type { OrderRecord, Single } from "./state.js"

type Amount = BigDecimal.BigDecimal
type Rounding = Pick<Settings, "decimals" | "rounding">

const meaningOf = Schema.decodeSync(FromWire)

/** What each end gives back: everything, what remains, or nothing. Other states are no ends. */
const ends: Readonly<Record<string, "everything" | "remains" | "nothing">> = {
  Completed: "nothing",
  Partial: "remains",
  Canceled: "everything",
  Refunded: "everything",
  Failed: "nothing",
  Expired: "nothing"
}

const endOf = (state: OrderState) => ends[meaningOf(state)]

export const isEnd = (state: OrderState): boolean => endOf(state) !== undefined

/**
 * Whether an amount is the part of a whole one that falls on `part` of `of`, as the panel rounds; where it
 * keeps no number of decimals, exact but for what falls below the last of `exactTo`.
 */
const isPart = (
  amount: Amount,
  whole: Amount,
  [part, of]: readonly [part: number, of: number],
  { decimals, rounding }: Rounding,
  exactTo: number
): boolean => {
  if (!Number.isInteger(part)) return false
  const kept = decimals ?? Math.min(exactTo, mostDecimals)
  // All in steps so small that each is a whole number of them.
  const places = Math.max(0, kept, amount.scale, whole.scale)
  const steps = (one: Amount): bigint => BigDecimal.scale(one, places).value
  const short = steps(whole) * BigInt(part) - steps(amount) * BigInt(of)
  const least = BigInt(of) * 10n ** BigInt(places - kept)
  return decimals === undefined || rounding === "down"
    ? short >= 0n && short < least
    : 2n * short >= -least && 2n * short < least
}

/** What is kept of any amount. */
const mostDecimals = 40

/** What is kept of a part whose division does not come out even. */
const spare = 12

/** Whether so much is due of a delivery that has ended, by its own state. */
export const isDue = (record: Single, delivered: number, how: Rounding): boolean => {
  const { due, price, units, state } = record
  const end = endOf(state)
  if (end === "everything" || (end === "remains" && delivered <= 0)) return BigDecimal.equals(due, price)
  return end === "remains"
    ? isPart(due, price, [units - delivered, units], how, price.scale + spare)
    : BigDecimal.isZero(due)
}

/** What is due of a drip-feed that has ended, beside its runs: the runs that never came. */
export const dueOfRuns = (record: OrderRecord, runs: ReadonlyArray<OrderRecord>): Amount =>
  endOf(record.state) === "nothing"
    ? BigDecimal.make(0n, 0)
    : runs.reduce((left, { price }) => BigDecimal.subtract(left, price), record.price)

const packages = ["Package", "Custom Comments Package"]

export const isWhole = ({ offer }: OrderRecord): boolean => packages.includes(offer.service.type)

/** What an order is priced by: a thousand units, or the whole package. A subscription costs nothing by itself. */
const pricedBy = (record: OrderRecord): readonly [part: number, of: number] | undefined => {
  if (isWhole(record)) return [1, 1]
  if (record.kind === "dripfeed") return [record.runs * record.each, 1000]
  return record.kind === "single" ? [record.units, 1000] : undefined
}

/** Whether an order that is paid for by itself costs what its service's rate says. */
export const isPriced = (record: OrderRecord, how: Rounding): boolean => {
  const [rate, by] = [Option.getOrUndefined(record.offer.service.rate), pricedBy(record)]
  if (by === undefined || rate === undefined) return BigDecimal.isZero(record.price)
  return isPart(record.price, rate, by, how, rate.scale + 3 + spare)
}

/** Whether a run costs its part of what its parent has paid: as much as every other, the last one what is left. */
export const isRunPriced = (
  parent: OrderRecord & { readonly kind: "dripfeed" },
  runs: ReadonlyArray<OrderRecord>,
  nth: number,
  how: Rounding
): boolean => {
  const price = runs[nth]?.price ?? parent.price
  const left = runs.slice(0, nth).reduce((left, { price }) => BigDecimal.subtract(left, price), parent.price)
  const isLeft = BigDecimal.equals(price, left)
  if (nth + 1 === parent.runs) return isLeft
  const isEven = isPart(price, parent.price, [1, parent.runs], how, parent.price.scale + spare)
  // Where parts are rounded up, there may be too little left for one.
  return isEven || (isLeft && how.rounding === "half-up")
}
