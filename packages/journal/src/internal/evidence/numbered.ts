/** What a panel numbers: orders, of which larger ones have parts, and refills. */
import type { Answered } from "@smmkit/core/Call"
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import type { ReadError } from "@smmkit/core/PanelError"
import type { RefillStatus } from "@smmkit/core/RefillStatus"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Store } from "../../StoreModel.js"
import { type Numbered, partsCost } from "./byIds.js"
import type { Said } from "./idWindow.js"

/** What an answer says of one ID: a refusal counts only if it says that there is no such order, or refill. */
const saidOf =
  <A>(unknown: ReadError["meaning"], shown: (answer: A) => Said) =>
  ({ id, result }: Answered<string, A, ReadError>): readonly [string, Said] => [
    id,
    Either.match(result, {
      onLeft: (error): Said =>
        error._tag === "NotFound" && error.meaning === unknown ? { _tag: "Refused" } : { _tag: "Untold" },
      onRight: shown
    })
  ]

/** How many larger orders are looked at, a hundred a call. */
const mostParents = partsCost * 100

export interface Tools {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly refillStatus: RefillStatus.Service
  readonly account: string
}

export const orders = ({ store, status, account }: Tools): Numbered => ({
  action: "add",
  costs: true,
  say: (ids) =>
    Effect.map(status.many(ids.map((id) => OrderId.make(id))), (answers) =>
      answers.map(
        saidOf("order-not-found", ({ status, charge, currency }) => ({
          _tag: "Shown",
          status,
          charge: Option.getOrNull(charge),
          currency: Option.getOrNull(currency)
        }))
      )
    ),
  kindOf: ({ request }) => {
    const kind = request["service"] ?? ""
    return { kind, named: `order of service ${kind}` }
  },
  isBorrowed: () => false,
  parts: (budget) =>
    Effect.gen(function* () {
      const parents = yield* store.parents(account, mostParents + 1)
      if (parents.length === 0) return new Set<string>()
      if (parents.length > Math.min(mostParents, budget * 100)) return undefined
      const answers = yield* status.many(parents)
      // A panel may not tell at all which orders a larger one has made.
      const lists = answers.map(({ result }) =>
        Either.isRight(result) ? Option.getOrUndefined(result.right.orders) : undefined
      )
      return lists.includes(undefined)
        ? undefined
        : new Set<string>(lists.flatMap((children) => children ?? []))
    })
})

export const refills = ({ refillStatus }: Tools): Numbered => ({
  action: "refill",
  costs: false,
  say: (ids) =>
    Effect.map(refillStatus.many(ids.map((id) => RefillId.make(id))), (answers) =>
      answers.map(
        saidOf("refill-not-found", ({ status }) => ({ _tag: "Shown", status, charge: null, currency: null }))
      )
    ),
  kindOf: () => ({ kind: "refill", named: "refill" }),
  // Some panels give a refill the ID of its order.
  isBorrowed: ({ order, subject }) => order === subject,
  parts: () => Effect.succeed(new Set())
})
