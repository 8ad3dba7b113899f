/**
 * Where a program begins.
 *
 * @since 0.1.0
 */
import { make } from "./internal/panel.js"
import type { PanelOptions } from "./Options.js"
import type { Panel } from "./Panel.js"

/**
 * A panel from its address and key, by default `SMMKIT_URL` and `SMMKIT_KEY`. Nothing is read and nothing opened
 * before the first call.
 *
 * @example
 * import { createPanel } from "@smmkit/promise"
 * import { startSandbox } from "@smmkit/promise/sandbox"
 *
 * const sandbox = await startSandbox({ balance: "12.50" })
 * const panel = createPanel(sandbox)
 *
 * assert.deepStrictEqual(await panel.balance(), { amount: "12.5", currency: "USD" })
 *
 * await panel.close()
 * await sandbox.close()
 *
 * @since 0.1.0
 * @category constructors
 */
export const createPanel = (options: PanelOptions = {}): Panel => make(options)
