/**
 * Promises that types make. The compiler checks this file (`tsc -p tsconfig.test.json`); each
 * `@ts-expect-error` fails the build where the line below it compiles.
 */
import { assert, describe, it } from "@effect/vitest"
import {
  type Config,
  type ConfigError,
  Effect,
  type Either,
  type Layer,
  type Option,
  type Scope,
  type Stream
} from "effect"
import {
  AddOrder,
  type Balance,
  type Call,
  type CancelOrder,
  type HttpClientTransport,
  Identifiers,
  type Meaning,
  type Money,
  type Offer,
  type Options,
  type Order,
  type OrderForm,
  type OrderState,
  OrderStatus,
  type Panel,
  type PanelClient,
  type PanelConfig,
  PanelError,
  type Quote,
  type Refill,
  type RefillState,
  type RefillStatus,
  type Services,
  type Transport
} from "../src/index.js"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only where the two types are the same. */
const same = <A, B>(_: Equal<A, B>): void => {}

type IsAny<T> = 0 extends 1 & T ? true : false

/** Whether `any` stands in a function's parameters or result, in the channels of an effect, or in a field. */
type HasAny<T, Depth extends ReadonlyArray<1> = []> =
  IsAny<T> extends true
    ? true
    : Depth["length"] extends 4
      ? false
      : T extends (...args: infer Args) => infer Result
        ? HasAny<Result, [...Depth, 1]> extends true
          ? true
          : HasAny<Args[number], [...Depth, 1]>
        : T extends Effect.Effect<infer A, infer E, infer R>
          ? true extends IsAny<A> | IsAny<E> | IsAny<R>
            ? true
            : HasAny<A, [...Depth, 1]>
          : T extends Stream.Stream<infer A, infer E, infer R>
            ? true extends IsAny<A> | IsAny<E> | IsAny<R>
              ? true
              : HasAny<A, [...Depth, 1]>
            : T extends Layer.Layer<infer A, infer E, infer R>
              ? true extends IsAny<A> | IsAny<E> | IsAny<R>
                ? true
                : false
              : T extends Readonly<Record<string, unknown>>
                ? true extends { [K in keyof T]: HasAny<T[K], [...Depth, 1]> }[keyof T]
                  ? true
                  : false
                : false

type Refusal =
  | PanelError.AccountRefusal
  | PanelError.RateLimited
  | PanelError.PanelUnavailable
  | PanelError.NotFound
  | PanelError.RequestRefusal
  | PanelError.UnclassifiedRefusal
type ReadError = Refusal | PanelError.UnexpectedAnswer | Transport.NotSent | Transport.Interrupted
type SpendError = Refusal | Transport.NotSent | PanelError.OutcomeUnknown

const add = {} as AddOrder.AddOrder.Service
const status = {} as OrderStatus.OrderStatus.Service
const refill = {} as Refill.Refill.Service
const refillStatus = {} as RefillStatus.RefillStatus.Service
const cancel = {} as CancelOrder.CancelOrder.Service
const balance = {} as Balance.Balance.Service
const services = {} as Services.Services.Service

