/**
 * The port between smmkit and the network: one call in, one raw reply out.
 *
 * A transport knows no action and judges no answer. What it must know is *delivery*: whether a call
 * that failed certainly never left (`NotSent`) or may have arrived (`Interrupted`). On that word rests
 * whether money may be spent a second time, so a transport claims `NotSent` only where it can prove it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Dialect } from "./Dialect.js"

/**
 * One call as a transport gets it. What is sent is `key` (unwrapped only where the request is written)
 * and `params`, as `application/x-www-form-urlencoded` in UTF-8, or as the dialect says; `TransportKit`
 * writes it.
 *
 * @since 0.1.0
 * @category models
 */
export interface RawCall {
  /** The panel's address, to be used exactly as it is. Holds no user info and no query. */
  readonly url: string
  readonly key: Redacted.Redacted<string>
  /** The form's other fields, `action` first, in the order in which they are sent. */
  readonly params: ReadonlyArray<readonly [name: string, value: string]>
  /** What the body is, where the key stands and what it is called. Default: as documented. */
  readonly dialect?: Pick<Dialect, "body" | "key" | "names"> | undefined
  /** Whether a second delivery of this call could cost money: then no idle connection may carry it. */
  readonly spends: boolean
  /** The time within which `send` has to end. The transport itself sees to it, as only it knows how far it got. */
  readonly timeout: Duration.Duration
  /** How many bytes of the (decompressed) body are read before the answer counts as too large. */
  readonly maxBodyBytes: number
  /**
   * Asked directly before the request is sent, each time that one is: after the connection stands, where the
   * platform tells, else before it is handed to the platform. What it gives is the call's failure.
   */
  readonly gate?: (() => NotSent | undefined) | undefined
}

/**
 * A panel's reply before anything is concluded from it. Any HTTP status is a reply, a redirect too:
 * a transport follows none.
 *
 * @since 0.1.0
 * @category models
 */
export interface RawReply {
  readonly status: number
  /** The body as text, decoded as UTF-8 (malformed bytes become U+FFFD, a byte order mark is left out). */
  readonly body: string
  /** The `Retry-After` header as it came: seconds, or an HTTP date. */
  readonly retryAfter?: string | undefined
  /** The `Location` header of a redirect. */
  readonly location?: string | undefined
}

/**
 * What went wrong on the way, as a word that programs can compare.
 *
 * - `refused`, `unreachable`, `unresolved`: no connection (closed port, no route, unknown host)
 * - `proxy`: the proxy opens no way to the panel, as where it asks for other credentials
 * - `untrusted`: the TLS certificate or handshake was not accepted
 * - `timeout`: the call's time was over
 * - `reset`: the connection broke
 * - `too-large`: the answer's body went over the limit
 * - `insecure`: not HTTPS, and not loopback
 * - `withheld`: whoever made the call took it back before it was sent, or gave what cannot be worked with
 * - `aborted`: whoever made the call gave it up, before it was sent or after
 * - `defect`: the transport broke down, or stopped by itself
 * - `other`: none of these
 *
 * @example
 * import { Transport } from "@smmkit/core"
 *
 * assert.ok(Transport.Reason.literals.includes("timeout"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Reason = Schema.Literal(
  "refused",
  "unreachable",
  "unresolved",
  "proxy",
  "untrusted",
  "timeout",
  "reset",
  "too-large",
  "insecure",
  "withheld",
  "aborted",
  "defect",
  "other"
)

/**
 * @since 0.1.0
 * @category models
 */
export type Reason = typeof Reason.Type

const phrases: Record<Reason, string> = {
  refused: "the connection was refused",
  unreachable: "the host cannot be reached",
  unresolved: "the host name is not known",
  proxy: "the proxy opened no way to the host",
  untrusted: "the TLS connection is not trusted",
  timeout: "the time was over",
  reset: "the connection broke",
  "too-large": "the answer is larger than the limit",
  insecure: "the address is neither HTTPS nor loopback",
  withheld: "it was held back",
  aborted: "its caller gave it up",
  defect: "the transport broke down",
  other: "the connection failed"
}

const phrase = (error: { readonly reason: Reason; readonly detail: string }): string =>
  error.detail === "" ? phrases[error.reason] : `${phrases[error.reason]} (${error.detail})`

const fields = {
  reason: Reason,
  /** The platform's own word, such as `ECONNREFUSED`. Never a message that could quote the request. */
  detail: Schema.String
}

/** What whoever made the call has brought about. */
const byCaller: ReadonlyArray<Reason> = ["insecure", "proxy", "withheld", "aborted"]

/** What a second attempt would only meet again. */
const lasting: ReadonlyArray<Reason> = ["insecure", "proxy", "untrusted", "withheld", "aborted"]

