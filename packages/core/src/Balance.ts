/**
 * The action `balance`: what is left on the account.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { about, decimal, optional, reader, someText } from "./internal/answer.js"
import { isObject } from "./internal/json.js"
import { spanOf, traced } from "./internal/observe.js"
import { folded } from "./internal/refusals/texts.js"
import * as Money from "./Money.js"
import { type CallOptions, PanelClient } from "./PanelClient.js"
import type { ReadError } from "./PanelError.js"

/**
 * The answer. A balance may be negative, where accounts may owe.
 *
 * @example
 * import { Balance } from "@smmkit/core"
 * import { Option, Schema } from "effect"
 *
 * const { currency } = Schema.decodeUnknownSync(Balance.Answer)({ balance: "100.84292", currency: "USD" })
 *
 * assert.deepStrictEqual(currency, Option.some("USD"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = Schema.Struct({
  balance: decimal,
  currency: optional(someText)
}).annotations(about("Balance.Answer"))

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

const decode = reader(Answer)

/** The answer as documented, where a panel capitalised its fields, renamed one, or sent a bare number. */
const documented = (json: unknown): unknown => {
  if (!isObject(json)) return { balance: json }
  if ("balance" in json) return json
  const fields = folded(json)
  return {
    balance: fields["amount"] ?? fields["funds"],
    ...(isObject(fields["data"]) ? folded(fields["data"]) : {}),
    ...fields
  }
}

/**
 * What `get` can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type BalanceError = ReadError

/**
 * Asking what is left on the account.
 *
 * @example
 * import { Balance, Money } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(Balance.Balance, (balance) => balance.get)
 * const money = await Effect.runPromise(Effect.provide(program, SandboxPanel.layer({ balance: "12.5" })))
 *
 * assert.strictEqual(Money.format(money), "12.5 USD")
 *
 * @since 0.1.0
 * @category tags
 */
export class Balance extends Context.Tag("@smmkit/core/Balance")<Balance, Balance.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Balance {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** What is left on the account now, exact, in the account's currency where the panel names it. */
    readonly get: Effect.Effect<Money.Money, BalanceError>
    /** As `get`, with a deadline of its own. */
    readonly getWith: (options: CallOptions) => Effect.Effect<Money.Money, BalanceError>
  }
}

/**
 * Makes the service over the client of a panel.
 *
 * @example
 * import { Balance } from "@smmkit/core"
 * import { Effect, Layer } from "effect"
 *
 * // What `layer` does; wrap it to add something of your own.
 * const layer = Layer.effect(Balance.Balance, Effect.tap(Balance.make, Effect.logDebug("Balance is there")))
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Balance.Service, never, PanelClient> = Effect.map(
  PanelClient,
  ({ config, read }) => {
    const getWith = (options?: CallOptions) =>
      traced(
        Effect.map(
          read({ action: "balance", params: {}, decode: (json) => decode(documented(json)) }, options),
          ({ balance, currency }) => Money.make(balance, Option.getOrUndefined(currency))
        ),
        "Balance.get",
        spanOf(config.host, "balance")
      )
    return { get: getWith(), getWith }
  }
)

/**
 * The service over the client of a panel. Give all actions of one panel the same client: they then share
 * its rate limit and its concurrency bound.
 *
 * @example
 * import { Balance, PanelClient } from "@smmkit/core"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * // This action alone: the program carries no code of the others. What is left to provide is a transport.
 * const layer = Balance.layer(client)
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(client: Layer.Layer<PanelClient, E, R>): Layer.Layer<Balance, E, R> =>
  Layer.provide(Layer.effect(Balance, make), client)
