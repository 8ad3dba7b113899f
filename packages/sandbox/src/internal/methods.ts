/** The control service by its operations: in this process, or in another one by the operations of its control port. */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { SandboxError } from "../SandboxOptions.js"
import type * as Sandbox from "../SandboxService.js"
import { bound } from "./faults.js"
import { operations as all, type Operation } from "./operations.js"

/** Carries one call to the port. What cannot be carried is an error of the port. */
export type Carry = (operation: string, json: string) => Effect.Effect<string, SandboxError>

/** How an operation is done. */
type Way = <Args extends ReadonlyArray<unknown>, A>(
  name: keyof typeof all,
  operation: Operation<Args, A>
) => (...args: Args) => Effect.Effect<A, SandboxError>

const done: <E>(effect: Effect.Effect<null, E>) => Effect.Effect<void, E> = Effect.asVoid

/** Of what cannot fail, an error is a defect: a port that is gone, or an argument of another kind. */
const sure = Effect.orDie

type Facts = "key" | "currency" | "dialect" | "catalogue"

const by = (way: Way): Omit<Sandbox.Service, Facts> => {
  const services: Sandbox.ServiceControl = {
    list: sure(way("services.list", all["services.list"])()),
    change: (id, fields) => done(way("services.change", all["services.change"])(id, fields)),
    set: (id, availability) => done(way("services.set", all["services.set"])(id, availability)),
    write: (rows) => done(way("services.write", all["services.write"])(rows))
  }
  const accounts: Sandbox.Accounts = {
    create: (account) => done(way("accounts.create", all["accounts.create"])(account)),
    addKey: (name, key) => done(way("accounts.addKey", all["accounts.addKey"])(name, key)),
    replaceKey: (name, old, key) =>
      done(way("accounts.replaceKey", all["accounts.replaceKey"])(name, old, key)),
    setEnabled: (name, is) => done(way("accounts.setEnabled", all["accounts.setEnabled"])(name, is)),
    setFunds: (name, sum) => done(way("accounts.setFunds", all["accounts.setFunds"])(name, sum)),
    spend: (name, sum) => done(way("accounts.spend", all["accounts.spend"])(name, sum)),
    strangerOrders: way("accounts.strangerOrders", all["accounts.strangerOrders"])
  }
  const ledger: Sandbox.Books = {
    balance: (account) => sure(way("ledger.balance", all["ledger.balance"])({ account })),
    entries: (account) => sure(way("ledger.entries", all["ledger.entries"])({ account })),
    owed: sure(way("ledger.owed", all["ledger.owed"])()),
    disagreements: sure(way("ledger.disagreements", all["ledger.disagreements"])()),
    isBalanced: sure(way("ledger.isBalanced", all["ledger.isBalanced"])())
  }
  const faults: Sandbox.Faults = {
    setTraits: (names) => done(way("faults.setTraits", all["faults.setTraits"])(names)),
    traits: sure(way("faults.traits", all["faults.traits"])()),
    set: (rates) => done(way("faults.set", all["faults.set"])(rates)),
    add: (...rules) => done(way("faults.add", all["faults.add"])(rules)),
    during: (time, ...rules) => done(way("faults.during", all["faults.during"])(time, rules)),
    script: (steps, where) => done(way("faults.script", all["faults.script"])(steps, bound(where))),
    left: (where) => sure(way("faults.left", all["faults.left"])(bound(where))),
    clear: done(sure(way("faults.clear", all["faults.clear"])())),
    fired: sure(way("faults.fired", all["faults.fired"])())
  }
  const orders = way("orders", all.orders)
  const change = way("change", all.change)
  const seed = way("seed", all.seed)
  return {
    handle: (form) => sure(way("handle", all.handle)(form)),
    calls: sure(way("calls", all.calls)()),
    bookings: sure(way("bookings", all.bookings)()),
    order: way("order", all.order),
    orders: (filter = {}) => sure(orders(filter)),
    stream: (filter = {}) => Stream.fromIterableEffect(sure(orders(filter))),
    change: (order, what) => done(change(order, what)),
    hold: (order) => done(way("hold", all.hold)(order)),
    forget: (order) => done(way("forget", all.forget)(order)),
    lose: (order, units) => done(way("lose", all.lose)(order, units)),
    refills: sure(way("refills", all.refills)()),
    changeRefill: (refill, state) => done(way("changeRefill", all.changeRefill)(refill, state)),
    seed: (seeds) => seed(Arr.ensure(seeds)),
    write: (values) => done(way("write", all.write)(values)),
    ledger,
    logs: {
      calls: (window = {}) => way("logs.calls", all["logs.calls"])(window),
      transitions: (window = {}) => way("logs.transitions", all["logs.transitions"])(window)
    },
    accounts,
    services,
    faults
  }
}

/** The service of another process. */
export const make = (carry: Carry): Effect.Effect<Sandbox.Service, SandboxError> => {
  const way: Way = (name, operation) => operation.ask((json) => carry(name, json))
  return Effect.map(way("facts", all.facts)(), (facts) => ({ ...by(way), ...facts }))
}

/**
 * The service of this process, whose arguments are checked first, as programs without types may give
 * anything. A form is the panel's to judge.
 */
export const checked = (sandbox: Sandbox.Service): Sandbox.Service => ({
  ...sandbox,
  ...by((_, operation) => operation.checked(sandbox)),
  handle: sandbox.handle,
  stream: (filter) => Stream.unwrap(Effect.as(sure(all.orders.check(filter ?? {})), sandbox.stream(filter)))
})
