/**
 * What a call comes to, as the wire shows it: a reply, sooner or later, or a connection that fails.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The fields of a call as the panel gets them: `key`, `action`, and what the action takes.
 *
 * @since 0.1.0
 * @category models
 */
export type Form = Readonly<Record<string, string>>

/**
 * An HTTP reply.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reply {
  readonly status: number
  /** Names in lower case; `content-length` is left to whoever sends it. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The end of one call, `after` so many milliseconds.
 *
 * - `Answered`: the reply comes
 * - `Halved`: the reply begins, and the connection breaks in the middle of its body
 * - `Cut`: the connection breaks before a byte of the reply
 * - `Refused`: no connection is made (over HTTP, where one is made already, it breaks at once)
 * - `Silent`: no reply ever comes
 *
 * @since 0.1.0
 * @category models
 */
export type Exchange =
  | { readonly _tag: "Answered"; readonly reply: Reply; readonly after: number }
  | { readonly _tag: "Halved"; readonly reply: Reply; readonly after: number }
  | { readonly _tag: "Cut"; readonly after: number }
  | { readonly _tag: "Refused"; readonly after: number }
  | { readonly _tag: "Silent" }

/**
 * The actions of the protocol.
 *
 * @since 0.1.0
 * @category models
 */
export type Action = typeof Action.Type

/**
 * The actions of the protocol.
 *
 * @example
 * import { Exchange } from "@smmkit/sandbox"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(Exchange.Action)("refill_status"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Action = Schema.Literal(
  "services",
  "add",
  "status",
  "refill",
  "refill_status",
  "cancel",
  "balance"
)
