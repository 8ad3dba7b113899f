/** Puts the panel together, and opens it to tests. */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { Unknown } from "@smmkit/core/OrderState"
import { Known, type RefillState } from "@smmkit/core/RefillState"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Form } from "../Exchange.js"
import * as Ledger from "../Ledger.js"
import { amount, SandboxError, type Settings } from "../SandboxOptions.js"
import type * as Sandbox from "../SandboxService.js"
import type { Change } from "../SandboxView.js"
import * as Accounts from "./accounts.js"
import * as Agenda from "./agenda.js"
import * as Changing from "./changing.js"
import * as Disagreements from "./disagreements.js"
import { milliseconds } from "./durations.js"
import { failed } from "./exchanges.js"
import * as Faults from "./faults.js"
import * as Limits from "./limits.js"
import * as Log from "./log.js"
import * as Meddling from "./meddling.js"
import * as Methods from "./methods.js"
import * as Mishaps from "./mishaps.js"
import * as Numbers from "./numbers.js"
import { countsOf } from "./orders.js"
import { isAction } from "./panel.js"
import * as Reading from "./reading.js"
import * as Reception from "./reception.js"
import * as Refills from "./refills.js"
import * as Seeding from "./seeding.js"
import * as Shop from "./shop.js"
import type { Account, OrderRecord, State } from "./state.js"
import { retryUnpaid } from "./subscriptions.js"
import * as Views from "./views.js"
import * as Written from "./written.js"

const main = "main"

export const emptyState = (settings: Settings, now: number): State => {
  const { seed, others: othersEvery } = settings
  const numbered = { seed, othersEvery }
  const state: State = {
    settings,
    shop: Shop.make(settings),
    accounts: new Map(),
    accountOf: new Map(),
    ledger: Ledger.make({ newest: settings.logSize }),
    orders: new Map(),
    linkCounts: new Map(),
    active: new Map(),
    owed: new Map(),
    refills: new Map(),
    refillOf: new Map(),
    dropped: new Map(),
    requests: new Map(),
    orderNumbers: Numbers.make(settings.ids, { ...numbered, name: "order" }, (id) => OrderId.make(id), now),
    refillNumbers: Numbers.make(
      settings.refillIds,
      { ...numbered, name: "refill" },
      (id) => RefillId.make(id),
      now
    ),
    agenda: Agenda.make(),
    calls: Log.make(settings.logSize),
    transitions: Log.make(settings.logSize),
    limits: Limits.make(settings.limits),
    written: {},
    credited: (account, time) => retryUnpaid(state, account, time)
  }
  return state
}

const findOrder = (state: State, id: string): OrderRecord | SandboxError =>
  state.orders.get(id) ??
  new SandboxError({
    field: "order",
    remedy: `there is no order ${JSON.stringify(id)}; name one that was booked`
  })

/** A change with its words, amounts and times read; what cannot be is told before anything is done. */
const readChange = ({ state, remains, refund, refundAfter = 0 }: Change): Changing.Asked | SandboxError => {
  const word = state === undefined ? undefined : Changing.readState(state)
  if (word instanceof SandboxError) return word
  const after = milliseconds("refundAfter", refundAfter)
  if (after instanceof SandboxError) return after
  if (refund === undefined || refund === "due" || refund === "none") {
    return { state: word, remains, refund, refundAfter: after }
  }
  const sum = amount("refund", refund)
  return Either.isLeft(sum) ? sum.left : { state: word, remains, refund: sum.right, refundAfter: after }
}

const changeOrder = (state: State, id: string, change: Change, now: number): SandboxError | undefined => {
  const record = findOrder(state, id)
  if (record instanceof SandboxError) return record
  const asked = readChange(change)
  if (asked instanceof SandboxError) return asked
  const refused = Changing.objection(state, record, asked, now)
  if (refused === undefined) Changing.apply(state, record, asked, now)
  return refused
}