/** What follows is compiled and never run. */
const compiled = (): void => {
  // Each action's error union is exactly what it says.
  same<
    Effect.Effect.Error<ReturnType<typeof add.place>>,
    PanelError.InvalidOrder | PanelError.OrderWithheld | SpendError
  >(true)
  same<Effect.Effect.Error<ReturnType<typeof status.get>>, ReadError>(true)
  same<Effect.Effect.Error<ReturnType<typeof status.many>>, never>(true)
  same<Stream.Stream.Error<ReturnType<typeof status.follow>>, ReadError>(true)
  same<Effect.Effect.Error<ReturnType<typeof refill.request>>, SpendError>(true)
  same<Effect.Effect.Error<ReturnType<typeof refill.requestMany>>, never>(true)
  same<Effect.Effect.Error<ReturnType<typeof refillStatus.get>>, ReadError>(true)
  same<Effect.Effect.Error<ReturnType<typeof cancel.request>>, SpendError>(true)
  same<Effect.Effect.Error<typeof balance.get>, ReadError>(true)
  same<Effect.Effect.Error<typeof services.list>, ReadError>(true)
  same<Effect.Effect.Error<ReturnType<typeof services.get>>, ReadError>(true)
  same<Effect.Effect.Error<typeof services.invalidate>, never>(true)
  same<Call.Answered<Identifiers.OrderId, OrderStatus.Answer, ReadError>, Element<typeof status.many>>(true)
  same<Call.Answered<Identifiers.OrderId, Refill.Answer, SpendError>, Element<typeof refill.requestMany>>(
    true
  )
  same<Call.Answered<Identifiers.OrderId, void, SpendError>, Element<typeof cancel.requestMany>>(true)
  same<
    Call.Answered<Identifiers.RefillId, RefillStatus.Answer, ReadError>,
    Element<typeof refillStatus.many>
  >(true)
  same<PanelError.PanelError, ReadError | SpendError | PanelError.InvalidOrder | PanelError.OrderWithheld>(
    true
  )
  // An error never says `yes`: that is what success is for.
  same<PanelError.PanelError["processed"], Exclude<PanelError.Processed, "yes">>(true)
  same<PanelError.PanelError["fault"], PanelError.Fault>(true)
  // What spends fails with nothing that may have been done, but for `OutcomeUnknown`.
  same<Extract<SpendError, { readonly processed: "maybe" }>["_tag"], "OutcomeUnknown">(true)
  same<
    Refusal["_tag"] extends infer Tag ? (Tag extends "PanelUnavailable" ? never : Tag) : never,
    Exclude<Refusal["_tag"], "PanelUnavailable">
  >(true)
  // Methods need nothing: what they stand on is taken once.
  same<Effect.Effect.Context<ReturnType<typeof add.place>>, never>(true)
  same<Stream.Stream.Context<ReturnType<typeof status.follow>>, never>(true)

  // An error narrows by its tag.
  const decide = (error: AddOrder.AddOrderError) => {
    if (error._tag === "OutcomeUnknown") same<typeof error.processed, "maybe">(true)
    if (error._tag === "AccountRefusal") {
      same<typeof error.meaning, "bad-key" | "account-disabled" | "insufficient-funds">(true)
    }
    if (error._tag === "UnclassifiedRefusal") same<typeof error.meaning, null>(true)
  }
  decide(new PanelError.InvalidOrder({ field: "", value: "", remedy: "" }))

  // A program that does not name AddOrder cannot place an order.
  const placing = Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order))
  const looking = Effect.flatMap(OrderStatus.OrderStatus, ({ get }) => get(Identifiers.OrderId.make("1")))
  same<Effect.Effect.Context<typeof placing>, AddOrder.AddOrder>(true)
  same<RunsWith<typeof looking, OrderStatus.OrderStatus | Balance.Balance>, true>(true)
  same<RunsWith<typeof placing, Exclude<Panel.Actions, AddOrder.AddOrder>>, false>(true)
  same<RunsWith<typeof placing, Panel.Actions>, true>(true)
  for (const service of [status, refill, refillStatus, cancel, balance, services]) {
    // @ts-expect-error no other action can place
    void service.place
  }

  // Identifiers are not taken for each other, nor text for one of them.
  void [
    // @ts-expect-error a service is no order
    status.get(Identifiers.ServiceId.make("1")),
    // @ts-expect-error an order is no refill
    refillStatus.get(Identifiers.OrderId.make("1")),
    // @ts-expect-error text is no order
    refill.request("1")
  ]

  same<HasAny<typeof add>, false>(true)
  same<HasAny<typeof status>, false>(true)
  same<HasAny<typeof refill>, false>(true)
  same<HasAny<typeof refillStatus>, false>(true)
  same<HasAny<typeof cancel>, false>(true)
  same<HasAny<typeof balance>, false>(true)
  same<HasAny<typeof services>, false>(true)
}

/** Whether a program needs no more than these services. */
type RunsWith<Program, R> = Program extends Effect.Effect<unknown, unknown, R> ? true : false

type Element<F> = F extends (...args: never) => Effect.Effect<ReadonlyArray<infer One>> ? One : never

const service = Identifiers.ServiceId.make("1")
const link = "https://example.com/p/1"
const order: Order.Order = { type: "Default", service, link, quantity: 100 }
const of = (_: Order.Order): void => {}

