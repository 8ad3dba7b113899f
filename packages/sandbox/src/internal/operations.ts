/** What a control port serves: each method of the control service, with its JSON in both directions. */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Effect from "effect/Effect"
import { ArrayFormatter, type ParseError } from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { SandboxError } from "../SandboxOptions.js"
import type * as Sandbox from "../SandboxService.js"
import * as Views from "./controlJson.js"

/** Carries the JSON of a call to the port, and its answer back. */
type Send = (json: string) => Effect.Effect<string, SandboxError>

export interface Operation<Args extends ReadonlyArray<unknown>, A> {
  /** Does it to a sandbox in this process, once what is given has been found to be of the right kind. */
  readonly checked: (sandbox: Sandbox.Service) => (...args: Args) => Effect.Effect<A, SandboxError>
  /** Whether what is given is of the right kind. */
  readonly check: (...args: Args) => Effect.Effect<void, SandboxError>
  readonly serve: (sandbox: Sandbox.Service, json: string) => Effect.Effect<string, SandboxError | ParseError>
  readonly ask: (send: Send) => (...args: Args) => Effect.Effect<A, SandboxError>
}

const strict = { onExcessProperty: "error" } as const
const longestRemedy = 300

/** What of all that was given is not of its kind, by the name of the field or of the argument. */
const unusable =
  (names: ReadonlyArray<string>) =>
  ({ issue }: ParseError): SandboxError => {
    const [first] = ArrayFormatter.formatIssueSync(issue)
    const [at, ...inside] = first?.path ?? []
    const field = inside.filter(Predicate.isString).at(-1) ?? names[Number(at)] ?? "instruction"
    const said = `what was given is of another kind: ${first?.message ?? "it cannot be read"}`
    return new SandboxError({ field, remedy: said.slice(0, longestRemedy) })
  }

const operation = <Args extends ReadonlyArray<unknown>, IArgs, A, I>(
  /** What its arguments are called. */
  names: ReadonlyArray<string>,
  args: Schema.Schema<Args, IArgs>,
  answer: Schema.Schema<A, I>,
  run: (sandbox: Sandbox.Service, args: Args) => Effect.Effect<A, SandboxError>
): Operation<Args, A> => {
  const [given, got] = [Schema.parseJson(args), Schema.parseJson(answer)]
  const validate = Schema.validate(Schema.typeSchema(args), strict)
  const check = (given: unknown) => Effect.mapError(validate(given), unusable(names))
  return {
    check: (...args) => Effect.asVoid(check(args)),
    checked:
      (sandbox) =>
      (...args) =>
        Effect.flatMap(check(args), (args) => run(sandbox, args)),
    serve: (sandbox, json) =>
      Schema.decode(
        given,
        strict
      )(json).pipe(
        Effect.flatMap((args) => run(sandbox, args)),
        Effect.flatMap(Schema.encode(got))
      ),
    ask:
      (send) =>
      (...args) =>
        check(args).pipe(
          Effect.flatMap((args) => Effect.mapError(Schema.encode(given)(args), unusable(names))),
          Effect.flatMap(send),
          Effect.flatMap((json) => Effect.orDie(Schema.decode(got)(json)))
        )
  }
}

/** A method that gives nothing back. */
const command = <Args extends ReadonlyArray<unknown>, IArgs>(
  names: ReadonlyArray<string>,
  args: Schema.Schema<Args, IArgs>,
  run: (sandbox: Sandbox.Service, args: Args) => Effect.Effect<void, SandboxError>
): Operation<Args, null> =>
  operation(names, args, Schema.Null, (sandbox, args) => Effect.as(run(sandbox, args), null))

const { Array: List, Boolean: Flag, Number: Count, String: Text, Tuple } = Schema
const none = Tuple()
const facts = Schema.Struct({
  key: Text,
  currency: Text,
  dialect: Schema.Struct({
    body: Schema.Literal("form", "json"),
    key: Schema.Literal("body", "X-Api-Key", "Bearer"),
    names: Views.Form,
    manyForm: Schema.Struct({
      status: Schema.Literal("orders", "order", "one-by-one"),
      refill: Schema.Literal("orders", "order", "one-by-one"),
      refill_status: Schema.Literal("orders", "order", "one-by-one"),
      cancel: Schema.Literal("orders", "order", "one-by-one")
    }),
    harmless: List(Text)
  }),
  catalogue: List(Views.Offer)
})
const Written = Schema.Struct({
  balance: Schema.optional(Schema.Unknown),
  charge: Schema.optional(Schema.Unknown),
  refusals: Schema.optional(Views.Form)
})
const Created = Schema.Struct({
  name: Text,
  key: Text,
  balance: Schema.optional(Views.Money),
  currency: Schema.optional(Text)
})
const Account = Schema.Struct({ account: Schema.optional(Text) })