/** Whether calls are logged under a name. */
const isLogged = (action: string | undefined): boolean =>
  action === undefined || action === "unknown" || isAction(action)

const noAction = new SandboxError({ field: "action", remedy: "give an action such as status, or unknown" })

const isRefillState = Schema.is(Schema.Union(Known, Unknown))

const changeRefill = (state: State, id: string, word: string, now: number): SandboxError | undefined => {
  const refill = state.refills.get(id)
  if (refill === undefined) {
    return new SandboxError({ field: "refill", remedy: `there is no refill ${JSON.stringify(id)}` })
  }
  const to: RefillState | undefined = isRefillState(word) ? word : undefined
  return to === undefined
    ? new SandboxError({ field: "state", remedy: "give a word of at most 100 characters, such as Error" })
    : Refills.change(state, refill, to, now)
}

const lose = (state: State, record: OrderRecord, units: number, now: number): SandboxError | undefined => {
  const { delivered } = countsOf(record, now)
  const left = delivered - Refills.lostOf(state, record, now)
  if (!Number.isInteger(units) || units < 0 || units > left) {
    return new SandboxError({ field: "units", remedy: `give a whole number from 0 to ${left}` })
  }
  state.dropped.set(record.id, (state.dropped.get(record.id) ?? 0) + units)
  return undefined
}

const orderAsStranger = (state: State, account: Account, form: Form, now: number) =>
  Either.match(Meddling.order(state, account, form, now), {
    onLeft: (words) => new SandboxError({ field: "form", remedy: `the panel refuses it: ${words}` }),
    onRight: ({ id }) => id
  })