/** A wrong, missing or foreign field does not compile, in any type of order. */
const fields = (): void => {
  // @ts-expect-error Default needs a quantity
  of({ type: "Default", service, link })
  // @ts-expect-error Default has no comments
  of({ type: "Default", service, link, quantity: 1, comments: ["a"] })
  // @ts-expect-error a quantity is no text
  of({ type: "Default", service, link, quantity: "1" })
  // @ts-expect-error a service is no text
  of({ type: "Default", service: "1", link, quantity: 1 })
  // @ts-expect-error Package needs a link
  of({ type: "Package", service })
  // @ts-expect-error Package has no quantity
  of({ type: "Package", service, link, quantity: 1 })
  // @ts-expect-error SEO needs keywords
  of({ type: "SEO", service, link, quantity: 1 })
  // @ts-expect-error keywords are a list
  of({ type: "SEO", service, link, quantity: 1, keywords: "a" })
  // @ts-expect-error Custom Comments need comments
  of({ type: "Custom Comments", service, link })
  // @ts-expect-error the comments are the quantity
  of({ type: "Custom Comments", service, link, comments: ["a"], quantity: 1 })
  // @ts-expect-error Custom Comments Package needs comments
  of({ type: "Custom Comments Package", service, link })
  // @ts-expect-error the comments are the quantity
  of({ type: "Custom Comments Package", service, link, comments: ["a"], quantity: 1 })
  // @ts-expect-error Mentions need user names
  of({ type: "Mentions", service, link, quantity: 1 })
  // @ts-expect-error Mentions have no hashtags
  of({ type: "Mentions", service, link, quantity: 1, usernames: ["a"], hashtags: ["b"] })
  // @ts-expect-error Mentions with Hashtags need hashtags
  of({ type: "Mentions with Hashtags", service, link, quantity: 1, usernames: ["a"] })
  // @ts-expect-error one hashtag is another type
  of({ type: "Mentions with Hashtags", service, link, quantity: 1, usernames: ["a"], hashtag: "b" })
  // @ts-expect-error Mentions Custom List needs user names
  of({ type: "Mentions Custom List", service, link })
  // @ts-expect-error the list is the quantity
  of({ type: "Mentions Custom List", service, link, usernames: ["a"], quantity: 1 })
  // @ts-expect-error Mentions Hashtag needs a hashtag
  of({ type: "Mentions Hashtag", service, link, quantity: 1 })
  // @ts-expect-error Mentions Hashtag takes its users from the hashtag
  of({ type: "Mentions Hashtag", service, link, quantity: 1, hashtag: "a", usernames: ["b"] })
  // @ts-expect-error Mentions User Followers needs a user name
  of({ type: "Mentions User Followers", service, link, quantity: 1 })
  // @ts-expect-error one user name, not a list
  of({ type: "Mentions User Followers", service, link, quantity: 1, username: ["a"] })
  // @ts-expect-error Mentions Media Likers needs a medium
  of({ type: "Mentions Media Likers", service, link, quantity: 1 })
  // @ts-expect-error a medium, not a user name
  of({ type: "Mentions Media Likers", service, link, quantity: 1, username: "a" })
  // @ts-expect-error Comment Likes needs a user name
  of({ type: "Comment Likes", service, link, quantity: 1 })
  // @ts-expect-error Comment Likes has no comments
  of({ type: "Comment Likes", service, link, quantity: 1, username: "a", comments: ["b"] })
  // @ts-expect-error Comment Replies need a user name
  of({ type: "Comment Replies", service, link, comments: ["a"] })
  // @ts-expect-error the comments are the quantity
  of({ type: "Comment Replies", service, link, username: "a", comments: ["b"], quantity: 1 })
  // @ts-expect-error Poll needs the answer to vote for
  of({ type: "Poll", service, link, quantity: 1 })
  // @ts-expect-error the answer is text
  of({ type: "Poll", service, link, quantity: 1, answer_number: 2 })
  // @ts-expect-error Invites from Groups need groups
  of({ type: "Invites from Groups", service, link, quantity: 1 })
  // @ts-expect-error groups are a list
  of({ type: "Invites from Groups", service, link, quantity: 1, groups: "a" })
  // @ts-expect-error Subscriptions need a delay
  of({ type: "Subscriptions", service, username: "a", min: 1, max: 2 })
  // @ts-expect-error Subscriptions have no link
  of({ type: "Subscriptions", service, link, username: "a", min: 1, max: 2, delay: 0 })
  // @ts-expect-error Web Traffic needs a country
  of({ type: "Web Traffic", service, link, quantity: 1, device: 1, type_of_traffic: 3 })
  // @ts-expect-error a device is a number
  of({ type: "Web Traffic", service, link, quantity: 1, country: "US", device: "1", type_of_traffic: 3 })
  // @ts-expect-error an open order's fields are under `fields`
  of({ type: "Other", service, link })
  // @ts-expect-error the fields of a form are text
  of({ type: "Other", service, fields: { quantity: 1 } })
  // @ts-expect-error an unheard-of type is an open order
  of({ type: "High Quality", service, link })
  // @ts-expect-error an order has a type
  of({ service, link, quantity: 1 })
}

