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
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as RuntimeFlags from "effect/RuntimeFlags"
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
export const make = (client: HttpClient.HttpClient): Transport.Service => over(client, Option.none())

/** A fetch that was given to the client's layer alone is out of sight, as what is in the call's context goes before it. */
const over = (
  client: HttpClient.HttpClient,
  own: Option.Option<FetchHttpClient.Fetch["Type"]>
): Transport.Service => {
  // Its span would end with an error that holds the request, and send the panel the ids of our traces.
  const silent = HttpClient.withTracerDisabledWhen(client, () => true)
  return {
    asksGate: true,
    send: (call) =>
      Effect.suspend((): Effect.Effect<RawReply, TransportError> => {
        const refusal = TransportKit.notSendable(call) ?? call.gate?.()
        return refusal === undefined ? exchange(silent, call, own) : Effect.fail(refusal)
      })
  }
}

/**
 * A transport from the context's client. A fetch of your own is to be provided to both, as it is here.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import { HttpClientTransport } from "@smmkit/core"
 * import { Layer } from "effect"
 *
 * export const transport = HttpClientTransport.layer.pipe(
 *   Layer.provide(FetchHttpClient.layer),
 *   Layer.provide(Layer.succeed(FetchHttpClient.Fetch, (input, init) => fetch(input, init)))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Transport, never, HttpClient.HttpClient> = Layer.effect(
  Transport,
  Effect.zipWith(HttpClient.HttpClient, Effect.serviceOption(FetchHttpClient.Fetch), over)
)

const exchange = (
  client: HttpClient.HttpClient,
  call: RawCall,
  own: Option.Option<FetchHttpClient.Fetch["Type"]>
) =>
  Effect.suspend(() => {
    const fetching: Fetching = { signal: undefined, isBegun: false }
    const answer = client.execute(request(call)).pipe(
      Effect.flatMap((response) =>
        Effect.flatMap(text(response, call.maxBodyBytes), (body) => {
          const header = (name: string) => response.headers[name]
          const reply = TransportKit.reply(response.status, body, header)
          return TransportKit.cutOff(call, reply, header) ?? Effect.succeed(reply)
        })
      ),
      // The whole cause: a platform's stream may end in a defect, or in an interruption that is not ours.
      Effect.catchAllCause(rename),
      overFetch(call, fetching, own)
    )
    return call.spends
      ? patiently(answer, call, fetching)
      : Effect.timeoutFail(answer, { duration: call.timeout, onTimeout: TransportKit.timedOut })
  })

/** What fetch is doing, where the client is made of it. */
interface Fetching {
  /** What it is to heed in place of its client's. */
  signal: unknown
  isBegun: boolean
}

/**
 * Stops it in time, but hears what comes after that from what cannot be stopped, as it tells what became of the money:
 * from a fetch that does not heed its signal, or a client amid what cannot be interrupted. Effect drops what such a one
 * comes to once it has been interrupted.
 */
const patiently = (
  answer: Effect.Effect<RawReply, TransportError>,
  { timeout }: RawCall,
  fetching: Fetching
): Effect.Effect<RawReply, TransportError> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      let isOver = false
      const begun = Effect.unsafeMakeLatch()
      // Whose interruption is the signal's abortion: no platform is known here that could make one.
      const holder = yield* Effect.fork(
        Effect.interruptible(
          Effect.async<never>((_, signal) => {
            fetching.signal = signal
            begun.unsafeOpen()
          })
        )
      )
      const working = yield* Effect.fork(Effect.interruptible(begun.whenOpen(answer)))
      const abort = Fiber.interruptFork(holder)
      const stop = Effect.gen(function* () {
        isOver = true
        yield* abort
        const isStoppable = !fetching.isBegun && RuntimeFlags.interruptible(yield* working.runtimeFlags)
        if (isStoppable) yield* Fiber.interruptFork(working)
      })
      const timing = yield* Effect.fork(Effect.interruptible(Effect.delay(stop, timeout)))
      const exit = yield* Effect.onInterrupt(restore(Fiber.await(working)), () =>
        Effect.zipRight(abort, Fiber.interrupt(working))
      )
      yield* Fiber.interruptFork(timing)
      yield* abort
      return yield* isOver && Exit.isFailure(exit) ? TransportKit.timedOut() : exit
    })
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
  (call: RawCall, fetching: Fetching, own: Option.Option<FetchHttpClient.Fetch["Type"]>) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.mapInputContext(effect, (context: Context.Context<R>) =>
      context.pipe(
        Context.add(FetchHttpClient.RequestInit, {
          ...Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit)),
          redirect: "manual"
        }),
        Context.add(
          FetchHttpClient.Fetch,
          unrepeated(
            call,
            fetching,
            Option.getOrUndefined(Option.orElse(Context.getOption(context, FetchHttpClient.Fetch), () => own))
          )
        )
      )
    )

/** As far as it matters here; what it is exactly depends on the platform. */
type Fetch = (
  input: unknown,
  init: { readonly body?: unknown; readonly headers: Headers.Headers; readonly signal?: unknown }
) => unknown

/** A fetch that gets the body in a form in which it does not send it again by itself. */
const unrepeated =
  (call: RawCall, fetching: Fetching, own: Fetch | undefined): Fetch =>
  (input, init) => {
    fetching.isBegun = true
    const platform: unknown = globalThis
    const fetch = own ?? (Predicate.hasProperty(platform, "fetch") ? platform.fetch : undefined)
    if (!Predicate.isFunction(fetch)) throw new TypeError("there is no fetch")
    const { signal } = call.spends ? fetching : init
    if (!(init.body instanceof Uint8Array)) return fetch(input, { ...init, signal })
    const { headers, ...body } = TransportKit.forFetch(call, new Uint8Array(init.body), (bytes): unknown =>
      Stream.toReadableStream(Stream.make(bytes))
    )
    return fetch(input, { ...init, ...body, signal, headers: { ...init.headers, ...headers } })
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
