/**
 * Events told to a program elsewhere: one POST an event, signed by the conventions of Standard Webhooks
 * (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
 *
 * @since 0.1.0
 */
import * as Headers from "@effect/platform/Headers"
import type { HttpClient } from "@effect/platform/HttpClient"
import * as Options from "@smmkit/core/Options"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { InvalidCursor } from "./FollowError.js"
import type { FollowEvent } from "./FollowEvent.js"
import { type EventId, FollowStore, type Letter } from "./FollowStore.js"
import * as Given from "./internal/given.js"
import * as Delivery from "./internal/webhook/delivery.js"
import { Message } from "./internal/webhook/message.js"
import * as Signing from "./internal/webhook/signing.js"
import { type NoLongerWanted, Refused } from "./WebhookError.js"

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

/** More than are ever changed at once. */
const mostSecrets = 20

/** The keys of secrets, or which of the options is wrong. */
const keys = (secrets: ReadonlyArray<Secret>) =>
  check(
    "secrets",
    secrets,
    (value) =>
      Array.isArray(value) && secrets.length > 0 && secrets.length <= mostSecrets
        ? Either.all(secrets.map(Signing.keyOf))
        : Either.left(`give 1 to ${mostSecrets} of them in a list`),
    { isSecret: true }
  )

const receivedNames = ["secrets", "headers", "body", "tolerance"]

