/**
 * What every transport does alike, so that each writes only what its platform makes different: what is
 * never sent, what the request looks like, what of the answer is kept, and how a failure is named
 * without keeping the failure, whose object may hold the request and with it the key.
 *
 * @since 0.1.0
 */
import * as HttpBody from "@effect/platform/HttpBody"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { documented, nameOf } from "./Dialect.js"
import { checkAddress } from "./internal/credentials.js"
import { retryAfter as wait } from "./internal/time.js"
import { Interrupted, NotSent, type RawCall, type RawReply, type Reason } from "./Transport.js"

/**
 * Why a call is not to be sent at all: its address is neither HTTPS nor loopback, or its time is over.
 *
 * @example
 * import { type Transport, TransportKit } from "@smmkit/core"
 * import { Duration, Redacted } from "effect"
 *
 * const call: Transport.RawCall = {
 *   url: "http://panel.example/api/v2",
 *   key: Redacted.make("k3y"),
 *   params: [["action", "balance"]],
 *   spends: false,
 *   timeout: Duration.seconds(10),
 *   maxBodyBytes: 1_000_000
 * }
 *
 * assert.strictEqual(TransportKit.notSendable(call)?.reason, "insecure")
 * assert.strictEqual(TransportKit.notSendable({ ...call, url: "https://panel.example/api/v2" }), undefined)
 *
 * @since 0.1.0
 * @category requests
 */
export const notSendable = (call: RawCall): NotSent | undefined => {
  if (checkAddress(call.url)._tag === "Left") return new NotSent({ reason: "insecure", detail: "" })
  return Duration.toMillis(call.timeout) > 0 ? undefined : new NotSent({ reason: "timeout", detail: "" })
}

/**
 * A request as it is sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The headers and the body of the request. This is where the key is unwrapped, and it goes nowhere else.
 * They name a user agent, as some panels answer 403 to requests without one.
 *
 * @example
 * import { Dialect, TransportKit } from "@smmkit/core"
 * import { Duration, Redacted } from "effect"
 *
 * const call = {
 *   url: "https://panel.example/api/v2",
 *   key: Redacted.make("k3y"),
 *   params: [["action", "status"], ["orders", "1,2"]],
 *   spends: false,
 *   timeout: Duration.seconds(10),
 *   maxBodyBytes: 1_000_000
 * } as const
 *
 * assert.strictEqual(TransportKit.request(call).body, "key=k3y&action=status&orders=1%2C2")
 *
 * const dialect = { ...Dialect.documented, body: "json", key: "X-Api-Key" } as const
 * const request = TransportKit.request({ ...call, dialect })
 *
 * assert.strictEqual(request.body, '{"action":"status","orders":"1,2"}')
 * assert.strictEqual(request.headers["x-api-key"], "k3y")
 *
 * @since 0.1.0
 * @category requests
 */
export const request = ({ key, params, dialect = documented }: RawCall): Request => {
  const secret = Redacted.value(key)
  const fields: RawCall["params"] =
    dialect.key === "body" ? [[nameOf(dialect, "key"), secret], ...params] : params
  const isJson = dialect.body === "json"
  return {
    headers: {
      accept: "application/json",
      "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      "user-agent": "smmkit",
      ...(dialect.key === "X-Api-Key" ? { "x-api-key": secret } : {}),
      ...(dialect.key === "Bearer" ? { authorization: `Bearer ${secret}` } : {})
    },
    body: isJson ? JSON.stringify(Object.fromEntries(fields)) : UrlParams.toString(fields)
  }
}

/**
 * A request's body as bytes which, if the call spends, can be read but once. What stands between a
 * transport and the socket may try a request again (`HttpClient.retryTransient`, a wrapped fetch); it then
 * finds no body, and fails before anything is sent. Where the platform reads bytes without asking the object
 * that holds them, as Workers and Bun do, this protects nothing, and harms nothing.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const bytes = TransportKit.bytes({ spends: true }, "key=k3y&action=add")
 *
 * assert.strictEqual(new Response(bytes).status, 200)
 * assert.throws(() => new Response(bytes))
 *
 * @since 0.1.0
 * @category requests
 */
