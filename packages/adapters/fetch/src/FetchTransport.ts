/**
 * A `Transport` over fetch, for wherever there is one: Node, Bun, Deno, Workers.
 *
 * Fetch does not tell how far a request got. A refused connection proves nothing either: after a 421,
 * Node's fetch sends a request that only reads again by itself, and the failure of the second sending is all that
 * is seen. So every failure of fetch is `Interrupted`, and `NotSent` is what was never handed to it.
 *
 * @since 0.1.0
 */
import * as Check from "@smmkit/core/Options"
import {
  Interrupted,
  type RawCall,
  type RawReply,
  Transport,
  type TransportError
} from "@smmkit/core/Transport"
import * as TransportKit from "@smmkit/core/TransportKit"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The fetch to use, such as one that goes through a proxy. It must neither repeat requests nor follow
   * redirects when told not to; on Node, a call that spends cannot be repeated by it. Where it does not heed its
   * `signal`, such a call ends late, with its answer. Default: the global one, looked up at each call.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
}

const isFetch = (fetch: unknown): fetch is typeof globalThis.fetch | undefined =>
  fetch === undefined || typeof fetch === "function"

const check = /* @__PURE__ */ Check.checker("fetch transport")

/**
 * Makes a transport, unless an option cannot be worked with.
 *
 * @example
 * import { FetchTransport } from "@smmkit/adapter-fetch"
 * import { Either } from "effect"
 *
 * export const transport = Either.getOrThrow(FetchTransport.make())
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Either.Either<Transport.Service, Check.InvalidOption> =>
  Either.gen(function* () {
    const { fetch } = yield* check("options", options, () =>
      Check.copy("give an object, which may be empty")(options)
    )
    return transport(yield* check("fetch", fetch, Check.is(isFetch, "give a function like the global fetch")))
  })

const transport = (own: Options["fetch"]): Transport.Service => ({
  keepsTime: "reads",
  asksGate: true,
  send: (call) =>
    Effect.suspend((): Effect.Effect<RawReply, TransportError> => {
      const refusal = TransportKit.notSendable(call) ?? call.gate?.()
      if (refusal !== undefined) return refusal
      const abort = new AbortController()
      const stop = Effect.sync(() => abort.abort())
      const answer = Effect.tryPromise({
        // Called bare, as Workers refuse a fetch that is called as a method of something else.
        try: () => {
          const fetch = own ?? globalThis.fetch
          return exchange(fetch, call, abort.signal)
        },
        // The failure itself is dropped: some platforms let it hold the request, whose body holds the key.
        catch: (failure) => {
          if (failure instanceof Interrupted) return failure
          return abort.signal.aborted ? TransportKit.timedOut() : TransportKit.interrupted(failure)
        }
      })
      // One that does not heed its signal may still tell what became of the money.
      const over = call.spends ? Effect.never : TransportKit.timedOut()
      const end = Effect.zipRight(Effect.delay(stop, call.timeout), over)
      return Effect.onInterrupt(Effect.raceFirst(answer, end), () => stop)
    })
})

/**
 * A transport over the global fetch.
 *
 * @example
 * import { FetchTransport } from "@smmkit/adapter-fetch"
 * import { Transport } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * export const program = Transport.Transport.pipe(Effect.provide(FetchTransport.layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Transport> = /* @__PURE__ */ Layer.sync(Transport, () => transport(undefined))

/**
 * A transport with options.
 *
 * @example
 * import { FetchTransport } from "@smmkit/adapter-fetch"
 *
 * export const transport = FetchTransport.layerWith({
 *   fetch: (input, init) => globalThis.fetch(input, { ...init, keepalive: false })
 * })
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWith = (options: Options): Layer.Layer<Transport, Check.InvalidOption> =>
  Layer.effect(Transport, make(options))

const exchange = async (
  fetch: typeof globalThis.fetch,
  call: RawCall,
  signal: AbortSignal
): Promise<RawReply> => {
  const request = TransportKit.request(call)
  const bytes = TransportKit.bytes(call, request.body)
  const { headers, ...body } = TransportKit.forFetch(call, bytes, () => new Response(bytes).body)
  // Only what every platform knows: Workers throw on `credentials`, `cache` and `mode`.
  const response = await fetch(call.url, {
    method: "POST",
    headers: { ...request.headers, ...headers },
    ...body,
    redirect: "manual",
    signal
  })
  const header = (name: string) => response.headers.get(name)
  const reply = TransportKit.reply(response.status, await text(response, call.maxBodyBytes), header)
  const cut = TransportKit.cutOff(call, reply, header)
  if (cut !== undefined) throw cut
  return reply
}

/** The body's text, decompressed by the platform and counted as it comes. */
const text = async ({ body }: Response, maxBytes: number): Promise<string> => {
  if (body === null) return ""
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ""
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > maxBytes) {
      // Closes the connection. How that goes is no longer of interest.
      reader.cancel().catch(() => {})
      throw TransportKit.tooLarge()
    }
    text += decoder.decode(next.value, { stream: true })
  }
  return text + decoder.decode()
}
