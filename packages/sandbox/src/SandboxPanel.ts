/**
 * All seven actions of a sandbox in this process: the shortest way to try a program.
 *
 * @since 0.1.0
 */

import type { InvalidOption } from "@smmkit/core/Options"
import * as Panel from "@smmkit/core/Panel"
import type * as PanelConfig from "@smmkit/core/PanelConfig"
import { Transport } from "@smmkit/core/Transport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Sandbox from "./Sandbox.js"
import type { Options, SandboxError } from "./SandboxOptions.js"
import * as SandboxTransport from "./SandboxTransport.js"

/**
 * The seven actions, and the sandbox behind them for looking into. `config` is what `Panel.layer` takes,
 * without address and key.
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
 * @category layers
 */
export const layer = (
  options?: Options,
  config?: Omit<PanelConfig.Options, "url" | "key">
): Layer.Layer<Panel.Actions | Sandbox.Sandbox, SandboxError | InvalidOption> =>
  Effect.map(Sandbox.Sandbox, ({ key }) =>
    Panel.layer({ ...config, url: SandboxTransport.url, key: Redacted.make(key) })
  ).pipe(
    Layer.unwrapEffect,
    Layer.provide(SandboxTransport.layer),
    Layer.provideMerge(Sandbox.layer(options))
  )

/**
 * A second account in one line: it is created with a key of its own, and its seven actions are given, for a
 * program to hold beside those of `main`. The key is by default the account's name with `-key` behind it.
 *
 * @example
 * import { Money } from "@smmkit/core"
 * import { SandboxPanel } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const other = yield* SandboxPanel.account({ name: "other", balance: "7.5" })
 *   return Money.format(yield* other.balance.get)
 * })
 *
 * const layer = SandboxPanel.layer()
 *
 * assert.strictEqual(await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer))), "7.5 USD")
 *
 * @since 0.1.0
 * @category constructors
 */
export const account = (
  {
    name,
    key = `${name}-key`,
    ...rest
  }: { readonly name: string; readonly key?: string | undefined } & Omit<
    Parameters<Sandbox.Sandbox.Accounts["create"]>[0],
    "name" | "key"
  >,
  config?: Omit<PanelConfig.Options, "url" | "key">
): Effect.Effect<Panel.Panel, SandboxError | InvalidOption, Sandbox.Sandbox | Scope.Scope> =>
  Effect.flatMap(Sandbox.Sandbox, (sandbox) =>
    Effect.zipRight(
      sandbox.accounts.create({ name, key, ...rest }),
      Effect.provideService(
        Panel.make({ ...config, url: SandboxTransport.url, key: Redacted.make(key) }),
        Transport,
        SandboxTransport.make(sandbox)
      )
    )
  )
