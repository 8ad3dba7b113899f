/**
 * The sandbox as a `Transport`, without a socket: a program's tests provide it in place of an adapter.
 * It keeps the port's promises, so faults of the network come as `NotSent` or `Interrupted`, and time
 * passes by the `Clock`.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@smmkit/core/Dialect"
import {
  Interrupted,
  NotSent,
  type RawCall,
  type RawReply,
  Transport,
  type TransportError
} from "@smmkit/core/Transport"
import * as TransportKit from "@smmkit/core/TransportKit"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Exchange, Form, Reply } from "./Exchange.js"
import * as Forms from "./internal/forms.js"
import { Sandbox } from "./Sandbox.js"

/**
 * An address for programs that talk to the sandbox in process: nothing is there.
 *
 * @example
 * import { SandboxTransport } from "@smmkit/sandbox"
 *
 * assert.ok(SandboxTransport.url.startsWith("https://"))
 *
 * @since 0.1.0
 * @category constructors
 */
export const url = "https://sandbox.invalid/api/v2"

/** The call as the panel reads it, which takes it as a server would. */
const formOf = (dialect: Dialect, call: RawCall): Form => {
  const { headers, body } = TransportKit.request(call)
  return Forms.read(dialect, {
    contentType: headers["content-type"],
    body: new TextEncoder().encode(body),
    query: "",
    header: (name) => headers[name]
  })
}

/** A reply as a transport gives it: without the byte order mark, and not over the limit. */
const read = (reply: Reply, { maxBodyBytes }: RawCall): Effect.Effect<RawReply, TransportError> => {
  // A character has at most three bytes, so few bodies have to be encoded to be measured.
  const isLong =
    reply.body.length * 3 > maxBodyBytes && new TextEncoder().encode(reply.body).length > maxBodyBytes
  return isLong
    ? Effect.fail(TransportKit.tooLarge())
    : Effect.succeed(
        TransportKit.reply(reply.status, reply.body.replace(/^\uFEFF/, ""), (name) => reply.headers[name])
      )
}

const reset = { reason: "reset", detail: "ECONNRESET" } as const

const arrive = (
  exchange: Exclude<Exchange, { readonly _tag: "Silent" }>,
  call: RawCall
): Effect.Effect<RawReply, TransportError> => {
  switch (exchange._tag) {
    case "Answered":
      return read(exchange.reply, call)
    case "Refused":
      return Effect.fail(new NotSent({ reason: "refused", detail: "ECONNREFUSED" }))
    case "Cut":
    case "Halved":
      return Effect.fail(new Interrupted(reset))
  }
}

const receive = (exchange: Exchange, call: RawCall): Effect.Effect<RawReply, TransportError> => {
  if (exchange._tag === "Silent") return Effect.never
  const arrived = arrive(exchange, call)
  return exchange.after > 0 ? Effect.delay(arrived, exchange.after) : arrived
}

/**
 * A transport to a sandbox.
 *
 * @example
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const transport = Effect.map(Sandbox.make(), SandboxTransport.make)
 *
 * assert.strictEqual(typeof Effect.runSync(transport).send, "function")
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = ({ handle, dialect }: Sandbox.Service): Transport.Service => ({
  keepsTime: true,
  asksGate: true,
  asksWhenConnected: true,
  send: (call) =>
    Effect.suspend(() => {
      const refusal = TransportKit.notSendable(call) ?? call.gate?.()
      return refusal === undefined
        ? Effect.timeoutFail(
            Effect.flatMap(handle(formOf(dialect, call)), (exchange) => receive(exchange, call)),
            { duration: call.timeout, onTimeout: TransportKit.timedOut }
          )
        : Effect.fail(refusal)
    })
})

/**
 * A transport to the sandbox in the context. Which address a program names makes no difference.
 *
 * @example
 * import { Balance, Money, Panel } from "@smmkit/core"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const config = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }
 * const panel = Panel.layer(config).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sandbox.layer())
 * )
 * const program = Effect.flatMap(Balance.Balance, (balance) => balance.get)
 *
 * const money = await Effect.runPromise(Effect.provide(program, panel))
 *
 * assert.strictEqual(Money.format(money), "1000 USD")
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Transport, never, Sandbox> = Layer.effect(
  Transport,
  Effect.map(Sandbox, make)
)
