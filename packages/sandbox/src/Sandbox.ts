/**
 * A whole panel in memory: it answers calls, and shows a test what they came to.
 *
 * @since 0.1.0
 */
import type { InvalidOption } from "@smmkit/core/Options"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Control from "./internal/control.js"
import { check, type Options, type SandboxError } from "./SandboxOptions.js"
import type * as Models from "./SandboxService.js"

export type { Calls, Fired } from "./SandboxService.js"

/**
 * The panel, and the control over it.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.flatMap(Sandbox.Sandbox, (sandbox) => sandbox.ledger.isBalanced)
 *
 * assert.strictEqual(Effect.runSync(Effect.provide(program, Sandbox.layer())), true)
 *
 * @since 0.1.0
 * @category tags
 */
export class Sandbox extends Context.Tag("@smmkit/sandbox/Sandbox")<Sandbox, Sandbox.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Sandbox {
  /**
   * @since 0.1.0
   * @category models
   */
  export type Service = Models.Service

  /**
   * @since 0.1.0
   * @category models
   */
  export type Books = Models.Books

  /**
   * @since 0.1.0
   * @category models
   */
  export type Logs = Models.Logs

  /**
   * @since 0.1.0
   * @category models
   */
  export type ServiceControl = Models.ServiceControl

  /**
   * @since 0.1.0
   * @category models
   */
  export type Accounts = Models.Accounts

  /**
   * @since 0.1.0
   * @category models
   */
  export type Faults = Models.Faults
}

/**
 * A sandbox for programs that hold several at once.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const [cheap, dear] = Effect.runSync(Effect.all([Sandbox.make({ seed: 1 }), Sandbox.make({ seed: 2 })]))
 *
 * assert.notDeepEqual(cheap.catalogue, dear.catalogue)
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options?: Options): Effect.Effect<Sandbox.Service, SandboxError | InvalidOption> =>
  Effect.flatMap(check(options), Control.make)

/**
 * A sandbox. Each layer made here is a panel of its own.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const sandbox = yield* Sandbox.Sandbox
 *   const exchange = yield* sandbox.handle({ key: sandbox.key, action: "balance" })
 *   return exchange._tag === "Answered" ? exchange.reply.body : exchange._tag
 * })
 *
 * const answer = Effect.runSync(Effect.provide(program, Sandbox.layer({ balance: "12.5" })))
 *
 * assert.strictEqual(answer, '{"balance":"12.5","currency":"USD"}')
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Sandbox, SandboxError | InvalidOption> =>
  Layer.effect(Sandbox, make(options))
