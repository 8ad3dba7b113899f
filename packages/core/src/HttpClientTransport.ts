/**
 * A `Transport` over any HttpClient of `@effect/platform`.
 *
 * What such a client does below `execute` is not known here, so this transport claims `NotSent` for
 * nothing but what it did not hand over: a failure amid a call is always `Interrupted`. The adapters
 * know their platform and promise more.
 *
 * The client given must not follow redirects. `FetchHttpClient` is told not to; one with
 * `HttpClient.followRedirects` on it may carry the key to another host, and must not be used. A client that
 * tries again (`HttpClient.retryTransient`) does so only for calls that read: the request of a call that
 * spends can be executed once.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type * as Headers from "@effect/platform/Headers"
import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { Interrupted, type RawCall, type RawReply, Transport, type TransportError } from "./Transport.js"
import * as TransportKit from "./TransportKit.js"

/**
 * Makes a transport from a client.
 *
 * @example
 * import { FetchHttpClient, HttpClient } from "@effect/platform"
 * import { HttpClientTransport } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * export const program = Effect.map(HttpClient.HttpClient, HttpClientTransport.make).pipe(
 *   Effect.provide(FetchHttpClient.layer)
 * )
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (client: HttpClient.HttpClient): Transport.Service => {
  // Its span would end with an error that holds the request, and send the panel the ids of our traces.
  const silent = HttpClient.withTracerDisabledWhen(client, () => true)
  return {
    asksGate: true,
    send: (call) =>
      Effect.suspend((): Effect.Effect<RawReply, TransportError> => {
        const refusal = TransportKit.notSendable(call) ?? call.gate?.()
        return refusal === undefined ? exchange(silent, call) : Effect.fail(refusal)
      })
  }
}

/**
 * A transport from the context's client.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import { HttpClientTransport } from "@smmkit/core"
 * import { Layer } from "effect"
 *
 * export const transport = HttpClientTransport.layer.pipe(Layer.provide(FetchHttpClient.layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Transport, never, HttpClient.HttpClient> = Layer.effect(
  Transport,
  Effect.map(HttpClient.HttpClient, make)
)

const exchange = (client: HttpClient.HttpClient, call: RawCall) =>
  client.execute(request(call)).pipe(
    Effect.flatMap((response) =>
      Effect.map(text(response, call.maxBodyBytes), (body) =>
        TransportKit.reply(response.status, body, (name) => response.headers[name])
      )
    ),
    // The whole cause: a platform's stream may end in a defect, or in an interruption that is not ours.
    Effect.catchAllCause(rename),
    overFetch(call),
    Effect.timeoutFail({ duration: call.timeout, onTimeout: TransportKit.timedOut })
  )

const request = (call: RawCall): HttpClientRequest.HttpClientRequest => {
  const { headers, body } = TransportKit.request(call)
  return HttpClientRequest.post(call.url, { headers }).pipe(
    HttpClientRequest.setBody(bodyOf(call, TransportKit.bytes(call, body), headers["content-type"]))
  )
}

/** The body, which every client reads once for each execution. */
const bodyOf = (call: RawCall, bytes: Uint8Array, contentType: string | undefined): HttpBody.HttpBody => {
  const body = HttpBody.uint8Array(bytes, contentType)
  return call.spends
    ? Object.defineProperties(body, {
        body: { get: TransportKit.once(() => bytes) },
        // These would read it, too.
        contentLength: { value: bytes.length },
        toJSON: { value: () => ({ contentLength: bytes.length }) }
      })
    : body
}

/** The client's own errors are dropped here: they hold the request, whose body holds the key. */
const rename = (cause: Cause.Cause<unknown>): Effect.Effect<never, Interrupted> => {
  const failure = Cause.squash(cause)
  return Effect.fail(failure instanceof Interrupted ? failure : TransportKit.interrupted(failure))
}

/** Clients that are not made of fetch look neither at its options nor at it. */
const overFetch =
  (call: RawCall) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.mapInputContext(effect, (context: Context.Context<R>) =>
      context.pipe(
        Context.add(FetchHttpClient.RequestInit, {
          ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
          redirect: "manual"
        }),
        Context.add(
          FetchHttpClient.Fetch,
          unrepeated(call, Option.getOrUndefined(Context.getOption(context, FetchHttpClient.Fetch)))
        )
      )
    )

/** As far as it matters here; what it is exactly depends on the platform. */
type Fetch = (input: unknown, init: { readonly body?: unknown; readonly headers: Headers.Headers }) => unknown

/** A fetch that gets the body in a form in which it does not send it again by itself. */
const unrepeated =
  (call: RawCall, own: Fetch | undefined): Fetch =>
  (input, init) => {
    const platform: unknown = globalThis
    const fetch = own ?? (Predicate.hasProperty(platform, "fetch") ? platform.fetch : undefined)
    if (!Predicate.isFunction(fetch)) throw new TypeError("there is no fetch")
    if (!(init.body instanceof Uint8Array)) return fetch(input, init)
    const { headers, ...body } = TransportKit.forFetch(call, new Uint8Array(init.body), (bytes): unknown =>
      Stream.toReadableStream(Stream.make(bytes))
    )
    return fetch(input, { ...init, ...body, headers: { ...init.headers, ...headers } })
  }

/** The body's text, read no further than the limit. */
const text = (response: HttpClientResponse.HttpClientResponse, maxBytes: number) => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  return response.stream.pipe(
    Stream.runForEach((chunk) => {
      chunks.push(chunk)
      size += chunk.length
      return size > maxBytes ? Effect.fail(TransportKit.tooLarge()) : Effect.void
    }),
    // Some clients have no stream for a body of no bytes.
    Effect.catchIf(
      (error) => error._tag === "ResponseError" && error.reason === "EmptyBody",
      () => Effect.void
    ),
    Effect.flatMap(() => decode(chunks, size))
  )
}

const decode = (chunks: ReadonlyArray<Uint8Array>, size: number): Effect.Effect<string> => {
  // One byte more than there is: `decodeText` waits for the rest of a character that was cut off at the
  // end, and an ASCII character tells it that nothing more comes.
  const bytes = new Uint8Array(size + 1)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return Stream.make(bytes).pipe(
    Stream.decodeText(),
    Stream.mkString,
    Effect.map((text) => text.slice(0, -1))
  )
}
