/**
 * Settling refills and cancels in doubt: by the state of the order that they are about, and refills behind that by
 * the window of their IDs.
 */
import { OrderId } from "@smmkit/core/Identifiers"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Change, JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Finding } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import * as Series from "../book/series.js"

export interface Tools {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly account: string
  /** How many calls about the states of orders are allowed. */
  readonly calls: number
  /** By the IDs of refills around them. */
  readonly byIds: (
    doubts: ReadonlyArray<JournalEntry>
  ) => Effect.Effect<ReadonlyArray<JournalEntry>, StoreError>
}

type Verdict = Finding["verdict"]

const open = (why: string): Verdict => ({ _tag: "Open", why })

/** What an order's state tells of its cancel. */
const ofCancel = (state: string, isOver: boolean): Verdict => {
  switch (state) {
    case "Canceled":
    case "Partial":
    case "Refunded":
      return { _tag: "Placed", order: null, why: `the order is ${state}` }
    case "Completed":
    case "Failed":
    case "Expired":
      return isOver
        ? { _tag: "Absent", why: `the order is ${state}, so a cancel has nothing to stop` }
        : open("its call may still be under way")
    default:
      return open(`the order is ${state}, so a cancel may still come`)
  }
}

/** A panel's own word that a refill of an order is running stands in the order's state. */
const isRefilling = (state: string): boolean => /refill/i.test(state)

const ofRefill = (state: string, nth: number): Verdict => {
  if (!isRefilling(state)) return open(`the order is ${state}, which tells nothing of a refill`)
  // A caller may have said that the one before has ended, and a panel may be slow to show it.
  return nth > 1
    ? open(`the order is ${state}, which may be by the refill before it`)
    : { _tag: "Placed", order: null, why: `the order is ${state}, so a refill of it is running` }
}

const together = 100

export const make = ({ store, status, account, calls, byIds }: Tools) => {
  const findingOf = (
    { key, attempt, deadline }: JournalEntry,
    action: Change,
    state: string | undefined,
    now: number
  ): Finding => ({
    key,
    attempt,
    verdict:
      state === undefined
        ? open("the state of its order cannot be read")
        : action === "cancel"
          ? ofCancel(state, now >= deadline)
          : ofRefill(state, Series.nthOf({ key }))
  })

  const byState = (action: Change, doubts: ReadonlyArray<JournalEntry>) =>
    Effect.gen(function* () {
      const asked = doubts.filter(({ subject }) => subject !== null).slice(0, calls * together)
      const ids = asked.flatMap(({ subject }) => (subject === null ? [] : [OrderId.make(subject)]))
      const answers = ids.length === 0 ? [] : yield* status.many(ids)
      const states = new Map<string, string>(
        answers.flatMap(({ id, result }) => (Either.isRight(result) ? [[id, result.right.status]] : []))
      )
      const now = yield* store.now
      const findings = asked.map((entry) => findingOf(entry, action, states.get(entry.subject ?? ""), now))
      const pieces = Arr.chunksOf(findings, together)
      return (yield* Effect.forEach(pieces, (piece) => store.weigh(account, piece, action))).flat()
    })

  /** Settles what it can of these doubts of one action. */
  return (action: Change, doubts: ReadonlyArray<JournalEntry>): Effect.Effect<void, StoreError> =>
    Effect.gen(function* () {
      const weighed = yield* byState(action, doubts)
      const left = weighed.filter(({ state }) => state === "in-doubt")
      if (action === "refill" && left.length > 0) yield* byIds(left)
    })
}
