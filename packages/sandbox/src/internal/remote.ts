/** The control service of a sandbox in another process, by the operations of its control port. */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { SandboxError } from "../SandboxOptions.js"
import type * as Sandbox from "../SandboxService.js"
import { bound } from "./faults.js"
import { operations as all } from "./operations.js"

/** Carries one call to the port. What cannot be carried is an error of the port. */
export type Carry = (operation: string, json: string) => Effect.Effect<string, SandboxError>

const done: <E>(effect: Effect.Effect<null, E>) => Effect.Effect<void, E> = Effect.asVoid

/** Of what cannot fail, a port that is gone is a defect. */
const sure = Effect.orDie

export const make = (carry: Carry): Effect.Effect<Sandbox.Service, SandboxError> => {
  const to = (operation: keyof typeof all) => (json: string) => carry(operation, json)
  const orders = all.orders.ask(to("orders"))
  const change = all.change.ask(to("change"))
  const seed = all.seed.ask(to("seed"))
  const services: Sandbox.ServiceControl = {
    list: sure(all["services.list"].ask(to("services.list"))()),
    change: (id, fields) => done(all["services.change"].ask(to("services.change"))(id, fields)),
    set: (id, availability) => done(all["services.set"].ask(to("services.set"))(id, availability)),
    write: (rows) => done(sure(all["services.write"].ask(to("services.write"))(rows)))
  }
  const accounts: Sandbox.Accounts = {
    create: (account) => done(all["accounts.create"].ask(to("accounts.create"))(account)),
    addKey: (name, key) => done(all["accounts.addKey"].ask(to("accounts.addKey"))(name, key)),
    replaceKey: (name, old, key) =>
      done(all["accounts.replaceKey"].ask(to("accounts.replaceKey"))(name, old, key)),
    setEnabled: (name, is) => done(all["accounts.setEnabled"].ask(to("accounts.setEnabled"))(name, is)),
    setFunds: (name, sum) => done(all["accounts.setFunds"].ask(to("accounts.setFunds"))(name, sum)),
    spend: (name, sum) => done(all["accounts.spend"].ask(to("accounts.spend"))(name, sum)),
    strangerOrders: all["accounts.strangerOrders"].ask(to("accounts.strangerOrders"))
  }
  const ledger: Sandbox.Books = {
    balance: (account) => sure(all["ledger.balance"].ask(to("ledger.balance"))({ account })),
    entries: (account) => sure(all["ledger.entries"].ask(to("ledger.entries"))({ account })),
    owed: sure(all["ledger.owed"].ask(to("ledger.owed"))()),
    disagreements: sure(all["ledger.disagreements"].ask(to("ledger.disagreements"))()),
    isBalanced: sure(all["ledger.isBalanced"].ask(to("ledger.isBalanced"))())
  }
  const faults: Sandbox.Faults = {
    setTraits: (names) => done(all["faults.setTraits"].ask(to("faults.setTraits"))(names)),
    traits: sure(all["faults.traits"].ask(to("faults.traits"))()),
    set: (rates) => done(all["faults.set"].ask(to("faults.set"))(rates)),
    add: (...rules) => done(all["faults.add"].ask(to("faults.add"))(rules)),
    during: (time, ...rules) => done(all["faults.during"].ask(to("faults.during"))(time, rules)),
    script: (steps, where) => done(all["faults.script"].ask(to("faults.script"))(steps, bound(where))),
    left: (where) => sure(all["faults.left"].ask(to("faults.left"))(bound(where))),
    clear: done(sure(all["faults.clear"].ask(to("faults.clear"))())),
    fired: sure(all["faults.fired"].ask(to("faults.fired"))())
  }
  return Effect.map(all.facts.ask(to("facts"))(), (facts) => ({
    ...facts,
    handle: (form) => sure(all.handle.ask(to("handle"))(form)),
    calls: sure(all.calls.ask(to("calls"))()),
    bookings: sure(all.bookings.ask(to("bookings"))()),
    order: all.order.ask(to("order")),
    orders: (filter = {}) => sure(orders(filter)),
    stream: (filter = {}) => Stream.fromIterableEffect(sure(orders(filter))),
    change: (order, what) => done(change(order, what)),
    hold: (order) => done(all.hold.ask(to("hold"))(order)),
    forget: (order) => done(all.forget.ask(to("forget"))(order)),
    lose: (order, units) => done(all.lose.ask(to("lose"))(order, units)),
    refills: sure(all.refills.ask(to("refills"))()),
    changeRefill: (refill, state) => done(all.changeRefill.ask(to("changeRefill"))(refill, state)),
    seed: (seeds) => seed(Arr.ensure(seeds)),
    write: (values) => done(sure(all.write.ask(to("write"))(values))),
    ledger,
    logs: {
      calls: (window = {}) => all["logs.calls"].ask(to("logs.calls"))(window),
      transitions: (window = {}) => all["logs.transitions"].ask(to("logs.transitions"))(window)
    },
    accounts,
    services,
    faults
  }))
}
