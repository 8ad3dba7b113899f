/// <reference lib="esnext.disposable" preserve="true" />
/**
 * A whole panel on this machine, to try programs against without an account: it takes orders, delivers them over
 * time, and spends no money. Delivery is simulated; it touches no social network.
 *
 * @since 0.1.0
 */
import { start } from "./internal/sandbox.js"

/**
 * What can be said about a sandbox before it starts.
 *
 * @since 0.1.0
 * @category models
 */
export interface SandboxOptions {
  /** What the account holds at first, as an exact text. Default: `1000`. */
  readonly balance?: string | undefined
  /** How many times faster than life orders are delivered, up to 1 000 000. Default: 1. */
  readonly speed?: number | undefined
  /** How many services the catalogue has. Default: 60. */
  readonly services?: number | undefined
  /** Mishaps by chance, such as `{ "dropped-after": 0.2 }`. Default: none. */
  readonly mishaps?: Readonly<Record<string, number>> | undefined
  /** Where it listens on loopback. Default: a free port. */
  readonly port?: number | undefined
}

/**
 * A sandbox that runs. It can be given to `createPanel` as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sandbox {
  readonly url: string
  readonly key: string
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a sandbox, which keeps the process alive until it is closed.
 *
 * @example
 * import { createPanel } from "@smmkit/promise"
 * import { startSandbox } from "@smmkit/promise/sandbox"
 *
 * const sandbox = await startSandbox({ balance: "7.5" })
 * const panel = createPanel(sandbox)
 *
 * assert.strictEqual((await panel.balance()).amount, "7.5")
 *
 * await panel.close()
 * await sandbox.close()
 *
 * @since 0.1.0
 * @category constructors
 */
export const startSandbox = (options: SandboxOptions = {}): Promise<Sandbox> => start(options)
