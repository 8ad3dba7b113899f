/**
 * What is wrong with how this package is used, and what is wrong with the package itself.
 *
 * @since 0.1.0
 */
import { SmmkitError } from "./SmmkitError.js"

abstract class Misuse extends SmmkitError {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning = null
  /** The name of the field, what it holds (as text; empty where nothing, or a secret), and what would be right. */
  declare readonly field: string
  declare readonly value: string
  declare readonly remedy: string

  constructor(message: string, fields: Pick<Misuse, "field" | "value" | "remedy">) {
    super(message, fields)
  }
}

/**
 * An option of `createPanel` that cannot be worked with. Thrown at once, or at the first call where the
 * option comes from the environment.
 *
 * @example
 * import { createPanel, InvalidOption } from "@smmkit/promise"
 *
 * const made = () => createPanel({ url: "http://panel.example/api/v2", key: "fake-key" })
 *
 * assert.throws(made, InvalidOption) // not HTTPS
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidOption extends Misuse {
  override get code(): "InvalidOption" {
    return "InvalidOption"
  }
}

/**
 * An argument of a call that cannot be worked with. Nothing was sent.
 *
 * @example
 * import { createPanel, InvalidArgument } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
 * const error: unknown = await panel.orders.statuses(["1", ""]).catch((error: unknown) => error)
 *
 * assert.ok(error instanceof InvalidArgument)
 * assert.strictEqual(error.field, "ids[1]")
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidArgument extends Misuse {
  override get code(): "InvalidArgument" {
    return "InvalidArgument"
  }
}

/**
 * The order breaks a rule of the protocol or of its service. Nothing was sent.
 *
 * @example
 * import { createPanel, InvalidOrder } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
 * const placing = panel.orders.place({ service: "1", link: "https://example.com/p/1", quantity: 0 })
 * const error: unknown = await placing.catch((error: unknown) => error)
 *
 * assert.ok(error instanceof InvalidOrder)
 * assert.strictEqual(error.message, 'quantity is "0": give a whole number from 1')
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidOrder extends Misuse {
  override get code(): "InvalidOrder" {
    return "InvalidOrder"
  }
}

/**
 * The panel was closed before the call was sent, or while it read. Nothing was done.
 *
 * @example
 * import { createPanel, PanelClosed } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
 * await panel.close()
 * const error: unknown = await panel.balance().catch((error: unknown) => error)
 *
 * assert.ok(error instanceof PanelClosed)
 *
 * @since 0.1.0
 * @category errors
 */
export class PanelClosed extends SmmkitError {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
  readonly meaning = null

  override get code(): "PanelClosed" {
    return "PanelClosed"
  }
}

/**
 * This package itself broke down, which is worth a report. What a call that spends may have done by then is
 * `maybe`.
 *
 * @example
 * import { Defect } from "@smmkit/promise"
 *
 * const error = new Defect("smmkit broke down: Error: boom", { processed: "no" })
 *
 * assert.strictEqual(error.fault, "local")
 *
 * @since 0.1.0
 * @category errors
 */
export class Defect extends SmmkitError {
  declare readonly processed: "no" | "maybe"
  readonly retryable = false
  readonly fault = "local"
  readonly meaning = null

  constructor(message: string, fields: Pick<Defect, "processed">) {
    super(message, fields)
  }

  override get code(): "Defect" {
    return "Defect"
  }
}