export const bytes = ({ spends }: Pick<RawCall, "spends">, body: string): Uint8Array<ArrayBuffer> => {
  const encoded = new Uint8Array(HttpBody.text(body).body)
  // Fetch takes a copy of the bytes before it does anything else.
  if (spends) {
    const { buffer } = encoded
    Object.defineProperty(buffer, "slice", { value: once(buffer.slice.bind(buffer)) })
  }
  return encoded
}

/** Node's fetch is that of undici. Those of others send nothing again, and some write a stream in chunks. */
const isUndici = (): boolean => {
  const platform: unknown = globalThis
  const process = Predicate.hasProperty(platform, "process") ? platform.process : undefined
  const versions = Predicate.hasProperty(process, "versions") ? process.versions : undefined
  return Predicate.hasProperty(versions, "undici") && !Predicate.hasProperty(platform, "Deno")
}

/**
 * What of a request fetch is given as its body, with the headers that this takes. By its standard fetch sends a
 * request again, after a 421 for one, if it can read the body again: so where it does, that of a call that spends
 * is the stream that `stream` makes of it.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const bytes = TransportKit.bytes({ spends: true }, "action=add")
 * const stream = () => new Response(bytes).body
 * const { headers, ...body } = TransportKit.forFetch({ spends: true }, bytes, stream)
 *
 * assert.ok(new Request("https://panel.example/api/v2", { method: "POST", headers, ...body }).body)
 * assert.throws(stream)
 *
 * @since 0.1.0
 * @category requests
 */
export const forFetch = <S>(
  { spends }: Pick<RawCall, "spends">,
  bytes: Uint8Array<ArrayBuffer>,
  stream: (bytes: Uint8Array<ArrayBuffer>) => S
): {
  readonly body: Uint8Array<ArrayBuffer> | S
  readonly headers: Readonly<Record<string, string>>
  readonly duplex?: "half"
} =>
  spends && isUndici()
    ? { body: stream(bytes), headers: { "content-length": String(bytes.length) }, duplex: "half" }
    : { body: bytes, headers: {} }

/**
 * What can be done but once: the second time, it fails.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const send = TransportKit.once(() => "sent")
 *
 * assert.strictEqual(send(), "sent")
 * assert.throws(send)
 *
 * @since 0.1.0
 * @category requests
 */
export const once = <Args extends ReadonlyArray<unknown>, A>(
  f: (...args: Args) => A
): ((...args: Args) => A) => {
  let isDone = false
  return (...args) => {
    if (isDone) throw new Error("a request that spends is sent once, and was sent already")
    isDone = true
    return f(...args)
  }
}

/**
 * A reply from its status, its body and its headers.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const headers = new Map([["retry-after", "120"]])
 * const reply = TransportKit.reply(429, "slow down", (name) => headers.get(name))
 *
 * assert.strictEqual(reply.retryAfter, "120")
 *
 * @since 0.1.0
 * @category replies
 */
export const reply = (
  status: number,
  body: string,
  header: (name: "retry-after" | "location") => string | null | undefined
): RawReply => ({
  // Browsers show a redirect that they were told not to follow as a reply of status 0, without its headers.
  status: status === 0 ? 302 : status,
  body,
  retryAfter: header("retry-after") ?? undefined,
  location: header("location") ?? undefined
})

/**
 * The failure in place of a reply to a call that spends which only seems to be whole: a 429 without a text is a reason
 * to send again, unless it may be what is left of one that said more, since its body was packed, or ended where its
 * connection did.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const reply = TransportKit.reply(429, "", () => null)
 *
 * assert.strictEqual(TransportKit.cutOff({ spends: true }, reply, () => null)?.reason, "reset")
 * assert.strictEqual(
 *   TransportKit.cutOff({ spends: true }, reply, (name) => (name === "content-length" ? "0" : null)),
 *   undefined
 * )
 *
 * @since 0.1.0
 * @category replies
 */
