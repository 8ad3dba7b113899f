/** What the tests share: a sandbox with its client, and the actions of that client at hand. */
import { type Call, Identifiers, type Order, Panel, type PanelConfig, type PanelError } from "@smmkit/core"
import * as AddOrder from "@smmkit/core/AddOrder"
import * as Balance from "@smmkit/core/Balance"
import * as CancelOrder from "@smmkit/core/CancelOrder"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Refill from "@smmkit/core/Refill"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import * as Services from "@smmkit/core/Services"
import { type Exchange, Sandbox, type SandboxOptions, SandboxPanel, SandboxTransport } from "@smmkit/sandbox"
import { type Duration, Effect, Either, Layer, Option, Redacted, TestClock } from "effect"

/** Everything a test asks of a panel. Nothing is repeated and nothing waits, unless the test says so. */
export const panel = (
  options?: SandboxOptions.Options,
  config?: Partial<Omit<PanelConfig.Options, "url" | "key">>
) => SandboxPanel.layer(options, { retries: 0, batchWindow: 0, ...config })

/** A panel whose client has a key of its own choice. */
export const panelWithKey = (key: string, options?: SandboxOptions.Options) =>
  Panel.layer({ url: SandboxTransport.url, key: Redacted.make(key), retries: 0, batchWindow: 0 }).pipe(
    Layer.provide(SandboxTransport.layer),
    Layer.provideMerge(Sandbox.layer(options))
  )

export const orderId = (id: string | number) => Identifiers.OrderId.make(String(id))
export const refillId = (id: string | number) => Identifiers.RefillId.make(String(id))

export const actions = Effect.all({
  sandbox: Sandbox.Sandbox,
  services: Services.Services,
  addOrder: AddOrder.AddOrder,
  status: OrderStatus.OrderStatus,
  refill: Refill.Refill,
  refillStatus: RefillStatus.RefillStatus,
  cancel: CancelOrder.CancelOrder,
  balance: Balance.Balance
})

/** What a refusal means, if it is one. */
export const meaning = (error: PanelError.PanelError) => ("meaning" in error ? error.meaning : null)

/** Of answers about many, what each comes to: something of the answer, or the meaning of the refusal. */
export const outcomes = <Id, A, E extends PanelError.PanelError>(
  answers: ReadonlyArray<Call.Answered<Id, A, E>>,
  show: (answer: A) => unknown
): ReadonlyArray<unknown> =>
  answers.map(({ result }) => Either.match(result, { onLeft: meaning, onRight: show }))

/** The first service that a test is content with. */
export const find = (
  sandbox: Sandbox.Sandbox.Service,
  wanted: {
    readonly type?: Order.ServiceType
    readonly refill?: boolean
    readonly cancel?: boolean
    readonly dripfeed?: boolean
  }
) => {
  const { type = "Default", refill, cancel, dripfeed } = wanted
  const offer = sandbox.catalogue.find(
    (one) =>
      one.service.type === type &&
      (refill === undefined || Option.contains(one.service.refill, refill)) &&
      (cancel === undefined || Option.contains(one.service.cancel, cancel)) &&
      (dripfeed === undefined || one.dripfeed === dripfeed)
  )
  if (offer === undefined) throw new Error(`no service of type ${type}`)
  const { service } = offer
  const min = Option.getOrElse(service.min, () => 1)
  const max = Option.getOrElse(service.max, () => 1)
  const rate = Option.getOrThrow(service.rate)
  return { offer, service, id: service.service, min, max, rate }
}

export const link = (name: string | number = 1) => `https://example.com/p/${name}`

/** One call by hand, as the text of its answer. */
export const say = (form: Exchange.Form) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    const exchange = yield* sandbox.handle({ key: sandbox.key, ...form })
    return exchange._tag === "Answered" ? exchange.reply.body : exchange._tag
  })

/** One call by hand, as the value of its answer. */
export const ask = (form: Exchange.Form): Effect.Effect<unknown, never, Sandbox.Sandbox> =>
  Effect.map(say(form), (text) => JSON.parse(text))

export const pass = (duration: Duration.DurationInput) => TestClock.adjust(duration)

/** Whether all cases of what has very many are run, which takes minutes: with `SMMKIT_SANDBOX=long`. */
const isLong = process.env["SMMKIT_SANDBOX"] === "long"

/** How many random cases are run. */
export const runs = (few: number, many: number): number => (isLong ? many : few)

/** Whether the case of some number is among those that are run: all, or one of so many. */
export const isRun = (nth: number, of: number): boolean => isLong || nth % of === 0
