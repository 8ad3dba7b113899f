/** The service, put together from its parts. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Books } from "@smmkit/journal/Refund"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Failure, Follow, LineRef, Watched } from "../../Follow.js"
import { AlreadySettled, UnknownLine, UnknownOrder } from "../../FollowError.js"
import { RefundSettled } from "../../FollowEvent.js"
import type { Birth } from "../../FollowModel.js"
import { FollowStore } from "../../FollowStore.js"
import { Pulse } from "../../Pulse.js"
import type { RefundLine } from "../../RefundLine.js"
import * as Given from "../given.js"
import { judged } from "../judging/numbering.js"
import * as Events from "./events.js"
import { shown } from "./orders.js"
import { nextTurn } from "./turn.js"

/** How long a change of one order may take before it is anybody's again, in milliseconds. */
const lease = 60_000

/** How far the clock of whoever tells a time may be ahead of the store's, in milliseconds. */
const skew = 24 * 3_600_000

const birthOf = (
  { account, order, service, price, units, runs, placed, term }: Watched,
  now: number
): Birth => ({
  account,
  order,
  key: null,
  parent: null,
  service: service ?? null,
  price: price?.amount ?? null,
  currency: price === undefined ? null : Option.getOrNull(price.currency),
  units: units ?? null,
  runs: runs ?? null,
  placed: Math.min(placed ?? now, now),
  term: term ?? null
})

export const make = (
  books: Readonly<Record<string, Books>>
): Effect.Effect<Follow.Service, never, FollowStore | Pulse> =>
  Effect.gen(function* () {
    const store = yield* FollowStore
    const pulse = yield* Pulse
    const events = Events.make(store, pulse)
    const booksOf = (account: string) => (Object.hasOwn(books, account) ? (books[account] ?? {}) : {})

    const known = (account: string, order: OrderId, found: boolean) =>
      found ? Effect.void : Effect.fail(new UnknownOrder({ account, order }))

    /** An account stands under its ID: whoever gives its name would be heard, and nothing would come of it. */
    const isNoName = (call: string, account: string): Effect.Effect<void, Failure> =>
      Effect.gen(function* () {
        if ((yield* store.ends).has(account)) return
        const meant = (yield* store.lag).find(({ name }) => name === account)
        if (meant === undefined) return
        const remedy = `give the account's ID, which is ${JSON.stringify(meant.account)}, and not its name`
        yield* Given.call(call).part("account", account, () => Either.left(remedy))
      })

    const setPaused = (call: "pause" | "resume", account: string): Effect.Effect<void, Failure> =>
      Effect.gen(function* () {
        if (yield* store.pause(account, call === "pause")) return
        yield* isNoName(call, account)
        const remedy = "give the ID of an account of this store, as the journal, `lag` and events tell it"
        yield* Given.call(call).part("account", account, () => Either.left(remedy))
      })

    const lineOf = ({ account, order, line }: LineRef) =>
      Effect.map(Stream.runCollect(store.lines({ account, order })), (lines) =>
        Chunk.findFirst(lines, (one) => one.line === line)
      )

    const settleRefund = (
      ref: LineRef,
      how: string
    ): Effect.Effect<RefundLine, StoreError | UnknownOrder | UnknownLine | AlreadySettled> =>
      Effect.gen(function* () {
        const { account, order, line } = ref
        const taken = yield* store.take(account, order, lease)
        if (Option.isNone(taken)) return yield* new UnknownOrder({ account, order })
        const claim = taken.value
        const before = yield* lineOf(ref)
        const isOpen = Option.exists(before, ({ settled }) => settled === null)
        const written = claim.orders.map(({ row, lot }) => ({
          ...judged(
            // A look that was under way does not count any more: it is due again.
            { ...row, due: row.due === null ? null : Math.min(row.due, claim.now) },
            isOpen ? [new RefundSettled({ line, how })] : []
          ),
          lot,
          at: claim.now
        }))
        const settled = isOpen ? [{ order, line, how }] : []
        const isMine = yield* store.commit({ account, stamp: claim.stamp, written, settled })
        const settlement = Option.flatMap(before, ({ settled }) => Option.fromNullable(settled))
        if (Option.isSome(settlement))
          return yield* new AlreadySettled({ account, order, line, ...settlement.value })
        if (Option.isNone(before)) return yield* new UnknownLine({ account, order, line })
        // Another one came between: it is told of that one, or settles after all.
        if (!isMine) return yield* Effect.zipRight(nextTurn, settleRefund(ref, how))
        yield* pulse.ring(account)
        return yield* Effect.flatMap(
          lineOf(ref),
          Option.match({
            onNone: () => new UnknownLine({ account, order, line }),
            onSome: Effect.succeed
          })
        )
      })

    return {
      watch: (orders) =>
        Effect.gen(function* () {
          const now = yield* store.now
          const isPast = (time: unknown) =>
            time === undefined || Number(time) <= now + skew
              ? Either.right(time)
              : Either.left("give a time that is not to come, in milliseconds")
          for (const [at, { placed }] of orders.entries())
            yield* Given.call("watch").part(`orders[${at}].placed`, placed, isPast)
          const accounts = new Set(orders.map(({ account }) => account))
          yield* Effect.forEach(accounts, (account) => isNoName("watch", account))
          yield* store.watch(orders.map((order) => birthOf(order, now)))
          yield* pulse.wake
        }),
      unwatch: (account, orders) =>
        Effect.zipRight(isNoName("unwatch", account), store.unwatch(account, orders)),
      get: (account, order) =>
        Effect.map(
          store.get(account, order),
          Option.map((row) => shown(row, booksOf(account)))
        ),
      orders: (filter) => Stream.map(store.orders(filter), (row) => shown(row, booksOf(row.account))),
      events: ({ after = {}, account, live = true } = {}) =>
        Stream.unwrap(
          Effect.as(
            account === undefined ? Effect.void : isNoName("events", account),
            live ? events.live(after, account) : events.past(after, account)
          )
        ),
      history: store.history,
      cursor: (name) => Effect.map(store.cursor(name), Object.fromEntries),
      advance: (name, { account, number }) => store.setCursor(name, account, number),
      forget: store.dropCursor,
      refunds: store.lines,
      settleRefund: Effect.fn("Follow.settleRefund")(settleRefund),
      lag: store.lag,
      now: (account, order) =>
        Effect.flatMap(store.hurry(account, order), (found) => known(account, order, found)).pipe(
          Effect.zipRight(pulse.wake)
        ),
      pause: (account) => setPaused("pause", account),
      resume: (account) => Effect.zipRight(setPaused("resume", account), pulse.wake)
    }
  })
