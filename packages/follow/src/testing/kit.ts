/** What the promises are written with. */
import { OrderId } from "@smmkit/core/Identifiers"
import type { Store } from "@smmkit/journal"
import type { StoreError } from "@smmkit/journal/JournalError"
import { samples } from "@smmkit/journal/testing"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Started, type What } from "../FollowEvent.js"
import type { Birth, Row } from "../FollowModel.js"
import type { Claim, FollowStore, Report, Written } from "../FollowStore.js"

export interface Stage {
  readonly store: FollowStore.Service
  readonly journal: Store.Store.Service
  readonly connect: Layer.Layer<FollowStore | Store.Store, StoreError>
}

export interface Body {
  readonly name: string
  readonly body: (stage: Stage) => Effect.Effect<void, unknown>
}

export const account = "account-1"
export const order = OrderId.make
export const minute = 60_000
export const hour = 60 * minute

export const birth = (id: string, change: Partial<Birth> = {}): Birth => ({
  account,
  order: order(id),
  key: null,
  parent: null,
  service: "1",
  price: null,
  currency: null,
  units: 100,
  runs: null,
  placed: 0,
  term: null,
  ...change
})

/** Orders 1, 2 and so on. */
export const several = (count: number): ReadonlyArray<Birth> =>
  Array.from({ length: count }, (_, at) => birth(String(at + 1)))

/** Places an order under a key, as a journal does. */
export const place = (journal: Store.Store.Service, key: string, id: string, of = account) =>
  Effect.gen(function* () {
    yield* journal.intend(samples.intent(key, samples.ref(key, of)))
    yield* journal.report(samples.answered(key, id, samples.ref(key, of)))
  })

export const claimed = (
  store: FollowStore.Service,
  { most = 100, lease = minute, of = "orders" as "orders" | "refills", from = account } = {}
) => store.claim({ account: from, of, most, lease })

export const mustClaim = (store: FollowStore.Service, options?: Parameters<typeof claimed>[1]) =>
  Effect.map(claimed(store, options), Option.getOrThrow)

export const ids = (claim: Option.Option<Claim>): ReadonlyArray<string> =>
  Option.match(claim, { onNone: () => [], onSome: ({ orders }) => orders.map(({ row }) => row.order).sort() })

/** A row after a look, with what happened, due again later. */
export const looked = (
  row: Row,
  at: number,
  change: Partial<Row> = {},
  events: ReadonlyArray<What> = []
): Written => ({
  row: { ...row, due: at + hour, ...change, n: row.n + events.length },
  events: events.map((what, place) => ({ n: row.n + place + 1, what })),
  lines: [],
  births: [],
  lesson: { began: null, took: null, kept: null },
  lot: null,
  at
})

export const started = new Started({ state: "In progress" })

/** What a claim comes to where each of its orders has started. */
export const reportOf = (claim: Claim, change: Partial<Row> = {}): Report => ({
  account: claim.account,
  stamp: claim.stamp,
  written: claim.orders.map(({ row }) =>
    looked(row, claim.now, { state: "In progress", ...change }, [started])
  )
})
