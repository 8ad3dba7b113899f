/**
 * All seven actions of a sandbox in this process: the shortest way to try a program.
 *
 * @since 0.1.0
 */

import type { InvalidOption } from "@smmkit/core/Options"
import * as Panel from "@smmkit/core/Panel"
import type * as PanelConfig from "@smmkit/core/PanelConfig"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
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
