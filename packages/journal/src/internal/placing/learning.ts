/** What orders without a price have cost, by their status. */
import type { Money } from "@smmkit/core/Money"
import { isFinal } from "@smmkit/core/OrderState"
import type { Answer, OrderStatus } from "@smmkit/core/OrderStatus"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Store } from "../../StoreModel.js"
import { chargeOf } from "../book/charges.js"

interface Tools {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly account: string
}

/** A subscription is charged for post by post, so only its end tells what it costs. */
const isOneOff = ({ request }: JournalEntry): boolean => request["link"] !== undefined

/** What an order has cost by its status: more than nothing, or as much as is said where it has ended. */
const costOf = (entry: JournalEntry, { charge, currency, status }: Answer): Money | null => {
  const cost = chargeOf(charge, currency)
  if (cost === null) return null
  return isFinal(status) || (isOneOff(entry) && !BigDecimal.isZero(cost.amount)) ? cost : null
}

/** Asks the panel what orders that had no price have cost, where a limit has to know. */
export const make = ({ store, status, account }: Tools) => ({
  learn: (keys: ReadonlyArray<string>): Effect.Effect<boolean> =>
    Effect.gen(function* () {
      const entries = [...(yield* store.findMany(account, keys.slice(0, 100))).values()]
      const placed = entries.flatMap((entry) => (entry.order === null ? [] : [{ entry, id: entry.order }]))
      const answers = yield* status.many(placed.map(({ id }) => id))
      const learned = yield* Effect.forEach(answers, ({ id, result }) => {
        const one = placed.find((placed) => placed.id === id)
        const cost = one === undefined || Either.isLeft(result) ? null : costOf(one.entry, result.right)
        return one === undefined || cost === null
          ? Effect.succeed(false)
          : Effect.as(store.learn(one.entry, cost), true)
      })
      return learned.includes(true)
    }).pipe(Effect.catchAll(() => Effect.succeed(false)))
})
