/** Settling doubts by the balance between two quiet points. */
import { randomUUID } from "node:crypto"
import type { Balance } from "@smmkit/core/Balance"
import { formatAmount } from "@smmkit/core/Money"
import * as OrderForm from "@smmkit/core/OrderForm"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import * as Quote from "@smmkit/core/Quote"
import type { Services } from "@smmkit/core/Services"
import { Interrupted } from "@smmkit/core/Transport"
import * as Arr from "effect/Array"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type Circumstances, judge } from "../../Evidence.js"
import type { JournalConfig } from "../../JournalConfig.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Snapshot, Verdict } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import { watchTime } from "../book/steps.js"
import { differ } from "../book/sums.js"
import type { Watch } from "./watch.js"

export interface Tools {
  readonly store: Store.Service
  readonly balance: Balance.Service
  readonly status: OrderStatus.Service
  readonly services: Services.Service
  readonly config: JournalConfig
  readonly account: string
  readonly host: string
  /** Who asks: with it ends a quiet point that it does not end itself. */
  readonly owner: string
  /** How long a call can be under way, in milliseconds. */
  readonly timeLimit: number
  readonly watch: Watch
}

const pause = Duration.millis(100)

const together = 100

/** How long orders are held back while a call is under way, and while the balance is read, in milliseconds. */
const longestHold = 2000
const longestRead = Duration.seconds(10)

/** An amount as a panel shows it that rounds to as many decimals. */
const shown = (amount: BigDecimal.BigDecimal, { scale }: BigDecimal.BigDecimal) =>
  BigDecimal.round(amount, { scale: Math.max(scale, 0), mode: "half-from-zero" })