export const operations = {
  facts: operation([], none, facts, ({ key, currency, dialect, catalogue }) =>
    Effect.succeed({ key, currency, dialect, catalogue })
  ),
  handle: operation(["form"], Tuple(Views.Form), Views.Exchange, ({ handle }, [form]) => handle(form)),
  calls: operation([], none, Views.Calls, ({ calls }) => calls),
  bookings: operation([], none, List(Views.Booking), ({ bookings }) => bookings),
  order: operation(["order"], Tuple(Text), Views.OrderView, ({ order }, [id]) => order(id)),
  orders: operation(["filter"], Tuple(Views.Filter), List(Views.OrderView), ({ orders }, [filter]) =>
    orders(filter)
  ),
  change: command(["order", "change"], Tuple(Text, Views.Change), ({ change }, [id, to]) => change(id, to)),
  hold: command(["order"], Tuple(Text), ({ hold }, [id]) => hold(id)),
  forget: command(["order"], Tuple(Text), ({ forget }, [id]) => forget(id)),
  lose: command(["order", "units"], Tuple(Text, Views.Extended), ({ lose }, [id, units]) => lose(id, units)),
  refills: operation([], none, List(Views.RefillView), ({ refills }) => refills),
  changeRefill: command(["refill", "state"], Tuple(Text, Text), ({ changeRefill }, [id, state]) =>
    changeRefill(id, state)
  ),
  seed: operation(["seed"], Tuple(List(Views.Seed)), List(OrderId), ({ seed }, [seeds]) => seed(seeds)),
  write: command(["values"], Tuple(Written), ({ write }, [values]) => write(values)),
  "ledger.balance": operation(["account"], Tuple(Account), Views.Big, ({ ledger }, [{ account }]) =>
    ledger.balance(account)
  ),
  "ledger.entries": operation(["account"], Tuple(Account), List(Views.Entry), ({ ledger }, [{ account }]) =>
    ledger.entries(account)
  ),
  "ledger.owed": operation([], none, List(Views.Owed), ({ ledger }) => ledger.owed),
  "ledger.disagreements": operation([], none, List(Views.Disagreement), ({ ledger }) => ledger.disagreements),
  "ledger.isBalanced": operation([], none, Flag, ({ ledger }) => ledger.isBalanced),
  "logs.calls": operation(["window"], Tuple(Views.CallWindow), List(Views.CallEntry), ({ logs }, [window]) =>
    logs.calls(window)
  ),
  "logs.transitions": operation(
    ["window"],
    Tuple(Views.OrderWindow),
    List(Views.Transition),
    ({ logs }, [window]) => logs.transitions(window)
  ),
  "accounts.create": command(["account"], Tuple(Created), ({ accounts }, [account]) =>
    accounts.create(account)
  ),
  "accounts.addKey": command(["account", "key"], Tuple(Text, Text), ({ accounts }, [name, key]) =>
    accounts.addKey(name, key)
  ),
  "accounts.replaceKey": command(
    ["account", "old", "key"],
    Tuple(Text, Text, Text),
    ({ accounts }, [name, old, key]) => accounts.replaceKey(name, old, key)
  ),
  "accounts.setEnabled": command(["account", "enabled"], Tuple(Text, Flag), ({ accounts }, [name, enabled]) =>
    accounts.setEnabled(name, enabled)
  ),
  "accounts.setFunds": command(
    ["account", "balance"],
    Tuple(Text, Views.Money),
    ({ accounts }, [name, balance]) => accounts.setFunds(name, balance)
  ),
  "accounts.spend": command(["account", "amount"], Tuple(Text, Views.Money), ({ accounts }, [name, amount]) =>
    accounts.spend(name, amount)
  ),
  "accounts.strangerOrders": operation(
    ["account", "form"],
    Tuple(Text, Views.Form),
    OrderId,
    ({ accounts }, [name, form]) => accounts.strangerOrders(name, form)
  ),
  "services.list": operation([], none, List(Views.Offer), ({ services }) => services.list),
  "services.change": command(["service", "fields"], Tuple(Text, Views.Row), ({ services }, [id, fields]) =>
    services.change(id, fields)
  ),
  "services.set": command(
    ["service", "availability"],
    Tuple(Text, Schema.Literal("on", "off", "gone")),
    ({ services }, [id, to]) => services.set(id, to)
  ),
  "services.write": command(["rows"], Tuple(List(Views.Row)), ({ services }, [rows]) => services.write(rows)),
  "faults.setTraits": command(["traits"], Tuple(List(Views.TraitName)), ({ faults }, [names]) =>
    faults.setTraits(names)
  ),
  "faults.traits": operation([], none, List(Views.TraitName), ({ faults }) => faults.traits),
  "faults.set": command(["mishaps"], Tuple(Views.Rates), ({ faults }, [rates]) => faults.set(rates)),
  "faults.add": command(["mishaps"], Tuple(List(Views.Rule)), ({ faults }, [rules]) => faults.add(...rules)),
  "faults.during": command(
    ["time", "mishaps"],
    Tuple(Views.Time, List(Views.Rule)),
    ({ faults }, [time, rules]) => faults.during(time, ...rules)
  ),
  "faults.script": command(
    ["steps", "where"],
    Tuple(List(Views.Step), Views.Where),
    ({ faults }, [steps, where]) => faults.script(steps, where)
  ),
  "faults.left": operation(["where"], Tuple(Views.Where), Count, ({ faults }, [where]) => faults.left(where)),
  "faults.clear": command([], none, ({ faults }) => faults.clear),
  "faults.fired": operation([], none, List(Views.Fired), ({ faults }) => faults.fired)
}
