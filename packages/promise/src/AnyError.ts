/**
 * All errors as one union, for a `switch` that the compiler checks.
 *
 * @since 0.1.0
 */
import type { AlreadySettled, InvalidCursor, UnknownLine, UnknownOrder } from "./FollowErrors.js"
import type { KeyConflict, OutcomeUnrecorded, StoreError } from "./JournalErrors.js"
import type { Interrupted, NotSent, OrderWithheld, OutcomeUnknown, UnexpectedAnswer } from "./PanelErrors.js"
import type { Refusal } from "./Refusals.js"
import { SmmkitError } from "./SmmkitError.js"
import type { Defect, InvalidArgument, InvalidOption, InvalidOrder, PanelClosed } from "./UsageErrors.js"

/**
 * Every error of this package.
 *
 * @since 0.1.0
 * @category errors
 */
export type AnyError =
  | Refusal
  | UnexpectedAnswer
  | NotSent
  | Interrupted
  | OutcomeUnknown
  | InvalidOrder
  | OrderWithheld
  | StoreError
  | KeyConflict
  | OutcomeUnrecorded
  | UnknownOrder
  | UnknownLine
  | AlreadySettled
  | InvalidCursor
  | InvalidArgument
  | InvalidOption
  | PanelClosed
  | Defect

/**
 * Whether a value is an error of this package, of any copy of it; after it, a `switch` over `code` knows the
 * fields of each.
 *
 * @example
 * import { createPanel, isSmmkitError } from "@smmkit/promise"
 *
 * const panel = createPanel({ url: "http://127.0.0.1:9/api/v2", key: "fake-key", retries: 0 })
 * const error: unknown = await panel.orders.status("1").catch((error: unknown) => error)
 *
 * assert.ok(isSmmkitError(error) && error.code === "NotSent" && error.reason === "refused")
 *
 * @since 0.1.0
 * @category guards
 */
export const isSmmkitError = (value: unknown): value is AnyError => value instanceof SmmkitError