export const make = ({
  store,
  balance,
  status,
  services,
  config,
  account,
  host,
  owner,
  timeLimit,
  watch
}: Tools) => {
  /** Waits until something holds, or until it has waited long enough. */
  const until = (
    condition: Effect.Effect<boolean, StoreError>,
    patience: number
  ): Effect.Effect<boolean, StoreError> =>
    Effect.flatMap(condition, (holds) =>
      holds || patience <= 0
        ? Effect.succeed(holds)
        : Effect.zipRight(Effect.sleep(pause), until(condition, patience - Duration.toMillis(pause)))
    )

  const isStill = Effect.zipRight(
    store.judge,
    Effect.map(store.underWay(account), (calls) => calls === 0)
  )

  const readPoint = Effect.gen(function* () {
    const at = yield* store.now
    const money = yield* Effect.timeoutOption(balance.get, longestRead)
    if (Option.isNone(money)) return yield* new Interrupted({ reason: "timeout", detail: "BALANCE" })
    return { at, balance: money.value.amount, currency: Option.getOrNull(money.value.currency) }
  })

  /** Takes a quiet point: nothing is sent between its beginning and its balance, by any process. */
  const quietPoint: Effect.Effect<Either.Either<Snapshot, string>, StoreError> = Effect.suspend(() => {
    const by = `${owner} ${randomUUID()}`
    const hold = 2 * timeLimit + 60_000
    const isMine = store.quieten(account, host, by, hold)
    const release = store.resume(account, by, undefined)
    /** Orders wait for a moment only; one slow call is waited for while they go on. */
    const still = Effect.gen(function* () {
      if (yield* until(isStill, longestHold)) return true
      yield* release
      if (!(yield* until(isStill, timeLimit + 5000))) return false
      return (yield* until(isMine, hold)) && (yield* until(isStill, longestHold))
    })
    return Effect.gen(function* () {
      if (!(yield* until(isMine, hold))) return Either.left("another process is reading the balance")
      if (!(yield* still)) return Either.left("a call is still under way")
      const point = yield* Effect.either(readPoint)
      if (Either.isLeft(point)) return Either.left(`the balance could not be read: ${point.left.message}`)
      const snapshot = yield* store.resume(account, by, point.right)
      return Either.fromOption(snapshot, () => "a call began while the balance was read")
    }).pipe(Effect.ensuring(Effect.ignore(release)))
  })

  /** What one order says about the balance: it moved it, it may have without being seen, or neither. */
  const lookAt = (
    entry: JournalEntry,
    found: Effect.Effect.Success<ReturnType<OrderStatus.Service["many"]>>[number] | undefined,
    since: number
  ) => {
    const named = `order ${entry.order ?? ""} (${entry.key})`
    if (found === undefined || Either.isLeft(found.result)) {
      return { unseen: `the state of ${named} cannot be read` }
    }
    const { status: state, charge, currency } = found.result.right
    // An order that cost something else than the journal reckons with hides what another one cost.
    const reckoned = entry.charge ?? entry.price
    const isWhole = !["Partial", "Canceled", "Refunded", "Failed"].includes(state)
    const isSame = !differ(currency, Option.fromNullable(entry.currency))
    if (
      isWhole &&
      reckoned !== null &&
      entry.updated >= since &&
      isSame &&
      Option.isSome(charge) &&
      !BigDecimal.equals(shown(reckoned, charge.value), charge.value)
    ) {
      return { moved: `${named} was charged ${formatAmount(charge.value)}, not ${formatAmount(reckoned)}` }
    }
    const isSubscription = entry.price === null && entry.request["link"] === undefined
    switch (state) {
      case "Partial":
      case "Canceled":
      case "Refunded":
        return { moved: `${named} is ${state}, so money may have come back`, ended: entry.key }
      // It may come back as late as somebody sees to it, so the order stays watched.
      case "Failed":
        return { unseen: `${named} is Failed, which does not tell whether its money came back` }
      case "Completed":
      case "Expired":
        return isSubscription ? { moved: `${named} was a running subscription`, ended: entry.key } : {}
      case "Pending":
      case "Processing":
      case "In progress":
        return isSubscription ? { moved: `${named} is a running subscription` } : {}
      case "Active":
      case "Paused":
      case "Limit":
        return { moved: `${named} is a running subscription` }
      default:
        return { unseen: `the state of ${named} is ${JSON.stringify(state)}, which is not known` }
    }
  }

  const nothingSeen: Circumstances = { moved: [], unseen: [], ended: [] }

  const mostWatched = config.evidence.calls * together

  /** Orders that are watched: one more than the bound on calls allows to be looked at. */
  const watched = store
    .entries({ account, states: ["placed"], watched: true, isWhole: true })
    .pipe(Stream.take(mostWatched + 1), Stream.runCollect)

  /** Looks at every order of this account that may have been refunded or charged again, if they are not too many. */
  const circumstances = (at: number, since: number): Effect.Effect<Circumstances, StoreError> =>
    Effect.gen(function* () {
      const entries = yield* watched
      const [old, recent] = Chunk.partition(entries, ({ updated }) => updated >= at - watchTime)
      // Where they are too many, the next look finds as many fewer.
      const keys = Chunk.toReadonlyArray(old).map(({ key }) => key)
      yield* Effect.forEach(Arr.chunksOf(keys, together), (some) => store.unwatch(account, some), {
        discard: true
      })
      return entries.length > mostWatched
        ? {
            ...nothingSeen,
            unseen: [`more than ${mostWatched} orders would have to be looked at for refunds`]
          }
        : yield* look(recent, since)
    })

  const look = (recent: Chunk.Chunk<JournalEntry>, since: number): Effect.Effect<Circumstances, StoreError> =>
    Stream.fromChunk(recent).pipe(
      Stream.grouped(together),
      Stream.mapEffect((entries) => {
        const all = Chunk.toReadonlyArray(entries)
        const ids = all.flatMap(({ order }) => order ?? [])
        return Effect.map(ids.length === 0 ? Effect.succeed([]) : status.many(ids), (answers) => {
          const byId = new Map(answers.map((answer) => [answer.id, answer]))
          return all.map((entry) =>
            entry.order === null
              ? {
                  unseen: `the ID of ${entry.key} is not known, so a refund of it cannot be seen; give its ID to resolve`
                }
              : lookAt(entry, byId.get(entry.order), since)
          )
        })
      }),
      Stream.runFold({ moved: [], unseen: [], ended: [] }, (seen: Circumstances, looks) => ({
        // One reason of each kind is enough; the list of those that ended has to be whole.
        moved: [...seen.moved, ...looks.flatMap((look) => ("moved" in look ? (look.moved ?? []) : []))].slice(
          0,
          1
        ),
        unseen: [
          ...seen.unseen,
          ...looks.flatMap((look) => ("unseen" in look ? (look.unseen ?? []) : []))
        ].slice(0, 1),
        ended: [...seen.ended, ...looks.flatMap((look) => ("ended" in look ? (look.ended ?? []) : []))]
      }))
    )

  /** The doubts at the prices of a catalogue that was read just now: one whose price moved is one without a price. */
  const priced = (snapshot: Snapshot): Effect.Effect<Snapshot> => {
    if (snapshot.doubts.length === 0) return Effect.succeed(snapshot)
    const unpriced = { ...snapshot, doubts: snapshot.doubts.map((doubt) => ({ ...doubt, price: null })) }
    return Effect.match(Effect.zipRight(services.invalidate, services.list), {
      onFailure: () => unpriced,
      onSuccess: (list) => {
        const byId = new Map<string, (typeof list)[number]>(list.map((service) => [service.service, service]))
        const isSame = (doubt: JournalEntry): boolean => {
          const service = byId.get(doubt.request["service"] ?? "")
          if (service === undefined || doubt.price === null) return false
          const order = OrderForm.fromForm(service.type, doubt.request)
          const price = Either.isRight(order)
            ? Option.getOrUndefined(Quote.quote(order.right, service))
            : undefined
          return price !== undefined && BigDecimal.equals(price.amount, doubt.price)
        }
        const doubts = snapshot.doubts.map((doubt) => (isSame(doubt) ? doubt : { ...doubt, price: null }))
        return { ...snapshot, doubts }
      }
    })
  }

  /** The doubts as if their calls ended later by as much as the store's clock is ahead of how long they were watched. */
  const believed = (snapshot: Snapshot): Effect.Effect<Snapshot> =>
    Effect.map(
      Effect.forEach(snapshot.doubts, (doubt) =>
        Effect.map(watch.timeFor(doubt, snapshot.point.at), (time) => ({
          ...doubt,
          deadline: doubt.deadline + snapshot.point.at - time
        }))
      ),
      (doubts) => ({ ...snapshot, doubts })
    )

  /** One quiet point for all doubts of the account. Gives what it told. */
  const byBalance: Effect.Effect<Verdict, StoreError> = Effect.gen(function* () {
    const row = yield* store.account(account, host)
    if (!row.trusted) return { _tag: "Off", why: row.why }
    const taken = yield* quietPoint
    if (Either.isLeft(taken)) return { _tag: "Open", why: taken.left }
    const snapshot = yield* Effect.flatMap(priced(taken.right), believed)
    const alone = judge(snapshot, config.settlingTime, nothingSeen)
    // Where the balance by itself tells nothing, no order need be looked at.
    const isIdle = snapshot.account.base === null || snapshot.doubts.length === 0 || alone._tag === "Open"
    const seen =
      isIdle && alone._tag !== "Off"
        ? nothingSeen
        : yield* circumstances(snapshot.point.at, snapshot.account.base?.at ?? 0)
    const verdict = judge(snapshot, config.settlingTime, seen)
    const isDone = yield* store.conclude(snapshot, verdict)
    return isDone
      ? verdict
      : { _tag: "Open", why: "a doubt was settled otherwise while the balance was judged" }
  })

  /** Reads a first balance, so that what comes to be in doubt later can be told about. */
  const firstPoint: Effect.Effect<void, StoreError> = Effect.flatMap(store.account(account, host), (row) =>
    row.base === null && row.trusted ? Effect.asVoid(byBalance) : Effect.void
  )

  return { byBalance, firstPoint }
}
