import { Effect, Layer, Redacted } from "effect"
import { type Options, Panel, type PanelConfig, Transport } from "../src/index.js"

/** What the panel on paper does with one call: a reply, or any effect, such as a failure on the way. */
export type Step = Transport.RawReply | Effect.Effect<Transport.RawReply, Transport.TransportError>

/** A panel on paper, and what it was sent. */
export interface Scripted {
  readonly calls: ReadonlyArray<Transport.RawCall>
  readonly transport: Layer.Layer<Transport.Transport>
  /** All seven actions over this transport. */
  readonly panel: (
    options?: Partial<PanelConfig.Options>
  ) => Layer.Layer<Panel.Actions, Options.InvalidOption>
}

export const key = "test-key"

export const options: PanelConfig.Options = {
  url: "https://panel.example/api/v2",
  key: Redacted.make(key),
  // Single questions are asked at once, unless a test is about the window.
  batchWindow: 0
}

/**
 * Answers each call with the next step of a list and dies on a call too many, or asks a function.
 * `keepsTime` is what the transport says of itself: over one that does, core keeps no watch of its own.
 */
export const make = (
  script: ReadonlyArray<Step> | ((call: Transport.RawCall, place: number) => Step),
  keepsTime = false
): Scripted => {
  const calls: Array<Transport.RawCall> = []
  const send = (call: Transport.RawCall): Effect.Effect<Transport.RawReply, Transport.TransportError> =>
    Effect.suspend(() => {
      const place = calls.push(call) - 1
      const step = typeof script === "function" ? script(call, place) : script[place]
      if (step === undefined) return Effect.dieMessage(`call ${place + 1} is not in the script`)
      return Effect.isEffect(step) ? step : Effect.succeed(step)
    })
  const transport = Layer.succeed(Transport.Transport, { send, ...(keepsTime ? { keepsTime } : {}) })
  return {
    calls,
    transport,
    panel: (more) => Layer.provide(Panel.layer({ ...options, ...more }), transport)
  }
}

/** A reply with this JSON as its body. */
export const json = (
  body: unknown,
  status = 200,
  headers: Pick<Transport.RawReply, "retryAfter" | "location"> = {}
): Transport.RawReply => ({ status, body: JSON.stringify(body), ...headers })

/** A reply with this text as its body. */
export const text = (body: string, status = 200): Transport.RawReply => ({ status, body })

export const notSent = new Transport.NotSent({ reason: "refused", detail: "ECONNREFUSED" })
export const interrupted = new Transport.Interrupted({ reason: "reset", detail: "ECONNRESET" })

/** The form that a call sends, without the key. */
export const formOf = (call: Transport.RawCall | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(call?.params ?? [])
