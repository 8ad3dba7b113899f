/** Puts the panel together, and opens it to tests. */
import * as BigDecimal from "effect/BigDecimal"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Catalogue from "../Catalogue.js"
import * as Ledger from "../Ledger.js"
import type { OrderView, Sandbox } from "../Sandbox.js"
import { amount, SandboxError, type Settings } from "../SandboxOptions.js"
import * as Accounts from "./accounts.js"
import * as Agenda from "./agenda.js"
import * as Answers from "./answers.js"
import * as Faults from "./faults.js"
import * as Mishaps from "./mishaps.js"
import { finish, standing } from "./orders.js"
import * as Reception from "./reception.js"
import type { Account, OrderRecord, State } from "./state.js"

const main = "main"

const emptyState = (settings: Settings): State => {
  const catalogue = Catalogue.generate(settings)
  let servicesText: string | undefined
  return {
    settings,
    catalogue,
    offers: new Map(catalogue.map((offer) => [offer.service.service, offer])),
    accounts: new Map(),
    accountOf: new Map(),
    ledger: Ledger.make(),
    orders: new Map(),
    refills: new Map(),
    refillOf: new Map(),
    bookings: [],
    agenda: Agenda.make(),
    servicesText: () => {
      servicesText ??= Answers.services(catalogue.map(({ service }) => service))
      return servicesText
    }
  }
}

const view = (record: OrderRecord, now: number): OrderView => ({
  order: record.id,
  account: record.account.name,
  service: record.offer.service.service,
  link: record.link,
  ...standing(record, now),
  price: record.price,
  refunded: record.refunded,
  parent: Option.fromNullable(record.kind === "single" ? record.parent?.id : undefined),
  children: record.children.map(({ id }) => id)
})

/** Whether the book adds up, account by account, and no order gave back more than it cost. */
const isBalanced = ({ accounts, ledger, orders }: State): boolean => {
  const addsUp = (name: string) => BigDecimal.equals(Ledger.sum(ledger.entries(name)), ledger.balance(name))
  const isPaid = ({ price, refunded }: OrderRecord) => BigDecimal.lessThanOrEqualTo(refunded, price)
  return [...accounts.keys()].every(addsUp) && [...orders.values()].every(isPaid)
}

const finishOrder = (state: State, order: string, remains: number, now: number): SandboxError | undefined => {
  const record = state.orders.get(order)
  const isDone =
    record?.kind === "single" && remains >= 0 && finish(state, record, record.units - remains, now)
  return isDone
    ? undefined
    : new SandboxError({ field: "order", remedy: "name a running order that is no parent, and its remains" })
}

export const make = (settings: Settings): Effect.Effect<Sandbox.Service, SandboxError> =>
  Effect.flatMap(Clock.currentTimeMillis, (start) => {
    const state = emptyState(settings)
    const mishaps = Mishaps.make(settings.seed, settings.mishaps)
    const reception = Reception.make(state, mishaps, settings.traits)
    let latest = start

    /** What is read or done as of now: all that is due has happened. A clock set back does not undo it. */
    const asOf = <A>(act: (now: number) => A): Effect.Effect<A> =>
      Effect.map(Clock.currentTimeMillis, (time) => {
        latest = Math.max(latest, time)
        state.agenda.settle(latest)
        return act(latest)
      })
    const attempt = (act: (now: number) => SandboxError | undefined): Effect.Effect<void, SandboxError> =>
      Effect.flatMap(asOf(act), (refused) => (refused === undefined ? Effect.void : Effect.fail(refused)))
    const withAccount = (
      name: string,
      act: (account: Account, now: number) => SandboxError | undefined
    ): Effect.Effect<void, SandboxError> =>
      attempt((now) => {
        const account = Accounts.find(state, name)
        return account instanceof SandboxError ? account : act(account, now)
      })

    const service: Sandbox.Service = {
      handle: (form) => asOf((now) => reception.take(form, now)),
      key: settings.key,
      currency: settings.currency,
      dialect: settings.dialect,
      catalogue: state.catalogue,
      calls: Effect.sync(reception.calls),
      bookings: asOf(() => [...state.bookings]),
      orders: asOf((now) => [...state.orders.values()].map((record) => view(record, now))),
      finish: (order, remains) => attempt((now) => finishOrder(state, order, remains, now)),
      ledger: {
        balance: (account = main) => asOf(() => state.ledger.balance(account)),
        entries: (account) => asOf(() => state.ledger.entries(account)),
        isBalanced: asOf(() => isBalanced(state))
      },
      accounts: {
        create: ({ name, key, balance = "0" }) =>
          Effect.flatMap(amount("balance", balance), (sum) =>
            attempt((now) => Accounts.create(state, name, key, sum, now))
          ),
        addKey: (name, key) => withAccount(name, (account) => Accounts.addKey(state, account, key)),
        setEnabled: (name, enabled) => withAccount(name, (account) => Accounts.setEnabled(account, enabled)),
        setFunds: (name, balance) =>
          Effect.flatMap(amount("balance", balance), (sum) =>
            withAccount(name, (account, now) => Accounts.setFunds(state, account, sum, now))
          ),
        spend: (name, spent) =>
          Effect.flatMap(amount("amount", spent), (sum) =>
            withAccount(name, (account, now) => Accounts.spend(state, account, sum, now))
          )
      },
      faults: Faults.make(mishaps, reception)
    }
    const opened = attempt((now) => Accounts.create(state, main, settings.key, settings.balance, now))
    return Effect.as(opened, service)
  })
