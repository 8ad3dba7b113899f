/** The journal's service, put together from its parts. */
import { randomUUID } from "node:crypto"
import * as AddOrder from "@smmkit/core/AddOrder"
import { Balance } from "@smmkit/core/Balance"
import { CancelOrder } from "@smmkit/core/CancelOrder"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { PanelConfig } from "@smmkit/core/PanelConfig"
import { Refill } from "@smmkit/core/Refill"
import { RefillStatus } from "@smmkit/core/RefillStatus"
import { Services } from "@smmkit/core/Services"
import { Transport } from "@smmkit/core/Transport"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as JournalConfig from "../JournalConfig.js"
import { type Action, Change, type JournalEntry, type State } from "../JournalEntry.js"
import { CannotResolve, type InvalidJournalConfig, type StoreError, UnknownKey } from "../JournalError.js"
import type { Journal, Requirements, Verdict } from "../JournalModel.js"
import { due } from "../Refund.js"
import type { Ref } from "../StoreMessage.js"
import { Store } from "../StoreModel.js"
import * as Accounts from "./accounts.js"
import * as Deciding from "./book/deciding.js"
import * as Steps from "./book/steps.js"
import * as ByIds from "./evidence/byIds.js"
import * as ChangeEvidence from "./evidence/changes.js"
import * as Numbered from "./evidence/numbered.js"
import * as Settling from "./evidence/settling.js"
import * as Watch from "./evidence/watch.js"
import * as Bounded from "./placing/bounded.js"
import * as Changes from "./placing/changes.js"
import * as Doubles from "./placing/doubles.js"
import * as Learning from "./placing/learning.js"
import * as Lease from "./placing/lease.js"
import * as Owner from "./placing/owner.js"
import * as Planning from "./placing/planning.js"
import * as Prices from "./placing/prices.js"
import * as Sender from "./placing/sender.js"
import * as Sharing from "./placing/sharing.js"
import * as Submitting from "./placing/submitting.js"
import { prompt } from "./store/prompt.js"

