/** The journal's service, put together from its parts. */
import { randomUUID } from "node:crypto"
import * as AddOrder from "@smmkit/core/AddOrder"
import { Balance } from "@smmkit/core/Balance"
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import { toForm } from "@smmkit/core/OrderForm"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { PanelConfig } from "@smmkit/core/PanelConfig"
import { OrderWithheld, OutcomeUnknown } from "@smmkit/core/PanelError"
import { Services } from "@smmkit/core/Services"
import { Interrupted } from "@smmkit/core/Transport"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Journal, PlaceError, Requirements } from "../Journal.js"
import * as JournalConfig from "../JournalConfig.js"
import { type JournalEntry, next, outcomeUnknown } from "../JournalEntry.js"
import { CannotResolve, type InvalidJournalConfig, type StoreError, UnknownKey } from "../JournalError.js"
import { due } from "../Refund.js"
import { type Ref, Store } from "../Store.js"
import * as Accounts from "./accounts.js"
import * as Charges from "./charges.js"
import * as ByIds from "./evidence/byIds.js"
import * as Settling from "./evidence/settling.js"
import * as Flights from "./flights.js"
import * as Identity from "./identity.js"
import * as Moves from "./moves.js"
import * as Owner from "./owner.js"
import * as Planning from "./planning.js"
import * as Prices from "./prices.js"
import * as Sender from "./sender.js"

/** What a call may take beyond its panel's time-out: transports are cut off a second later. */
const grace = 2000

const isLimit = (error: PlaceError) => error._tag === "OrderWithheld" && error.reason === "limit"