const isBody = Options.is(
  (value): value is string | Uint8Array => typeof value === "string" || value instanceof Uint8Array,
  "give the body as it came: its text, or its bytes"
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
export const verify = (received: Received): Effect.Effect<Delivered, Refused | Options.InvalidOption> =>
  Effect.gen(function* () {
    const own = yield* Given.options(check, received, receivedNames)
    const { secrets, headers: given, body, tolerance = "5 minutes" } = own
    const known = yield* keys(secrets)
    const headers = yield* check("headers", given, () =>
      Predicate.isObject(given)
        ? Either.right(Headers.fromInput(given))
        : Either.left("give the headers of the request")
    )
    yield* check("body", body, isBody, { isSecret: true })
    const within = yield* check("tolerance", tolerance, Options.time({ most: Duration.days(1) }))
    const id = yield* header(headers, "webhook-id", /^[^\s.]{1,4096}$/)
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

/**
 * Where events are delivered, and how.
 *
 * @since 0.1.0
 * @category models
 */
export interface Receiver {
  /** The name of the cursor in the store: a receiver that is delivered to again goes on where it was. */
  readonly name: string
  /** HTTPS, or HTTP on loopback. */
  readonly url: string
  /** Every message is signed by each of them; two while they are changed. */
  readonly secrets: ReadonlyArray<Secret>
  /** How long the receiver may take to answer. Default: 20 seconds. */
  readonly within?: Duration.DurationInput | undefined
  /** How long an event is tried again before it is dead. Default: 3 days. */
  readonly tryFor?: Duration.DurationInput | undefined
  /** How many requests are made at once. Default: 8. */
  readonly together?: number | undefined
  /** How many events may wait for another try before new ones wait, too. Default: 1000. */
  readonly putAside?: number | undefined
  /** How often the log is looked at while nothing is new. Default: 1 second. */
  readonly every?: Duration.DurationInput | undefined
}

const address = (value: unknown): Either.Either<string, string> => {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined) return Either.left("give an absolute address such as https://shop.example/hook")
  if (url.username !== "" || url.password !== "") return Either.left("leave out user info (`user:password@`)")
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback)
    ? Either.right(url.href)
    : Either.left("use https://; plain http:// is for loopback only")
}

const receiverNames = ["name", "url", "secrets", "within", "tryFor", "together", "putAside", "every"]

const Name = Options.decoded(
  Schema.NonEmptyString.pipe(Schema.maxLength(200)),
  "give a text of 1 to 200 characters"
)

/**
 * Delivers every event of every account in the store, one POST each, from where the receiver of this name was left.
 * It never ends by itself; run one of it for a name.
 *
 * An answer of 2xx counts as delivered. Any other is tried again after 5 seconds, then three times as long each
 * time, 8 hours at most, for three days, while later events are delivered, unless `putAside` of them wait already; then
 * the event is among the dead letters.
 * Nothing of it is only in memory: whoever delivers next goes on with it. What was delivered and not yet written
 * down is delivered again, with the same `webhook-id`. The events of an order come in their order, unless one of
 * them has failed.
 *
 * It fails with `NoLongerWanted` where the receiver answers 410, with `InvalidCursor` where the log does not hold
 * what is to be delivered next, and with `StoreError` where trying again does not help.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import { type FollowStore, Webhook } from "@smmkit/follow"
 * import { Config, Effect } from "effect"
 *
 * export const program = Effect.gen(function* () {
 *   const secret = yield* Config.redacted("WEBHOOK_SECRET")
 *   return yield* Webhook.deliver({ name: "shop", url: "https://shop.example/hook", secrets: [secret] })
 * }).pipe(Effect.provide(FetchHttpClient.layer))
 *
 * @since 0.1.0
 * @category sending
 */
export const deliver = (
  given: Receiver
): Effect.Effect<
  never,
  StoreError | InvalidCursor | NoLongerWanted | Options.InvalidOption,
  FollowStore | HttpClient
> =>
  Effect.gen(function* () {
    const receiver = yield* Given.options(check, given, receiverNames)
    const { within = "20 seconds", tryFor = "3 days", every = "1 second" } = receiver
    const { together = 8, putAside = 1000 } = receiver
    const delivery = {
      name: yield* check("name", receiver.name, Name),
      url: yield* check("url", receiver.url, address, { isSecret: true }),
      keys: yield* keys(receiver.secrets),
      within: yield* check("within", within, Options.time({ most: Duration.minutes(5) })),
      tryFor: yield* check("tryFor", tryFor, Options.time({ none: true, most: Duration.days(365) })),
      together: yield* check("together", together, Options.whole({ least: 1, most: 1000 })),
      putAside: yield* check("putAside", putAside, Options.whole({ least: 1 })),
      every: yield* check("every", every, Options.time({ most: Duration.days(1) }))
    }
    return yield* Delivery.deliver(yield* FollowStore, delivery)
  })

/**
 * The events that could not be delivered to the receiver of this name, for as long as they were to be tried.
 *
 * @example
 * import { Webhook } from "@smmkit/follow"
 * import { Effect, Stream } from "effect"
 *
 * export const lost = Webhook.deadLetters("shop").pipe(
 *   Stream.runForEach(({ event, problem }) => Effect.log(event.id, problem))
 * )
 *
 * @since 0.1.0
 * @category dead letters
 */
export const deadLetters = (
  name: string
): Stream.Stream<Letter, StoreError | Options.InvalidOption, FollowStore> =>
  Stream.unwrap(Effect.zipWith(check("name", name, Name), FollowStore, (name, { mail }) => mail.dead(name)))

/** One letter of a receiver, and where it lies. */
const letterOf = (name: string, event: EventId) =>
  Effect.all({
    name: check("name", name, Name),
    event: Given.call("letter").object({ field: "event", inside: "event.", isOpen: true }, event, eventId),
    mail: Effect.map(FollowStore, ({ mail }) => mail)
  })

const eventId: Given.Fields<EventId> = { account: Name, number: Options.whole({ least: 1 }) }

/**
 * Lets a dead letter be tried anew, for as long as any event; false where there is no such one.
 *
 * @example
 * import { Webhook } from "@smmkit/follow"
 * import { Stream } from "effect"
 *
 * export const all = Webhook.deadLetters("shop").pipe(Stream.runForEach(({ event }) => Webhook.sendAgain("shop", event)))
 *
 * @since 0.1.0
 * @category dead letters
 */
export const sendAgain = (
  name: string,
  event: EventId
): Effect.Effect<boolean, StoreError | Options.InvalidOption, FollowStore> =>
  Effect.flatMap(letterOf(name, event), ({ name, event, mail }) => mail.revive(name, event))

/**
 * Forgets a dead letter; false where there is no such one.
 *
 * @example
 * import { Webhook } from "@smmkit/follow"
 *
 * export const done = Webhook.forget("shop", { account: "main", number: 7 })
 *
 * @since 0.1.0
 * @category dead letters
 */
export const forget = (
  name: string,
  event: EventId
): Effect.Effect<boolean, StoreError | Options.InvalidOption, FollowStore> =>
  Effect.flatMap(letterOf(name, event), ({ name, event, mail }) => mail.discard(name, event))
