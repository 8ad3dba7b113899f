/**
 * The action `balance`: what is left on the account.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { isObject } from "./internal/json.js"
import { decimal, optional, record, someText } from "./internal/record.js"
import { folded } from "./internal/refusal.js"
import type { Money } from "./Money.js"
import { PanelClient } from "./PanelClient.js"
import type { ReadError } from "./PanelError.js"

/**
 * The answer. A balance may be negative, where accounts may owe.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Answer = record("Balance.Answer", { balance: decimal, currency: optional(someText) })

/**
 * @since 0.1.0
 * @category models
 */
export type Answer = typeof Answer.Type

const decode = Schema.decodeUnknownEither(Answer)

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
    readonly get: Effect.Effect<Money, BalanceError>
  }
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Balance.Service, never, PanelClient> = Effect.map(
  PanelClient,
  ({ read }) => ({
    get: read({ action: "balance", params: {}, decode: (json) => decode(documented(json)) }).pipe(
      Effect.map(({ balance, currency }) => ({ amount: balance, currency })),
      Effect.withSpan("Balance.get")
    )
  })
)

/**
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Balance, never, PanelClient> = Layer.effect(Balance, make)