const storeFailed = (error: StoreError) => new OrderWithheld({ reason: "store", detail: error.message })

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
    const { host } = panel
    const accounts = yield* Accounts.make({ store, status, panel, name: config.account })
    const account = accounts.id
    const run = config.run ?? randomUUID()
    const lease = Duration.toMillis(config.lease)
    // Half the lease: an intent is judged by others no earlier than three quarters of a lease after it.
    const freshness = Duration.millis(lease / 2)
    const timeLimit = Duration.toMillis(panel.timeout) + lease / 2 + grace

    const owner = Owner.make()
    const beat = store.beat(owner, lease)
    yield* Effect.addFinalizer(() => Effect.ignore(store.leave(owner.id)))
    yield* beat
    yield* store.judge

    const ref = (key: string): Ref => ({ account, action: "add", key })
    const sender = Sender.make({
      store,
      addOrder,
      owner: owner.id,
      patience: config.patience,
      freshness,
      unpriced: Charges.learning({ store, status, account })
    })
    yield* Effect.addFinalizer(() => sender.unwritten.retry)
    const often = Schedule.spaced(Duration.millis(lease / 4))
    // At once once more: a connection that has died takes the time of its own time-out from the lease.
    yield* Effect.forkScoped(Effect.schedule(Effect.ignore(Effect.retry(beat, { times: 1 })), often))
    yield* Effect.forkScoped(Effect.schedule(sender.unwritten.retry, often))
    const wait = (round: number) =>
      Effect.sleep(Duration.millis(Math.min(25 * 2 ** Math.min(round, 10), 1000))).pipe(
        Effect.zipRight(round % 4 === 0 ? Effect.ignore(store.judge) : Effect.void)
      )
    const fly = yield* Flights.make({ sender, wait })
    const settling = Settling.make({
      store,
      balance,
      status,
      services,
      config,
      account,
      host,
      owner: owner.id,
      timeLimit
    })
    const byIds = ByIds.make({
      store,
      status,
      config,
      account,
      takesMany: panel.dialect.manyForm.status !== "one-by-one"
    })
    const prices = yield* Prices.make({ services, panel, priceAge: config.priceAge })
    const firstPoint = yield* Effect.cached(
      config.exclusive ? Effect.ignore(settling.firstPoint) : Effect.void
    )

    /** Whether a key has an outcome already, so that nothing need be asked of the catalogue for it. */
    const isDone = (key: string) =>
      Effect.map(store.find(ref(key)), (entry) =>
        Option.exists(entry, ({ state }) => state !== "sending" && Option.isNone(next(state, "intend")))
      )

    const submit = (
      key: string,
      order: Order,
      fresh: boolean,
      quote: Money | undefined,
      runName: string,
      onSend: (() => void) | undefined,
      atMost: Money["amount"] | undefined
    ): Effect.Effect<JournalEntry, PlaceError> =>
      Effect.gen(function* () {
        yield* Planning.checkKey(key)
        yield* Planning.checkRun(runName)
        yield* accounts.admitted
        const request = Identity.sorted(yield* toForm(order))
        const rule = Planning.ruleOf(config, accounts.limits(config.limits), quote)
        const isKnown =
          !fresh && rule !== undefined ? yield* Effect.mapError(isDone(key), storeFailed) : false
        const service = isKnown
          ? undefined
          : rule === undefined
            ? yield* config.exclusive
                ? Effect.orElseSucceed(prices.current(order.service, "limit"), () => undefined)
                : prices.glance(order.service)
            : yield* prices.current(order.service, rule)
        const price = isKnown ? quote : yield* Planning.priceOf(order, service, quote, rule === "price")
        if (!isKnown) yield* firstPoint
        const sent = config.honoursRequestId
          ? Planning.identified(order, account, key)
          : { order, requestId: null }
        const plan: Sender.Plan = {
          ...ref(key),
          host,
          request,
          subject: null,
          fingerprints: Identity.fingerprints(order),
          price,
          atMost,
          units: Planning.unitsOf(order),
          requestId: sent.requestId,
          fresh,
          limits: config.limits,
          run: runName,
          timeLimit
        }
        const placed = Effect.ensuring(fly(plan, sent.order, onSend), prices.prepare)
        // A limit that was set meanwhile, by another program: then this order needs a price that holds.
        return yield* Effect.catchIf(placed, isLimit, (error) =>
          Effect.flatMap(
            Effect.orElseSucceed(accounts.learn, () => false),
            (isNew) =>
              isNew && rule === undefined
                ? submit(key, order, fresh, quote, runName, onSend, atMost)
                : Effect.fail(error)
          )
        )
      })

    /** The same call again, on a panel that answers a repeated `request_id` with the first order. */
    const probe = (entry: JournalEntry) =>
      Effect.gen(function* () {
        const order = Planning.again(entry)
        if (Either.isLeft(order)) return
        const taken = yield* store.probe(entry, { attempt: randomUUID(), owner: owner.id }, timeLimit)
        if (Option.isNone(taken)) return
        const { attempt } = taken.value
        const exit = yield* Effect.either(addOrder.place(order.right))
        // A refusal now says nothing of the first call, so only an ID ends the doubt.
        yield* sender.record({
          ...ref(entry.key),
          attempt,
          outcome: Either.isRight(exit)
            ? Sender.answered(exit.right)
            : { _tag: "Lost", error: entry.error, note: `asked again by request_id: ${exit.left.message}` }
        })
      }).pipe(Effect.uninterruptible)

    const required = (key: string) =>
      Effect.flatMap(store.find(ref(key)), (entry) => Effect.mapError(entry, () => new UnknownKey({ key })))

    const settle = (key: string) =>
      Effect.gen(function* () {
        yield* store.judge
        const entry = yield* required(key)
        if (entry.state !== "in-doubt") return entry
        if (config.honoursRequestId && entry.requestId !== null) yield* probe(entry)
        const probed = yield* required(key)
        if (probed.state !== "in-doubt" || probed.account !== account) return probed
        yield* byIds([probed])
        const asked = yield* required(key)
        if (asked.state === "in-doubt" && config.exclusive) yield* settling.byBalance
        return yield* required(key)
      })

    const entries: Journal.Service["entries"] = (states) =>
      store.entries({ account, states, actions: ["add"] })
    const inDoubt = Stream.unwrap(Effect.as(store.judge, entries(["in-doubt"])))

    const settleAll = Effect.gen(function* () {
      if (config.honoursRequestId) {
        yield* Stream.runForEach(inDoubt, (entry) => (entry.requestId === null ? Effect.void : probe(entry)))
      }
      const weighed = yield* Effect.flatMap(Stream.runCollect(inDoubt), (doubts) =>
        byIds(Chunk.toReadonlyArray(doubts))
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
        return due(entry, yield* status.get(entry.order))
      })

    return {
      account,
      name: accounts.name,
      host,
      adopt: accounts.adopt,
      rename: accounts.rename,
      limits: Effect.map(store.account(account, host), ({ limits }) => limits),
      setLimits: (limits) =>
        JournalConfig.make({ limits }).pipe(
          Effect.zipRight(store.limit(account, limits)),
          Effect.zipRight(Effect.asVoid(accounts.learn))
        ),
      erase: (key) => store.erase(ref(key)),
      placeOnce: (key, order, options = {}) =>
        Effect.withSpan(
          submit(key, order, false, options.quote, options.run ?? run, options.onSend, options.atMost),
          "Journal.placeOnce"
        ),
      place: (order, quote, atMost) =>
        Effect.withSpan(
          submit(`auto:${randomUUID()}`, order, true, quote, run, undefined, atMost),
          "Journal.place"
        ),
      get: (key) => store.find(ref(key)),
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
      resolve: Effect.fn("Journal.resolve")((key: string, verdict) =>
        Effect.zipRight(
          store.judge,
          store.decide(ref(key), {
            event: verdict.placed ? "ruled-placed" : "ruled-absent",
            order: verdict.placed ? (verdict.order ?? null) : null,
            note: verdict.note ?? "settled by a person"
          })
        )
      ),
      refund: Effect.fn("Journal.refund")(refund),
      spent: (name = run) =>
        Effect.flatMap(store.now, (now) =>
          Effect.all({
            run: store.spent(account, { run: name }),
            day: store.spent(account, { day: Moves.dayOf(now) })
          })
        ),
      allowEvidence: store.allow(account, host)
    }
  })

/** A journal in the shape of `AddOrder`, with its errors. */
export const asAddOrder =
  (journal: Journal.Service): AddOrder.AddOrder.Service["place"] =>
  (order, options) =>
    journal.place(order, options?.price).pipe(
      Effect.catchTags({
        OutcomeUnrecorded: (error) =>
          Effect.fail(
            new OutcomeUnknown({
              action: "add",
              at: error.at,
              request: error.request,
              meaning: null,
              cause: new Interrupted({ reason: "other", detail: error.message })
            })
          ),
        // A key that was made up for this call stands for no other order.
        KeyConflict: (error) => Effect.fail(new OrderWithheld({ reason: "store", detail: error.message }))
      }),
      Effect.flatMap((entry) =>
        entry.order === null
          ? Effect.fail(outcomeUnknown(entry))
          : Effect.succeed({
              order: entry.order,
              charge: Option.fromNullable(entry.charge),
              currency: Option.fromNullable(entry.charge === null ? null : entry.currency)
            })
      )
    )
