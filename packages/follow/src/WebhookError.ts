/**
 * What can go wrong with webhooks.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A request that is not to be believed, or not to be heeded.
 *
 * - `incomplete`: a header is missing
 * - `malformed`: a header cannot be read, or is there twice
 * - `old`, `early`: it was signed longer ago, or later from now, than is tolerated
 * - `forged`: no signature of it is one by these secrets
 * - `unreadable`: it is signed well, but is no event that this version knows
 *
 * Answer it with 400, so that it is sent again and shows up among the sender's dead letters.
 *
 * @example
 * import { WebhookError } from "@smmkit/follow"
 *
 * const error = new WebhookError.Refused({ reason: "forged", detail: "" })
 *
 * assert.strictEqual(error.message, "The webhook is refused: it is not signed by any of these secrets")
 *
 * @since 0.1.0
 * @category errors
 */
export class Refused extends Schema.TaggedError<Refused>("@smmkit/follow/WebhookRefused")("WebhookRefused", {
  reason: Schema.Literal("incomplete", "malformed", "old", "early", "forged", "unreadable"),
  detail: Schema.String
}) {
  override get message(): string {
    const why = {
      incomplete: "a header of it is missing",
      malformed: "a header of it cannot be read",
      old: "it was signed too long ago",
      early: "it was signed for a later time",
      forged: "it is not signed by any of these secrets",
      unreadable: "its body is no event of this version"
    }
    return `The webhook is refused: ${why[this.reason]}${this.detail === "" ? "" : ` (${this.detail})`}`
  }
}

/**
 * The receiver has answered 410: it wants no more of these webhooks. The cursor stays where it is; deliver again
 * to another address, or drop the cursor so that the log need not be kept for it.
 *
 * @example
 * import { WebhookError } from "@smmkit/follow"
 *
 * const error = new WebhookError.NoLongerWanted({ name: "shop", event: "main/7" })
 *
 * assert.ok(error.message.includes("shop"))
 *
 * @since 0.1.0
 * @category errors
 */
export class NoLongerWanted extends Schema.TaggedError<NoLongerWanted>(
  "@smmkit/follow/WebhookNoLongerWanted"
)("WebhookNoLongerWanted", { name: Schema.String, event: Schema.String }) {
  override get message(): string {
    return `The receiver of the webhook ${JSON.stringify(this.name)} has answered 410 to event ${this.event}: it wants no more of them`
  }
}