export const make = (
  options: JournalConfig.Options
): Effect.Effect<Journal.Service, InvalidJournalConfig | StoreError, Requirements | Scope.Scope> =>
  Effect.gen(function* () {
    const config = yield* JournalConfig.make(options)
    const panel = yield* PanelConfig
    const store = yield* Store
    const addOrder = yield* AddOrder.AddOrder
    const services = yield* Services
    const balance = yield* Balance
    const status = yield* OrderStatus
    const refill = yield* Refill
    const refillStatus = yield* RefillStatus
    const cancelOrder = yield* CancelOrder
    const { host } = panel
    const accounts = yield* Accounts.make({ store, status, panel, name: config.account })
    const account = accounts.id
    const run = config.run ?? randomUUID()
    const timeout = Duration.toMillis(panel.timeout)
    // Known where the journal is built over a transport, as `layerPanel` does; where not, the worse is assumed.
    const asksWhenConnected = Option.exists(
      yield* Effect.serviceOption(Transport),
      (transport) => transport.asksWhenConnected === true
    )
    const length = yield* Lease.lengthOf(config.lease, timeout, asksWhenConnected)

    const owner = Owner.make()
    const lease = yield* Lease.make(store.beat(owner, length), length)
    yield* Effect.addFinalizer(() => Effect.ignore(store.leave(owner.id)))
    yield* lease.beat
    const watch = Watch.make()
    const doubles = Doubles.make()

    const ref = (key: string, action: Action = "add"): Ref => ({ account, action, key })
    const sender = Sender.make({
      store,
      owner: owner.id,
      account,
      lease,
      patience: config.patience,
      bounded: yield* Bounded.make(Sender.longest),
      timeout,
      asksWhenConnected,
      alarm: doubles.alarm,
      // Its watch begins here.
      doubted: (entry) => Effect.asVoid(watch.timeFor(entry, entry.updated)),
      unpriced: Learning.make({ store, status, account })
    })
    yield* sender.takeUp
    yield* store.judge
    yield* Effect.addFinalizer(() => sender.unwritten.retry)
    const often = Schedule.spaced(Duration.millis(length / 4))
    // At once once more: a connection that has died takes the time of its own time-out from the lease.
    yield* Effect.forkScoped(Effect.schedule(Effect.ignore(Effect.retry(lease.beat, { times: 1 })), often))
    yield* Effect.forkScoped(
      Effect.schedule(Effect.zipRight(sender.unwritten.retry, sender.unwritten.repeat), often)
    )
    const wait = (round: number) =>
      Effect.sleep(Duration.millis(Math.min(25 * 2 ** Math.min(round, 10), 1000))).pipe(
        Effect.zipRight(round % 4 === 0 ? Effect.ignore(store.judge) : Effect.void)
      )
    const { share, shareMany } = yield* Sharing.make({ sender, wait })
    const changes = Changes.make({
      store,
      refill,
      cancelOrder,
      refillStatus,
      status,
      share,
      shareMany,
      admitted: accounts.admitted,
      account,
      host,
      run
    })
    const settling = Settling.make({
      store,
      balance,
      status,
      services,
      config,
      account,
      host,
      owner: owner.id,
      timeLimit: Sender.longestCall(timeout),
      watch
    })
    const numbers = { store, status, refillStatus, account }
    const byIds = ByIds.make({
      store,
      numbered: Numbered.orders(numbers),
      config,
      account,
      takesMany: panel.dialect.manyForm.status !== "one-by-one"
    })
    const settleChanges = ChangeEvidence.make({
      store,
      status,
      account,
      calls: config.evidence.calls,
      byIds: ByIds.make({
        store,
        numbered: Numbered.refills(numbers),
        config,
        account,
        takesMany: panel.dialect.manyForm.refill_status !== "one-by-one"
      })
    })
    const prices = yield* Prices.make({ services, panel, priceAge: config.priceAge })
    const firstPoint = config.exclusive ? yield* Effect.cached(Effect.ignore(settling.firstPoint)) : undefined
    const { submit, placing } = Submitting.make({
      store,
      addOrder,
      accounts,
      prices,
      config,
      host,
      share,
      firstPoint
    })

    /** The same call again, while the panel still answers a repeated `request_id` with the first order. */
    const probe = (entry: JournalEntry) =>
      Effect.gen(function* () {
        const order = Planning.again(entry)
        if (config.honoursRequestId === undefined || entry.requestId === null || Either.isLeft(order)) return
        // Set back was the clock then, or since, so it does not tell when the panel was asked first.
        const now = yield* store.now
        if (entry.created > entry.updated || entry.updated > now) return
        const last = entry.created + Duration.toMillis(config.honoursRequestId) - Sender.longestCall(timeout)
        // By the later of the two clocks: what the panel has forgotten it would book once more.
        if ((yield* watch.latest(entry, now)) > last) return
        yield* sender.again(
          entry,
          (by, timeLimit) => store.probe(entry, by, timeLimit),
          placing(order.right),
          // A refusal now says nothing of the first call, so only an ID ends the doubt.
          (outcome) =>
            outcome._tag === "Answered"
              ? outcome
              : { _tag: "Lost", error: entry.error, note: `asked again by request_id: ${outcome.note}` }
        )
      })

    const settlingTime = Duration.toMillis(config.settlingTime)

    /** Without the doubts that are old enough by the store's clock, but were not watched here for as long. */
    const believed = (doubts: ReadonlyArray<JournalEntry>) =>
      Effect.flatMap(store.now, (now) =>
        Effect.filter(doubts, (doubt) => {
          const may = doubt.deadline + settlingTime
          return Effect.map(watch.timeFor(doubt, now), (time) => now < may || time >= may)
        })
      )

    const resolve = (key: string, verdict: Verdict, action?: Action | undefined) =>
      Effect.gen(function* () {
        yield* store.judge
        const settling = verdict.placed || verdict.early === true ? null : settlingTime
        if (settling !== null) {
          const entry = yield* required(key, action)
          const may = entry.deadline + settling
          const time = yield* watch.timeFor(entry, yield* store.now)
          if (entry.state === "in-doubt" && time < may) {
            return yield* new CannotResolve({ key, remedy: Deciding.tooEarly(may) })
          }
        }
        return yield* store.decide(ref(key, action), {
          event: verdict.placed ? "ruled-placed" : "ruled-absent",
          order: verdict.placed ? (verdict.order ?? null) : null,
          note: verdict.note ?? "settled by a person",
          settling
        })
      })

    const required = (key: string, action?: Action | undefined) =>
      Effect.flatMap(store.find(ref(key, action)), (entry) =>
        Effect.mapError(entry, () => new UnknownKey({ key }))
      )

    /** Why the panel is not to be asked for evidence: what another account's key is shown tells nothing of this one. */
    const inadmissible = Effect.match(accounts.admitted, {
      onFailure: ({ detail }) => detail,
      onSuccess: () => undefined
    })

    const settle = (key: string, action: Action = "add") =>
      Effect.gen(function* () {
        yield* store.judge
        const entry = yield* required(key, action)
        if (entry.state !== "in-doubt") return entry
        const no = yield* inadmissible
        if (no !== undefined) {
          const { attempt } = entry
          yield* store.weigh(account, [{ key, attempt, verdict: { _tag: "Open", why: no } }], action)
          return yield* required(key, action)
        }
        if (action !== "add") {
          yield* settleChanges(action, yield* believed([entry]))
          return yield* required(key, action)
        }
        yield* probe(entry)
        const probed = yield* required(key)
        if (probed.state !== "in-doubt" || probed.account !== account) return probed
        yield* byIds(yield* believed([probed]))
        const asked = yield* required(key)
        if (asked.state === "in-doubt" && config.exclusive) yield* settling.byBalance
        return yield* required(key)
      })

    const isOpen = (state: State) => state === "sending" || state === "in-doubt"
    /** What is shown as open is open now: what a process left behind that has ended is in doubt. */
    const entries: Journal.Service["entries"] = (states, actions = ["add"]) => {
      const list = store.entries({ account, states, actions })
      return states?.some(isOpen) === true ? Stream.unwrap(Effect.as(store.judge, list)) : list
    }
    const inDoubt = entries(["in-doubt"])

    const settleAll = Effect.gen(function* () {
      yield* store.judge
      const no = yield* inadmissible
      if (no !== undefined) return { _tag: "Open", why: no } as const
      for (const action of Change.literals) {
        const doubts = yield* Stream.runCollect(entries(["in-doubt"], [action]))
        if (!Chunk.isEmpty(doubts))
          yield* settleChanges(action, yield* believed(Chunk.toReadonlyArray(doubts)))
      }
      if (config.honoursRequestId !== undefined) yield* Stream.runForEach(inDoubt, probe)
      const weighed = yield* Effect.flatMap(Stream.runCollect(inDoubt), (doubts) =>
        Effect.flatMap(believed(Chunk.toReadonlyArray(doubts)), byIds)
      )
      const of = (event: JournalEntry["by"]) =>
        weighed.flatMap((entry) => (entry.state !== "in-doubt" && entry.by === event ? [entry.key] : []))
      const [placed, absent] = [of("proved-placed"), of("proved-absent")]
      const open = yield* Stream.runCount(Stream.take(entries(["in-doubt"]), 1))
      if (open === 0 && weighed.length > 0) {
        return { _tag: "Told", placed, absent, why: "the IDs around them tell" } as const
      }
      if (config.exclusive) {
        const told = yield* settling.byBalance
        return told._tag === "Told"
          ? { ...told, placed: [...placed, ...told.placed], absent: [...absent, ...told.absent] }
          : told
      }
      return {
        _tag: "Open",
        why: "the IDs around it do not tell, and the account is not declared exclusive, so its balance is no evidence"
      } as const
    })

    const refund = (key: string) =>
      Effect.gen(function* () {
        const entry = yield* required(key)
        if (entry.order === null) {
          const remedy =
            entry.state === "placed"
              ? "give the order's ID with `resolve` first"
              : `it is ${entry.state}, so nothing was paid for certain`
          return yield* new CannotResolve({ key, remedy })
        }
        const no = yield* inadmissible
        if (no !== undefined) return yield* new CannotResolve({ key, remedy: no })
        return due(entry, yield* status.get(entry.order), config.books)
      })

    const ready = prompt(Effect.all([lease.series, store.ready, accounts.admitted], { discard: true }))

    return {
      account,
      name: accounts.name,
      host,
      ready,
      adopt: accounts.adopt,
      rename: accounts.rename,
      limits: Effect.map(store.account(account, host), ({ limits }) => limits),
      setLimits: (limits) =>
        JournalConfig.make({ limits }).pipe(
          Effect.zipRight(store.limit(account, limits)),
          Effect.zipRight(Effect.asVoid(accounts.learn))
        ),
      erase: (key, action) => store.erase(ref(key, action)),
      archive: (age) =>
        Effect.flatMap(store.now, (now) => store.archive(now - Duration.toMillis(Duration.decode(age)))),
      // Their stacks would tell nothing but that they were called, and cost more than the rest of their spans.
      placeOnce: (key, order, options = {}) =>
        Effect.useSpan("Journal.placeOnce", { captureStackTrace: false }, (span) =>
          submit({ ...options, key, order, fresh: false, run: options.run ?? run }, span)
        ),
      place: (order, options = {}) =>
        Effect.useSpan("Journal.place", { captureStackTrace: false }, (span) =>
          submit(
            { ...options, key: `auto:${randomUUID()}`, order, fresh: true, run: options.run ?? run },
            span
          )
        ),
      refillOnce: Effect.fn("Journal.refillOnce")((order, options = {}) =>
        changes.one("refill", order, options)
      ),
      cancelOnce: Effect.fn("Journal.cancelOnce")((order, options = {}) =>
        changes.one("cancel", order, options)
      ),
      refillMany: Effect.fn("Journal.refillMany")((orders, options = {}) =>
        changes.many("refill", orders, options)
      ),
      cancelMany: Effect.fn("Journal.cancelMany")((orders, options = {}) =>
        changes.many("cancel", orders, options)
      ),
      changes: (action, order) =>
        Effect.map(store.series(account, action, [order]), (series) => series.get(order) ?? []),
      get: (key, action) => store.find(ref(key, action)),
      getMany: (keys) => store.findMany(account, keys),
      equals: (orders, since) => store.equals(account, orders, since),
      now: store.now,
      begun: (batch) => store.begun(account, batch),
      begin: (batch, content) => store.begin(account, batch, content),
      entries,
      inDoubt,
      placed: entries(["placed"]),
      refused: entries(["refused"]),
      settle: Effect.fn("Journal.settle")(settle),
      settleAll: Effect.withSpan(settleAll, "Journal.settleAll"),
      resolve: Effect.fn("Journal.resolve")(resolve),
      doubles: doubles.keys,
      refund: Effect.fn("Journal.refund")(refund),
      spent: (name = run) =>
        Effect.flatMap(store.now, (now) =>
          Effect.all({
            run: store.spent(account, { run: name }),
            day: store.spent(account, { day: Steps.dayOf(now) })
          })
        ),
      acceptStore: store.accept,
      allowEvidence: store.allow(account, host)
    }
  })