export const cutOff = (
  { spends }: Pick<RawCall, "spends">,
  { status, body }: RawReply,
  header: (name: "content-length" | "content-encoding" | "transfer-encoding") => string | null | undefined
): Interrupted | undefined => {
  if (!spends || status !== 429 || body.trim() !== "" || header("content-length") === "0") return undefined
  const isWhole = header("content-encoding") == null && header("transfer-encoding") != null
  return isWhole ? undefined : interrupted({ code: "ECONNRESET" })
}

/**
 * The wait that a reply's `Retry-After` asks for, seconds or an HTTP date, in milliseconds, a day at most; null where
 * it is absent or makes no sense. An HTTP date is compared with `now`, in milliseconds since the epoch.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * assert.strictEqual(TransportKit.retryAfter({ retryAfter: "120" }, Date.now()), 120_000)
 * assert.strictEqual(TransportKit.retryAfter({ retryAfter: "soon" }, Date.now()), null)
 *
 * @since 0.1.0
 * @category replies
 */
export const retryAfter = ({ retryAfter }: Pick<RawReply, "retryAfter">, now: number): number | null =>
  wait(retryAfter, now)

/**
 * The failure of a body that went over `maxBodyBytes`.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * assert.strictEqual(TransportKit.tooLarge().processed, "maybe")
 *
 * @since 0.1.0
 * @category failures
 */
export const tooLarge = (): Interrupted => new Interrupted({ reason: "too-large", detail: "" })

/**
 * The failure of a call whose time was over while it may have been under way.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * assert.strictEqual(TransportKit.timedOut().reason, "timeout")
 *
 * @since 0.1.0
 * @category failures
 */
export const timedOut = (): Interrupted => new Interrupted({ reason: "timeout", detail: "" })

/**
 * Names a platform's failure after which the panel may have the request.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const failure = new TypeError("fetch failed", { cause: { code: "ECONNRESET" } })
 * const error = TransportKit.interrupted(failure)
 *
 * assert.strictEqual(error.message, "No whole answer came back: the connection broke (ECONNRESET)")
 *
 * @since 0.1.0
 * @category failures
 */
export const interrupted = (failure: unknown): Interrupted => new Interrupted(named(failure))

/**
 * Names a platform's failure before which nothing can have left.
 *
 * @example
 * import { TransportKit } from "@smmkit/core"
 *
 * const error = TransportKit.notSent({ code: "ECONNREFUSED" })
 *
 * assert.strictEqual(error.message, "Nothing was sent: the connection was refused (ECONNREFUSED)")
 *
 * @since 0.1.0
 * @category failures
 */
export const notSent = (failure: unknown): NotSent => new NotSent(named(failure))

const named = (failure: unknown): { readonly reason: Reason; readonly detail: string } => {
  const detail = deepestCode(failure)
  return { reason: reasonOf(detail), detail }
}

// A failure's message can quote the request; its code, a word in capitals, cannot.
const code = /^[A-Z][A-Z0-9_]{0,63}$/
const deepest = 8

const deepestCode = (failure: unknown): string => {
  let found = ""
  let next = failure
  for (let depth = 0; depth < deepest && Predicate.isObject(next); depth++) {
    if (Predicate.hasProperty(next, "code") && Predicate.isString(next.code) && code.test(next.code)) {
      found = next.code
    }
    next = Predicate.hasProperty(next, "cause") ? next.cause : undefined
  }
  return found
}

const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: "refused",
  EADDRNOTAVAIL: "unreachable",
  EHOSTDOWN: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  EAI_AGAIN: "unresolved",
  ENOTFOUND: "unresolved",
  ETIMEDOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  ECONNABORTED: "reset",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ERR_STREAM_PREMATURE_CLOSE: "reset",
  UND_ERR_SOCKET: "reset"
}

// OpenSSL's words for a certificate it rejects, and Node's prefixes for a handshake that failed.
const untrusted =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|HOSTNAME_MISMATCH$)/

/** What a proxy says that reaches nobody, and may do so later; one that will not open a tunnel never does. */
const reachesNobody = /^PROXY_(?:5\d\d|408|429)$/

const reasonOf = (detail: string): Reason => {
  if (detail.startsWith("PROXY_")) return reachesNobody.test(detail) ? "unreachable" : "proxy"
  return reasons[detail] ?? (untrusted.test(detail) ? "untrusted" : "other")
}
