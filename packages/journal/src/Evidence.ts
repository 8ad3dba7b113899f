/**
 * What a balance tells about orders in doubt: exact arithmetic on two quiet points, without any guess.
 *
 * @since 0.1.0
 */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { decimalsOf } from "./internal/book/account.js"
import { differ } from "./internal/book/sums.js"
import type { Snapshot, Verdict } from "./StoreMessage.js"

/**
 * Amounts that differ by less than this many units of the last decimal shown may be the same amount.
 * A panel shows rounded what it keeps exactly (one unit), or rounds each charge (half a unit each).
 */
const slackFor = (hidden: number): bigint => (hidden === 0 ? 0n : 2n + BigInt(hidden))

/** An amount in half units of the last decimal shown, rounded half up where it has more decimals. */
const inHalfUnits = (amount: BigDecimal.BigDecimal, decimals: number): bigint =>
  BigDecimal.scale(BigDecimal.round(amount, { scale: decimals, mode: "half-from-zero" }), decimals).value * 2n

const mostSums = 100_000

interface Doubt {
  readonly key: string
  readonly price: BigDecimal.BigDecimal
}

/** The sets of doubts whose prices sum up to `target`, give or take `slack`; at most two are of interest. */
const setsNear = (
  doubts: ReadonlyArray<Doubt>,
  toUnits: (amount: BigDecimal.BigDecimal) => bigint,
  target: BigDecimal.BigDecimal,
  slack: bigint
): ReadonlyArray<ReadonlyArray<string>> | undefined => {
  // Every sum that some set of the doubts so far makes, with the first two sets that make it.
  let sums = new Map<string, { total: BigDecimal.BigDecimal; sets: ReadonlyArray<ReadonlyArray<string>> }>([
    ["0", { total: BigDecimal.make(0n, 0), sets: [[]] }]
  ])
  for (const { key, price } of doubts) {
    const after = new Map(sums)
    for (const { total, sets } of sums.values()) {
      const more = BigDecimal.normalize(BigDecimal.sum(total, price))
      const name = `${more.value}e${more.scale}`
      const known = after.get(name)?.sets ?? []
      after.set(name, { total: more, sets: [...known, ...sets.map((set) => [...set, key])].slice(0, 2) })
    }
    if (after.size > mostSums) return undefined
    sums = after
  }
  const wanted = toUnits(target)
  return [...sums.values()]
    .filter(({ total }) => {
      const distance = toUnits(total) - wanted
      return (distance < 0n ? -distance : distance) <= slack
    })
    .flatMap(({ sets }) => sets)
}

const open = (why: string): Verdict => ({ _tag: "Open", why })

/**
 * What is known of other movements of the balance since the quiet point before: what `moved` it, or may
 * have (a refund, a subscription), and what is `unseen`, so that it cannot be told. In words, for people.
 *
 * @since 0.1.0
 * @category models
 */
export interface Circumstances {
  readonly moved: ReadonlyArray<string>
  readonly unseen: ReadonlyArray<string>
  /** The keys of orders that cannot move the balance any more after what moved it. */
  readonly ended: ReadonlyArray<string>
}

/**
 * Judges a quiet point against the one before it.
 *
 * @example
 * import { Evidence, Sqlite, Store } from "@smmkit/journal"
 * import { BigDecimal, Duration, Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const store = yield* Store.Store
 *   const account = yield* store.account("account", "panel.example")
 *   const point = { at: 0, balance: BigDecimal.unsafeFromString("12.50"), currency: "USD" }
 *   const seen = { moved: [], unseen: [], ended: [] }
 *   return Evidence.judge({ account, point, doubts: [] }, Duration.minutes(15), seen)
 * })
 * const verdict = await Effect.runPromise(Effect.provide(program, Sqlite.layer(":memory:")))
 *
 * assert.strictEqual(verdict._tag, "Told") // nothing is in doubt, and later balances are measured from this one
 *
 * @since 0.1.0
 * @category combinators
 */
export const judge = (
  { account, point, doubts }: Snapshot,
  settlingTime: Duration.Duration,
  { moved: others, unseen, ended }: Circumstances
): Verdict => {
  const { base } = account
  const settling = Duration.toMillis(settlingTime)
  const isSettled = ({ deadline }: { readonly deadline: number }) => deadline + settling <= point.at
  const early = doubts.filter(({ line }) => line !== account.line || base === null)
  if (early.some((doubt) => !isSettled(doubt))) {
    return open("no balance was read before it, and it may still be booked")
  }
  if (base === null) {
    return {
      _tag: "Told",
      placed: [],
      absent: [],
      why: "no balance was read before it, so the balance cannot tell"
    }
  }
  const [reason] = others
  if (reason !== undefined) return { _tag: "Void", ended, why: `the balance cannot tell, since ${reason}` }
  const [gap] = unseen
  if (gap !== undefined) return open(`the balance cannot tell yet, since ${gap}`)
  const asked = doubts.filter(({ line }) => line === account.line)
  const currency = Option.fromNullable(base.currency)
  const prices = asked.flatMap(({ key, price, currency: own }) =>
    price === null || differ(Option.fromNullable(own), currency) ? [] : [{ key, price }]
  )
  if (account.unpriced > 0) {
    return {
      _tag: "Void",
      ended: [],
      why: "the balance cannot tell, since an order of unknown price was placed"
    }
  }
  if (prices.length < asked.length)
    return open(
      "the price of an order in doubt is not known, or not in the balance's currency, so the balance cannot tell"
    )
  if (base.currency !== point.currency) {
    return off(
      `the balance was in ${base.currency ?? "no currency"} and is in ${point.currency ?? "no currency"}`
    )
  }

  const decimals = Math.max(base.balance.scale, point.balance.scale, 0)
  const fall = BigDecimal.subtract(BigDecimal.subtract(base.balance, point.balance), account.spent)
  const hidden =
    (account.decimals > decimals ? account.count : 0) +
    prices.filter(({ price }) => decimalsOf(price) > decimals).length
  const units = (amount: BigDecimal.BigDecimal) => inHalfUnits(amount, decimals)
  const near = setsNear(prices, units, fall, slackFor(hidden))
  const moved = `the balance went from ${formatAmount(base.balance)} to ${formatAmount(point.balance)} while ${formatAmount(account.spent)} was spent on orders that are known`
  if (near === undefined) return open("too many orders are in doubt for the balance to tell them apart")
  const [only, another] = near
  if (only === undefined) return off(`${moved}, which no set of the orders in doubt explains`)
  if (another !== undefined) return open(`${moved}, which more than one set of the orders in doubt explains`)
  const total = prices
    .filter(({ key }) => only.includes(key))
    .reduce((sum, { price }) => BigDecimal.sum(sum, price), BigDecimal.make(0n, 0))
  if (units(total) !== units(fall)) return open(`${moved}, which rounding leaves uncertain`)
  return {
    _tag: "Told",
    placed: only,
    absent: asked.filter((doubt) => !only.includes(doubt.key) && isSettled(doubt)).map(({ key }) => key),
    why: moved
  }
}

const off = (why: string): Verdict => ({ _tag: "Off", why })