/** The panel with what it remembers, which only tests of the sandbox itself look into. */
export const open = (
  settings: Settings
): Effect.Effect<{ readonly service: Sandbox.Service; readonly state: State }, SandboxError> =>
  Effect.flatMap(Clock.currentTimeMillis, (clock) => {
    const start = Math.floor(clock)
    const state = emptyState(settings, start)
    const mishaps = Mishaps.make(settings.seed, settings.mishaps)
    const reception = Reception.make(state, mishaps, settings.traits, settings.logSize)
    let latest = start

    /** What is read or done as of now: all that is due has happened. A clock set back does not undo it. */
    const asOf = <A>(act: (now: number) => A): Effect.Effect<A> =>
      Effect.map(Clock.currentTimeMillis, (time) => {
        latest = Math.max(latest, Math.floor(time))
        state.agenda.settle(latest)
        return act(latest)
      })
    const orFail = <A>(act: (now: number) => A | SandboxError): Effect.Effect<A, SandboxError> =>
      Effect.flatMap(asOf(act), (result) =>
        result instanceof SandboxError ? Effect.fail(result) : Effect.succeed(result)
      )
    const attempt = (act: (now: number) => SandboxError | undefined): Effect.Effect<void, SandboxError> =>
      Effect.asVoid(orFail(act))
    const withAccount = <A>(
      name: string,
      act: (account: Account, now: number) => A | SandboxError
    ): Effect.Effect<A, SandboxError> =>
      orFail((now) => {
        const account = Accounts.find(state, name)
        return account instanceof SandboxError ? account : act(account, now)
      })
    const withOrder = <A>(
      id: string,
      act: (record: OrderRecord, now: number) => A | SandboxError
    ): Effect.Effect<A, SandboxError> =>
      orFail((now) => {
        const record = findOrder(state, id)
        return record instanceof SandboxError ? record : act(record, now)
      })
    const disagreements = asOf((now) => Disagreements.find(state, now))

    const service: Sandbox.Service = {
      // A defect of the sandbox itself is answered as a panel's is.
      handle: (form) =>
        Effect.catchAllDefect(
          asOf((now) => reception.take(form, now)),
          () => Effect.succeed(failed)
        ),
      key: settings.key,
      currency: settings.currency,
      dialect: settings.dialect,
      catalogue: state.shop.offers(),
      calls: Effect.sync(reception.calls),
      bookings: asOf(() => Reading.bookings(state)),
      order: (id) => withOrder(id, (record, now) => Views.order(state, record, now)),
      orders: (filter = {}) => asOf((now) => Reading.orders(state, filter, now)),
      stream: (filter = {}) => Reading.stream(state, filter, asOf),
      change: (id, change) => attempt((now) => changeOrder(state, id, change, now)),
      hold: (id) => withOrder(id, (record, now) => Changing.hold(state, record, now)),
      forget: (id) => withOrder(id, Changing.forget),
      lose: (id, units) => withOrder(id, (record, now) => lose(state, record, units, now)),
      refills: asOf((now) => [...state.refills.values()].map((refill) => Views.refill(refill, now))),
      changeRefill: (id, word) => attempt((now) => changeRefill(state, id, word, now)),
      seed: (seeds) => orFail((now) => Seeding.seed(state, Array.isArray(seeds) ? seeds : [seeds], now)),
      ledger: {
        // A name that no account has is a mistake of the program, which must not read nothing from it.
        balance: (account = main) =>
          Effect.orDie(withAccount(account, ({ name }) => state.ledger.balance(name))),
        entries: (account) =>
          account === undefined
            ? asOf(() => state.ledger.entries())
            : Effect.orDie(withAccount(account, ({ name }) => state.ledger.entries(name))),
        owed: asOf(() => Reading.owed(state)),
        disagreements,
        isBalanced: Effect.map(disagreements, (found) => found.length === 0)
      },
      logs: {
        calls: ({ key, action, ...window } = {}) =>
          orFail(() =>
            isLogged(action)
              ? state.calls.read(
                  window,
                  (entry) => (key ?? entry.key) === entry.key && (action ?? entry.action) === entry.action
                )
              : noAction
          ),
        transitions: ({ order, ...window } = {}) =>
          orFail(() => state.transitions.read(window, (entry) => (order ?? entry.order) === entry.order))
      },
      accounts: {
        create: ({ name, key, balance = "0", currency = settings.currency }) =>
          Effect.flatMap(amount("balance", balance), (sum) =>
            attempt((now) => Accounts.create(state, name, key, sum, currency, now))
          ),
        addKey: (name, key) => withAccount(name, (account) => Accounts.addKey(state, account, key)),
        replaceKey: (name, old, key) =>
          withAccount(name, (account) => Accounts.replaceKey(state, account, old, key)),
        setEnabled: (name, enabled) => withAccount(name, (account) => Accounts.setEnabled(account, enabled)),
        setFunds: (name, balance) =>
          Effect.flatMap(amount("balance", balance), (sum) =>
            withAccount(name, (account, now) => Accounts.setFunds(state, account, sum, now))
          ),
        spend: (name, spent) =>
          Effect.flatMap(amount("amount", spent), (sum) =>
            withAccount(name, (account, now) => Accounts.spend(state, account, sum, now))
          ),
        strangerOrders: (name, form) =>
          withAccount(name, (account, now) => orderAsStranger(state, account, form, now))
      },
      services: {
        list: asOf(() => state.shop.offers()),
        change: (id, fields) => attempt(() => state.shop.change(id, fields)),
        set: (id, availability) => attempt(() => state.shop.set(id, availability)),
        write: (rows) => asOf(() => state.shop.write(rows))
      },
      write: (values) =>
        attempt(() => {
          const odd = Written.unwritable(values)
          if (odd === undefined) state.written = values
          return odd
        }),
      faults: Faults.make(mishaps, reception)
    }
    const opened = attempt((now) =>
      Accounts.create(state, main, settings.key, settings.balance, settings.currency, now)
    )
    return Effect.as(opened, { service: Methods.checked(service), state })
  })

export const make = (settings: Settings): Effect.Effect<Sandbox.Service, SandboxError> =>
  Effect.map(open(settings), ({ service }) => service)
