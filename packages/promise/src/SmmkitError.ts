/**
 * What every rejection is: an error of one of the classes below this one, which says whether the panel acted,
 * whether the same call may be made again, and whose business it is to put it right.
 *
 * @since 0.1.0
 */

/**
 * Whether the panel acted on the call: `no` it did not, `maybe` that cannot be told, `yes` it did.
 *
 * @since 0.1.0
 * @category models
 */
export type Processed = "no" | "maybe" | "yes"

/**
 * Whose business it is: the `caller`'s request, the `account`, the `panel`, the `network`, or the
 * `local` machine.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "caller" | "account" | "panel" | "network" | "local"

/**
 * What a refusal for the account's sake means.
 *
 * @since 0.1.0
 * @category models
 */
export type AccountMeaning = "bad-key" | "account-disabled" | "insufficient-funds"

/**
 * What it means that the panel knows no such thing.
 *
 * @since 0.1.0
 * @category models
 */
export type NotFoundMeaning = "bad-service" | "order-not-found" | "refill-not-found"

/**
 * What a refusal of the request means.
 *
 * @since 0.1.0
 * @category models
 */
export type RequestMeaning =
  | "service-disabled"
  | "bad-link"
  | "quantity-low"
  | "quantity-high"
  | "quantity-range"
  | "missing-parameter"
  | "bad-comments"
  | "bad-dripfeed"
  | "min-above-max"
  | "duplicate-active"
  | "quota"
  | "refill-unavailable"
  | "refill-too-early"
  | "refill-already"
  | "refill-failed"
  | "cancel-impossible"
  | "cancel-already"
  | "bad-action"
  | "wrong-address"
  | "bad-request"

/**
 * What it means that the panel is out of order.
 *
 * @since 0.1.0
 * @category models
 */
export type UnavailableMeaning = "maintenance" | "server-error" | "blocked"

/**
 * What a panel means by its refusal, whatever words, language or number it puts it in.
 *
 * @since 0.1.0
 * @category models
 */
export type Meaning = AccountMeaning | NotFoundMeaning | RequestMeaning | "rate-limited" | UnavailableMeaning

/** Known to every copy of this package, so that `instanceof` works across two of them. */
const brand = Symbol.for("@smmkit/promise/SmmkitError")

const nameIn = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || !(brand in value)) return undefined
  return value[brand]
}

/**
 * The base of all errors. `instanceof` tells its classes apart, also those of another copy of this package;
 * so does `code`, which is the class's name. `JSON.stringify` gives all of it, and no API key is ever in it.
 *
 * @example
 * import { createPanel, SmmkitError } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "http://127.0.0.1:9/api/v2", key: "fake-key", retries: 0 })
 * const error: unknown = await panel.balance().catch((error: unknown) => error)
 *
 * assert.ok(error instanceof SmmkitError)
 * assert.deepStrictEqual([error.code, error.processed, error.fault], ["NotSent", "no", "network"])
 *
 * @since 0.1.0
 * @category errors
 */
export abstract class SmmkitError extends Error {
  /** The class's name, to switch on. */
  abstract readonly code: string
  abstract readonly processed: Processed
  /** Whether the same call may be made again soon. Of a call that spends, only where nothing can have been done. */
  abstract readonly retryable: boolean
  abstract readonly fault: Fault
  /** What the panel means, where it refused in words that are known. */
  abstract readonly meaning: Meaning | null

  constructor(message: string, fields: object = {}, cause?: SmmkitError | undefined) {
    super(message, cause === undefined ? {} : { cause })
    Object.assign(this, fields)
    // The class has it, which is how `instanceof` knows the class; the error has it to be seen by loggers.
    Object.defineProperty(this, "code", { value: Reflect.get(this, "code"), enumerable: true })
  }

  override get name(): string {
    return this.code
  }

  /** The error as plain JSON. */
  toJSON(): Readonly<Record<string, unknown>> {
    const cause: unknown = this.cause
    return {
      name: this.name,
      message: this.message,
      ...Object.fromEntries(Object.entries(this)),
      ...(cause === undefined ? {} : { cause })
    }
  }

  get [brand](): string {
    return this.code
  }
}

/** Whether a value is an error of a class, made by whichever copy of this package. */
function isInstance(this: typeof SmmkitError, value: unknown): boolean {
  const name = nameIn(value)
  if (name === undefined) return false
  if (this === SmmkitError) return true
  // A class that somebody else derived has no name here, and what is made of it is made by it.
  return Object.hasOwn(this.prototype, "code")
    ? name === this.prototype.code
    : Object.prototype.isPrototypeOf.call(this.prototype, Object(value))
}

Object.defineProperty(SmmkitError, Symbol.hasInstance, { value: isInstance })