const layers = (): void => {
  same<Layer.Layer.Error<ReturnType<typeof Panel.layer>>, Options.InvalidOption>(true)
  same<Layer.Layer.Context<ReturnType<typeof Panel.layer>>, Transport.Transport>(true)
  same<Layer.Layer.Success<ReturnType<typeof Panel.layer>>, Panel.Actions>(true)
  same<
    Panel.Actions,
    | Services.Services
    | AddOrder.AddOrder
    | OrderStatus.OrderStatus
    | Refill.Refill
    | RefillStatus.RefillStatus
    | CancelOrder.CancelOrder
    | Balance.Balance
  >(true)
  same<
    Layer.Layer.Error<ReturnType<typeof Panel.layerConfig>>,
    Options.InvalidOption | ConfigError.ConfigError
  >(true)
  same<typeof PanelConfig.config, Config.Config<PanelConfig.Options>>(true)
  same<Effect.Effect.Context<typeof OrderStatus.make>, PanelClient.PanelClient | Scope.Scope>(true)

  same<HasAny<typeof Panel.layer>, false>(true)
  same<HasAny<typeof Panel.layerConfig>, false>(true)
  same<HasAny<typeof PanelConfig.make>, false>(true)
  same<HasAny<typeof PanelConfig.layerConfig>, false>(true)
  same<HasAny<PanelClient.PanelClient.Service>, false>(true)
  same<HasAny<typeof HttpClientTransport.make>, false>(true)
  same<HasAny<typeof HttpClientTransport.layer>, false>(true)
  same<HasAny<Transport.Transport.Service>, false>(true)
  same<HasAny<typeof OrderForm.toForm>, false>(true)
  same<HasAny<typeof OrderForm.fromForm>, false>(true)
  same<HasAny<typeof Quote.quote>, false>(true)
  same<HasAny<typeof Quote.check>, false>(true)
  same<HasAny<typeof Quote.quantity>, false>(true)
  same<HasAny<typeof OrderState.isFinal>, false>(true)
  same<HasAny<typeof Money.format>, false>(true)
  same<HasAny<typeof Money.formatAmount>, false>(true)
  same<HasAny<typeof PanelError.isPanelError>, false>(true)
  same<HasAny<Offer.Offer>, false>(true)
  same<HasAny<Money.Money>, false>(true)
  same<HasAny<OrderStatus.Answer>, false>(true)
  same<HasAny<AddOrder.Answer>, false>(true)
  same<
    | IsAny<Order.Order>
    | IsAny<Meaning.Meaning>
    | IsAny<OrderState.OrderState>
    | IsAny<RefillState.RefillState>,
    false
  >(true)
  // The tool itself sees what it looks for.
  // biome-ignore lint/suspicious/noExplicitAny: what is looked for
  type Any = any
  same<HasAny<(value: string) => Effect.Effect<number, Any>>, true>(true)
  same<HasAny<(value: Any) => void>, true>(true)
  same<HasAny<{ readonly field: Any }>, true>(true)
  same<HasAny<{ readonly method: () => Any }>, true>(true)

  same<ReturnType<typeof Quote.quote>, Option.Option<Money.Money>>(true)
  same<ReturnType<typeof Quote.check>, Either.Either<Order.Order, PanelError.InvalidOrder>>(true)
  same<ReturnType<typeof OrderForm.fromForm>, Either.Either<Order.Order, PanelError.InvalidOrder>>(true)
}

describe("types", () => {
  it("are checked by the compiler, not here", () => {
    for (const one of [compiled, fields, layers]) assert.isFunction(one)
  })
})
