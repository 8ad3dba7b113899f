/** What a sandbox shows and is told, as JSON that loses nothing: for a control port. */
import { OrderId, RefillId } from "@smmkit/core/Identifiers"
import { Offer as Service } from "@smmkit/core/Offer"
import { OrderState } from "@smmkit/core/OrderState"
import { RefillState } from "@smmkit/core/RefillState"
import * as BigDecimal from "effect/BigDecimal"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as Mishap from "../Mishap.js"
import type { Amount } from "../SandboxOptions.js"
import type * as Trait from "../Trait.js"
import * as Spans from "./spans.js"

const { Number: Count, String: Text, Struct, Union, optional } = Schema

/** An amount with the very digits that it has. */
export const Big = Schema.transform(
  Struct({ value: Schema.BigInt, scale: Count }),
  Schema.BigDecimalFromSelf,
  {
    strict: true,
    decode: ({ value, scale }) => BigDecimal.make(value, scale),
    encode: ({ value, scale }) => ({ value, scale })
  }
)

const maybe = <A, I>(schema: Schema.Schema<A, I>) => Schema.OptionFromNullOr(schema)

/** A number as a test gives it, which need not be finite: what is none has to be refused in the same words. */
export const Extended = Schema.NumberFromString

export const Form = Schema.Record({ key: Text, value: Text })
export const Row = Schema.Record({ key: Text, value: Schema.Unknown })

const isTime = (value: unknown): value is Duration.DurationInput => Option.isSome(Spans.read(value))

/** Any way to say a time, as milliseconds. */
export const Time = Schema.transform(Extended, Schema.declare(isTime, { description: "a span of time" }), {
  strict: true,
  decode: (millis) => millis,
  encode: (time) => Duration.toMillis(time)
})

const isAmount = (value: unknown): value is Amount =>
  Predicate.isString(value) || BigDecimal.isBigDecimal(value)

/** An amount as it was given: what is no amount has to be refused in the same words. */
export const Money = Schema.transform(
  Union(Struct({ text: Text }), Struct({ exact: Big })),
  Schema.declare(isAmount, { description: "an amount, as text or exact" }),
  {
    strict: true,
    decode: (given) => ("text" in given ? given.text : given.exact),
    encode: (amount) => (Predicate.isString(amount) ? { text: amount } : { exact: amount })
  }
)

const Reply = Struct({ status: Count, headers: Form, body: Text })

export const Exchange = Union(
  Struct({ _tag: Schema.Literal("Answered", "Halved"), reply: Reply, after: Count }),
  Struct({ _tag: Schema.Literal("Cut", "Refused"), after: Count }),
  Struct({ _tag: Schema.Literal("Silent") })
)

const Sender = Schema.Literal("caller", "stranger")

export const Booking = Struct({
  order: OrderId,
  account: Text,
  by: Sender,
  form: Form,
  time: Count,
  price: Big
})

export const OrderView = Struct({
  order: OrderId,
  account: Text,
  by: Sender,
  service: Text,
  link: Text,
  form: Form,
  state: OrderState,
  units: Count,
  delivered: Count,
  remains: Count,
  lost: Count,
  startCount: Count,
  price: Big,
  total: Big,
  refunded: Big,
  owed: Big,
  payer: OrderId,
  parent: maybe(OrderId),
  children: Schema.Array(OrderId),
  created: Count,
  started: maybe(Count),
  ended: maybe(Count)
})

export const Filter = Struct({
  account: optional(Text),
  service: optional(Text),
  link: optional(Text),
  state: optional(Text),
  by: optional(Sender),
  over: optional(Schema.Boolean),
  parent: optional(Text),
  top: optional(Schema.Boolean),
  from: optional(Extended),
  to: optional(Extended)
})

export const RefillView = Struct({ refill: RefillId, order: OrderId, state: RefillState, requested: Count })

export const Owed = Struct({
  account: Text,
  order: OrderId,
  child: maybe(OrderId),
  amount: Big,
  since: Count,
  lands: Count
})

export const Disagreement = Struct({ between: Text, about: Text, says: Text })

export const Change = Struct({
  state: optional(Text),
  remains: optional(Extended),
  refund: optional(Union(Schema.Literal("due", "none"), Money)),
  refundAfter: optional(Time)
})

export const Seed = Struct({
  count: optional(Extended),
  account: optional(Text),
  service: Text,
  quantity: optional(Extended),
  age: optional(Time),
  state: optional(Text),
  remains: optional(Extended),
  children: optional(Extended),
  link: optional(Text)
})

export const Entry = Struct({
  account: Text,
  amount: Big,
  reason: Schema.Literal("deposit", "withdrawal", "charge", "refund", "recharge", "stranger", "goodwill"),
  order: maybe(OrderId),
  child: maybe(OrderId),
  time: Count,
  balance: Big,
  movements: Schema.Int
})

export const Calls = Struct({ total: Count, byAction: Schema.Record({ key: Text, value: Count }) })

const window = { from: optional(Extended), to: optional(Extended) }
export const CallWindow = Struct({ ...window, key: optional(Text), action: optional(Text) })
export const OrderWindow = Struct({ ...window, order: optional(Text) })

export const CallEntry = Struct({
  time: Count,
  key: Text,
  action: Text,
  ids: Count,
  outcome: Schema.Literal("answered", "refused", "kept-out", "limited")
})

export const Transition = Struct({
  time: Count,
  order: OrderId,
  from: maybe(OrderState),
  to: OrderState,
  cause: Schema.Literal("delivery", "cancel", "money", "change")
})

const range = optional(Schema.Tuple(Extended, Extended))

export const Offer = Struct({
  service: Service,
  dripfeed: Schema.Boolean,
  refillDays: Extended,
  pace: Struct({
    queue: range,
    unit: range,
    order: range,
    most: optional(Extended),
    bursts: optional(Extended),
    stalls: optional(Extended),
    stall: range
  }),
  server: Count
})

/** A name as it was given: what is none is refused by who is given it, in the same words everywhere. */
const named = <Name extends string>() =>
  Schema.declare((value: unknown): value is Name => Predicate.isString(value), { description: "a name" })

export const TraitName = named<Trait.Name>()
const MishapName = named<Mishap.Name>()

const where = {
  action: optional(named<Mishap.Action>()),
  account: optional(Text),
  key: optional(Text),
  order: optional(Text)
}
export const Where = Struct(where)

const Names = Union(MishapName, Schema.Array(MishapName))

export const Rule = Struct({
  ...where,
  mishap: Names,
  chance: optional(Extended),
  after: optional(Time),
  until: optional(Schema.DateTimeUtc)
})

export const Step = Union(Schema.Literal("none"), Names, Struct({ mishap: Names, after: Time }))

const isRates = (value: unknown): value is Mishap.Rates => Predicate.isRecord(value)

/** Rates as they were given: what is wrong with them is said by who sets them. */
export const Rates = Schema.declare(isRates, { description: "chances by name" })

export const Fired = Struct({
  call: Count,
  action: Text,
  mishaps: Schema.Array(MishapName),
  time: Count
})