/**
 * The call certainly never reached the panel: nothing happened, and it may be sent again.
 *
 * @example
 * import { Transport } from "@smmkit/core"
 *
 * const error = new Transport.NotSent({ reason: "refused", detail: "ECONNREFUSED" })
 *
 * assert.strictEqual(error.message, "Nothing was sent: the connection was refused (ECONNREFUSED)")
 * assert.strictEqual(error.retryable, true)
 *
 * @since 0.1.0
 * @category errors
 */
export class NotSent extends Schema.TaggedError<NotSent>("@smmkit/core/NotSent")("NotSent", fields) {
  override get message(): string {
    return `Nothing was sent: ${phrase(this)}`
  }
  get meaning(): null {
    return null
  }
  get processed(): "no" {
    return "no"
  }
  get retryable(): boolean {
    return !lasting.includes(this.reason)
  }
  get fault(): "network" | "caller" {
    return byCaller.includes(this.reason) ? "caller" : "network"
  }
}

/**
 * The call may have reached the panel, but no whole answer came back.
 *
 * @example
 * import { Transport } from "@smmkit/core"
 *
 * const error = new Transport.Interrupted({ reason: "reset", detail: "ECONNRESET" })
 *
 * assert.strictEqual(error.message, "No whole answer came back: the connection broke (ECONNRESET)")
 * assert.strictEqual(error.processed, "maybe")
 *
 * @since 0.1.0
 * @category errors
 */
export class Interrupted extends Schema.TaggedError<Interrupted>("@smmkit/core/Interrupted")(
  "Interrupted",
  fields
) {
  override get message(): string {
    return `No whole answer came back: ${phrase(this)}`
  }
  get meaning(): null {
    return null
  }
  get processed(): "maybe" {
    return "maybe"
  }
  get retryable(): boolean {
    return this.reason !== "too-large" && this.reason !== "defect" && this.reason !== "aborted"
  }
  get fault(): "network" | "panel" | "caller" {
    if (this.reason === "aborted") return "caller"
    return this.reason === "too-large" ? "panel" : "network"
  }
}

/**
 * @since 0.1.0
 * @category errors
 */
export type TransportError = NotSent | Interrupted

/**
 * Whether a value is an error of a transport, also where that has a copy of this package of its own; nothing else that
 * looks like one is believed.
 *
 * @example
 * import { Transport } from "@smmkit/core"
 *
 * const error = new Transport.NotSent({ reason: "refused", detail: "ECONNREFUSED" })
 *
 * assert.strictEqual(Transport.isTransportError(error), true)
 * assert.strictEqual(Transport.isTransportError({ ...error, processed: "no" }), false)
 *
 * @since 0.1.0
 * @category guards
 */
export const isTransportError: (value: unknown) => value is TransportError = Schema.is(
  Schema.Union(NotSent, Interrupted)
)

/**
 * The port. Whatever implements it runs the contract suite of `@smmkit/core/testing`.
 *
 * @example
 * import { Balance, Money, Panel, Transport } from "@smmkit/core"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * // A transport for a test: it answers by heart.
 * const byHeart = Layer.succeed(Transport.Transport, {
 *   send: () => Effect.succeed({ status: 200, body: '{"balance":"100.84292","currency":"USD"}' })
 * })
 * const panel = Panel.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * const program = Effect.flatMap(Balance.Balance, (balance) => balance.get)
 *
 * const money = await Effect.runPromise(program.pipe(Effect.provide(Layer.provide(panel, byHeart))))
 *
 * assert.strictEqual(Money.format(money), "100.84292 USD")
 *
 * @since 0.1.0
 * @category tags
 */
export class Transport extends Context.Tag("@smmkit/core/Transport")<Transport, Transport.Service>() {}

/**
 * @since 0.1.0
 */
export declare namespace Transport {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /**
     * Sends one call once. It repeats nothing, follows no redirect, ends within `call.timeout`, and
     * closes its connection when it is interrupted.
     */
    readonly send: (call: RawCall) => Effect.Effect<RawReply, TransportError>
    /**
     * Whether `send` certainly keeps `call.timeout` and closes its connection when it is interrupted, as the contract
     * suite demands, or does so for what only `reads`. Over a transport that does not say so, core keeps watch itself,
     * which costs some time on each call: it ends in time, and what spends is heard to its end, whoever gives it up.
     */
    readonly keepsTime?: true | "reads" | undefined
    /**
     * Whether `send` asks the call's `gate`, as the contract suite demands. Over a transport that does not
     * say so, core asks before it hands the call over.
     */
    readonly asksGate?: true | undefined
    /**
     * Whether it asks the `gate` after the connection stands, so that nothing but the writing is left. Without
     * it, a call may be sent as late after its gate as its time-out allows.
     */
    readonly asksWhenConnected?: true | undefined
  }
}
