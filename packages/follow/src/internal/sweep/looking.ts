/** What a claim comes to: its orders are asked about, and what follows is judged. Nothing here writes. */
import type { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { ReadError } from "@smmkit/core/PanelError"
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { FollowConfig } from "../../FollowConfig.js"
import type { Context, Observation, Row, Usual } from "../../FollowModel.js"
import type { Claim, Claimed, Report, Written } from "../../FollowStore.js"
import { judge } from "../judging/judge.js"
import { judged } from "../judging/numbering.js"
import { refillUnreadable } from "../judging/refills.js"
import { passing } from "../passing.js"
import { least, priceAfter } from "../schedule/price.js"
import { daysOf } from "../schedule/terms.js"
import type { Asked, Asking } from "./asking.js"
import { again, alone, failed } from "./failing.js"
import { isUnknown, suspicion } from "./suspicion.js"

const minute = 60_000

/** How long an account rests of which it is not known whether the panel knows it. */
const suspectPause = minute

type AskedOrders = Asked<OrderId, Extract<Observation, { _tag: "Seen" }>["answer"]>

/** What the panel said of each order of a call. */
type Answered = Extract<AskedOrders, { readonly _tag: "Answered" }>

/** What came of a call, and when. */
interface Heard<A> {
  readonly claim: Claim
  readonly asked: A
  readonly at: number
}

const isAnswered = <A extends { readonly _tag: string }>(
  heard: Heard<A>
): heard is Heard<Extract<A, { readonly _tag: "Answered" }>> => heard.asked._tag === "Answered"

/**
 * How long refills wait before each half of them is asked about by itself; undefined where none of them is to blame.
 * A panel that fails may fail whoever asks: then there is no hurry.
 */
const pauseOfHalves = (asked: Asked<RefillId, unknown>, { failures, orders }: Claim): number | undefined => {
  if (asked._tag === "Answered") return undefined
  if (asked._tag === "Refused") return 0
  const { _tag } = asked.error
  if (orders.length === 1 || _tag === "NotSent" || _tag === "AccountRefusal") return undefined
  if (_tag !== "PanelUnavailable" && _tag !== "Interrupted") return 0
  return failures === 0 ? 5 * minute : undefined
}

/** One alone needs no fiber of its own. */
const atOnce = <A, B>(all: ReadonlyArray<A>, one: (a: A) => Effect.Effect<B>): Effect.Effect<Array<B>> =>
  Effect.forEach(all, one, { concurrency: all.length })

export interface Looking {
  readonly config: FollowConfig
  readonly asking: Asking
  readonly usual: (service: string) => Usual | null
  /** Waits for a token of a call beside those of the claim; tells whether there was one in time. */
  readonly token: Effect.Effect<boolean>
}

/** What one answer shows of its order. */
const shown = (
  answer: Either.Either<Extract<Observation, { _tag: "Seen" }>["answer"], ReadError>,
  isSuspect: boolean
): Observation =>
  Either.match(answer, {
    onRight: (answer): Observation => ({ _tag: "Seen", answer }),
    onLeft: (error) =>
      isUnknown(error)
        ? { _tag: "NotKnown", suspect: isSuspect }
        : { _tag: "Unreadable", problem: error.message }
  })

/**
 * The witness of a batch that has room for it: what the panel knows tells that it knows the account. Where the store's
 * own is asked about anyway, another one that was shown lately speaks for it.
 */
const witnessOf = (
  { orders, witness }: Claim,
  lately: ReadonlyArray<OrderId>,
  most: number
): OrderId | null => {
  if (orders.length >= most) return null
  const asked = new Set(orders.map(({ row }) => row.order))
  const all = witness === null ? lately : [witness, ...lately]
  return all.find((order) => !asked.has(order)) ?? null
}

/** A row with the refill term of its service, where the one who had it followed said none. */
const withTerm = (row: Row, config: FollowConfig): Row => {
  const term = row.term !== null || row.service === null ? null : daysOf(config.term(row.service))
  return term === null ? row : { ...row, term }
}

export const make = ({ config, asking, usual, token }: Looking) => {
  const { books, budget } = config
  const known: Context = { ...alone, books }
  let price = least
  /** Two orders that the panel has shown last. They are hints: a process that begins has none, and finds its own. */
  let lately: ReadonlyArray<OrderId> = []

  /** A claim, call by call: one asks about each of its orders, where a panel wants that, or about all of its own. */
  const calls = (claim: Claim): ReadonlyArray<Claim> =>
    budget.perCall === 1 || claim.orders.length <= budget.perCall
      ? [claim]
      : Arr.chunksOf(claim.orders, budget.perCall).map((orders) => ({ ...claim, orders }))

  /** What a look costs after this claim. It is found anew wherever the account goes. */
  const priced = ({ late, orders }: Claim) => {
    if (orders.length === 0) return
    const taken = budget.perCall === 1 ? 1 : Math.ceil(orders.length / budget.perCall)
    const pauses = orders.map(({ row: { due, looked, placed } }) =>
      Math.max(0, (due ?? placed) - (looked ?? placed))
    )
    price = priceAfter(price, {
      lateness: late,
      pause: pauses.reduce((sum, one) => sum + one, 0) / pauses.length,
      spacing: budget.spacing * taken,
      filled: orders.length / (budget.perCall === 1 ? config.most : budget.perCall * taken)
    })
  }

  const judgedOf = (
    claim: Claim,
    { answers }: Answered,
    at: number
  ): { readonly written: ReadonlyArray<Written>; readonly suspect: string | null } => {
    const suspect = suspicion(claim, answers)
    const written = claim.orders.map((held): Written => {
      const row = withTerm(held.row, config)
      const answer = answers.get(row.order)
      if (answer === undefined) return again(held, at, at)
      const context = { books, usual: row.service === null ? null : usual(row.service), price }
      return { ...judge(row, shown(answer, suspect !== null), at, context), lot: null, at }
    })
    return { written, suspect }
  }

  /** What was answered of a claim, in one report: each call tells by itself whether the panel knows the account. */
  const answered = (
    claim: Claim,
    heard: ReadonlyArray<Heard<Answered>>
  ): ReadonlyArray<Omit<Report, "account" | "stamp">> => {
    if (heard.length === 0) return []
    priced(claim)
    const all = heard.map(({ claim, asked, at }) => judgedOf(claim, asked, at))
    const suspect = all.find(({ suspect }) => suspect !== null)?.suspect ?? null
    const seen = heard.flatMap(({ claim, asked: { answers } }) =>
      claim.orders
        .map(({ row }) => row.order)
        .filter((order) => Either.isRight(answers.get(order) ?? Either.left(null)))
        .slice(-2)
    )
    lately = Array.from(new Set([...seen.slice(-2).reverse(), ...lately])).slice(0, 2)
    const [witness] = seen.slice(-2).reverse()
    return [
      {
        written: all.flatMap(({ written }) => written),
        failures: 0,
        verdict: { suspect, problem: suspect },
        ...(suspect === null ? {} : { blocked: suspectPause }),
        ...(witness === undefined ? {} : { witness })
      }
    ]
  }

  /** The store's time, by how much of it has passed here since the claim. */
  const clockOf = (claim: Claim) =>
    Effect.map(Clock.currentTimeNanos, (before) =>
      Effect.map(Clock.currentTimeNanos, (now) => claim.now + Number((now - before) / 1_000_000n))
    )

  /**
   * Whether nobody is asked about beside these orders: where a panel is asked about one at a time, and where a larger
   * batch failed, as its witness may be the one that fails it.
   */
  const isApart = ({ orders: [only] }: Claim): boolean => budget.perCall === 1 || only?.lot === 1

  /** A claim of one order, asked about apart, which the panel knows no more. */
  const isLost = (claim: Claim, asked: AskedOrders): boolean => {
    const [only, ...others] = claim.orders
    if (!isApart(claim) || only === undefined || others.length > 0 || asked._tag !== "Answered") return false
    const answer = asked.answers.get(only.row.order)
    return answer !== undefined && Either.isLeft(answer) && isUnknown(answer.left)
  }

  /** Such an order says nothing of the account by itself: its witness is asked about as well, by a token of its own. */
  const withWitness = Effect.fnUntraced(function* (asked: AskedOrders, witness: OrderId) {
    if (asked._tag !== "Answered") return asked
    if (!(yield* token)) return { ...asked, answers: new Map() }
    const beside = yield* asking.orders([witness], yield* passing)
    if (beside._tag !== "Answered") return beside
    return { ...beside, answers: new Map([...asked.answers, ...beside.answers]) }
  })

  const askedOf = Effect.fnUntraced(function* (claim: Claim, since: number) {
    const clock = yield* clockOf(claim)
    const beside = isApart(claim) ? null : witnessOf(claim, lately, budget.perCall)
    const ids = claim.orders.map(({ row }) => row.order)
    const first = yield* asking.orders(beside === null ? ids : [...ids, beside], since)
    const after = isLost(claim, first) ? witnessOf(claim, lately, 2) : null
    const asked = after === null ? first : yield* withWitness(first, after)
    return { claim: { ...claim, witness: after ?? beside ?? claim.witness }, asked, at: yield* clock }
  })

  /** What calls failed is written first: where others were answered, the panel answers. */
  const orders = (claim: Claim, since: number): Effect.Effect<ReadonlyArray<Report>> =>
    Effect.map(
      atOnce(calls(claim), (call) => askedOf(call, since)),
      (heard) => {
        const ofCalls = heard.flatMap(({ claim, asked, at }) => {
          if (asked._tag === "Answered") return []
          lately = lately.filter((order) => order !== claim.witness)
          return [failed(claim, at, asked._tag === "Failed" ? asked.error : null)]
        })
        const reports = [...ofCalls, ...answered(claim, heard.filter(isAnswered))]
        return reports.map((report) => ({ account: claim.account, stamp: claim.stamp, ...report }))
      }
    )

  const refillsOf = Effect.fnUntraced(function* (claim: Claim, since: number) {
    const { account, stamp } = claim
    const clock = yield* clockOf(claim)
    const ids = claim.orders.flatMap(({ row }) => (row.refill === null ? [] : [row.refill.id]))
    const asked = yield* asking.refills(ids, since)
    const at = yield* clock
    const later = ({ row, lot }: Claimed, pause: number): Written => ({
      ...judged({ ...row, refillDue: at + pause }, []),
      lot,
      at
    })
    if (asked._tag === "Failed" && asked.error._tag === "RateLimited") {
      const { limited } = failed(claim, at, asked.error)
      return { account, stamp, written: claim.orders.map((held) => later(held, 0)), limited }
    }
    // One of them may be what all of them fail for: each half is asked about by itself.
    const pause = pauseOfHalves(asked, claim)
    if (pause !== undefined) {
      const lot = Math.ceil(claim.orders.length / 2)
      const halves = claim.orders.map((held, place) => ({
        ...later(held, pause + Math.floor(place / lot)),
        lot
      }))
      return { account, stamp, written: halves }
    }
    const written = claim.orders.map((held): Written => {
      const { row, lot } = held
      if (row.refill === null) return { ...judge(row, { _tag: "RefillNotKnown" }, at, known), lot, at }
      const answer = asked._tag === "Answered" ? asked.answers.get(row.refill.id) : undefined
      if (answer === undefined)
        return lot === 1 ? { ...refillUnreadable(row, at), lot, at } : later(held, 5 * minute)
      return Either.match(answer, {
        onRight: ({ status }): Written => ({
          ...judge(row, { _tag: "RefillSeen", state: status }, at, known),
          lot: null,
          at
        }),
        onLeft: (error): Written =>
          isUnknown(error)
            ? { ...judge(row, { _tag: "RefillNotKnown" }, at, known), lot: null, at }
            : { ...refillUnreadable(row, at), lot, at }
      })
    })
    return { account, stamp, written }
  })

  const refills = (claim: Claim, since: number): Effect.Effect<ReadonlyArray<Report>> =>
    atOnce(calls(claim), (call) => refillsOf(call, since))

  return { orders, refills }
}
