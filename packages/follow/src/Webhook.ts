/**
 * Events told to a program elsewhere: one POST an event, signed by the conventions of Standard Webhooks
 * (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
 *
 * @since 0.1.0
 */
import * as Headers from "@effect/platform/Headers"
import * as Options from "@smmkit/core/Options"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { FollowEvent } from "./FollowEvent.js"
import { Message } from "./internal/webhook/message.js"
import * as Signing from "./internal/webhook/signing.js"
import { Refused } from "./WebhookError.js"

/**
 * A secret that sender and receiver share: `whsec_` and 24 to 64 random bytes in Base64.
 *
 * @since 0.1.0
 * @category models
 */
export type Secret = Redacted.Redacted<string>

/**
 * A new secret of 32 random bytes.
 *
 * @example
 * import { Webhook } from "@smmkit/follow"
 * import { Effect, Redacted } from "effect"
 *
 * const secret = await Effect.runPromise(Webhook.newSecret)
 *
 * assert.ok(Redacted.value(secret).startsWith("whsec_"))
 *
 * @since 0.1.0
 * @category secrets
 */
export const newSecret: Effect.Effect<Secret> = Effect.sync(() =>
  Signing.secretOf(crypto.getRandomValues(new Uint8Array(32)))
)

/**
 * What a receiver verifies: the request as it came, and the secrets by which it may be signed, the new one and the
 * old one while they are changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Received {
  readonly secrets: ReadonlyArray<Secret>
  readonly headers: Headers.Input
  /** The body, byte by byte as it came: what was parsed and written again has another signature. */
  readonly body: string | Uint8Array
  /** How far the time of signing may be from now, to either side. Default: 5 minutes. */
  readonly tolerance?: Duration.DurationInput | undefined
}

const check = Options.checker("webhook")

/** The keys of secrets, or which of the options is wrong. */
const keys = (secrets: ReadonlyArray<Secret>) =>
  check(
    "secrets",
    secrets,
    (value) =>
      Array.isArray(value) && secrets.length > 0
        ? Either.all(secrets.map(Signing.keyOf))
        : Either.left("give at least one"),
    { isSecret: true }
  )

const header = (headers: Headers.Headers, name: string, shape: RegExp) => {
  const value = headers[name]
  if (value === undefined || value === "") return new Refused({ reason: "incomplete", detail: name })
  return shape.test(value) ? Effect.succeed(value) : new Refused({ reason: "malformed", detail: name })
}

/**
 * An event that was received, and the ID of its message: the same however often it comes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Delivered {
  readonly id: string
  readonly event: FollowEvent
}

/**
 * The event in a request that was signed by one of the secrets, not long ago. Anything else is `Refused`; signatures
 * are compared in constant time. It needs nothing but the platform's own cryptography: Node, Bun, Deno or Workers.
 *
 * The same event may come more than once, and a later one before it: the `id` tells whether it was there before,
 * the event's `n` which of two of one order is the later.
 *
 * @example
 * import { Webhook } from "@smmkit/follow"
 * import { Effect } from "effect"
 *
 * const handle = (request: Request) =>
 *   Effect.gen(function* () {
 *     const body = yield* Effect.promise(() => request.text())
 *     const secrets = [yield* Webhook.newSecret]
 *     const { id } = yield* Webhook.verify({ secrets, headers: request.headers, body })
 *     return new Response(id)
 *   }).pipe(Effect.catchTag("WebhookRefused", () => Effect.succeed(new Response(null, { status: 400 }))))
 *
 * const forged = new Request("https://shop.example/hook", { method: "POST", body: "{}" })
 * assert.strictEqual((await Effect.runPromise(handle(forged))).status, 400)
 *
 * @since 0.1.0
 * @category receiving
 */
export const verify = ({
  secrets,
  headers: given,
  body,
  tolerance = "5 minutes"
}: Received): Effect.Effect<Delivered, Refused | Options.InvalidOption> =>
  Effect.gen(function* () {
    const known = yield* keys(secrets)
    const within = yield* check("tolerance", tolerance, Options.time({ most: Duration.days(1) }))
    const headers = Headers.fromInput(given)
    const id = yield* header(headers, "webhook-id", /^[^\s.]{1,512}$/)
    const seconds = yield* header(headers, "webhook-timestamp", /^\d{1,12}$/)
    const signatures = yield* header(headers, "webhook-signature", /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/)
    const age = (yield* Clock.currentTimeMillis) - Number(seconds) * 1000
    const limit = Duration.toMillis(within)
    if (age > limit) return yield* new Refused({ reason: "old", detail: `${Math.round(age / 1000)} s ago` })
    if (age < -limit)
      return yield* new Refused({ reason: "early", detail: `in ${Math.round(-age / 1000)} s` })
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body
    if (!(yield* Signing.isSigned(known, { id, seconds, body: bytes, signatures })))
      return yield* new Refused({ reason: "forged", detail: "" })
    const message = yield* Effect.mapError(
      Schema.decode(Message)(new TextDecoder().decode(bytes)),
      () => new Refused({ reason: "unreadable", detail: id })
    )
    return { id, event: message.data }
  })
