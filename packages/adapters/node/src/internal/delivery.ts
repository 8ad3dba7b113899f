/** One call from the queue to its reply, and how far it got: that is what decides whether it was sent. */
import { Buffer, constants } from "node:buffer"
import * as Zlib from "node:zlib"
import { NotSent, type RawCall, type RawReply, type TransportError } from "@smmkit/core/Transport"
import * as TransportKit from "@smmkit/core/TransportKit"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Dispatcher } from "undici"
import type { Connection, Lane } from "./lane.js"

// The longest that a timer of Node waits.
const longest = 2 ** 31 - 1

type ReplyHeaders = Record<string, string | Array<string> | undefined>

type Outcome = Effect.Effect<RawReply, TransportError>

export class Delivery implements Dispatcher.DispatchHandler {
  readonly #lane: Lane
  readonly #call: RawCall
  readonly #done: (outcome: Outcome) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Array<Buffer> = []
  #connection: Connection | undefined
  #sent = false
  #left = false
  #ended = false
  #status = 0
  #headers: ReplyHeaders = {}
  #size = 0

  constructor(lane: Lane, call: RawCall, done: (outcome: Outcome) => void) {
    this.#lane = lane
    this.#call = call
    this.#done = done
    this.#timer = setTimeout(this.#timeOut, Math.min(Duration.toMillis(call.timeout), longest))
    lane.enter(this.#start)
  }

  /** Gives the call up and closes its connection. */
  abandon(): void {
    this.#end(Effect.interrupt)
  }

  readonly #start = (): void => {
    if (this.#ended) return
    this.#connection = this.#lane.take(this.#call.spends)
    const request = TransportKit.request(this.#call)
    const headers = { ...request.headers, "accept-encoding": "gzip" }
    const { body } = request
    this.#connection.client.dispatch({ path: this.#lane.path, method: "POST", headers, body }, this)
  }

  readonly #timeOut = (): void => {
    this.#fail(this.#sent ? TransportKit.timedOut() : new NotSent({ reason: "timeout", detail: "" }))
  }

  /**
   * undici calls this on a connection that stands, right before it writes to it, in the same turn: until
   * here nothing has left, and from here on everything may have.
   */
  onRequestStart(): void {
    // undici never starts a request of ours twice. If it ever did, this would keep it from sending it.
    if (this.#sent || this.#ended) throw new Error("sent once already, or given up")
    const withheld = this.#call.gate?.()
    if (withheld !== undefined) {
      this.#fail(withheld)
      throw new Error("held back")
    }
    this.#sent = true
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ReplyHeaders): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size > this.#call.maxBodyBytes) this.#fail(TransportKit.tooLarge())
  }

  onResponseEnd(): void {
    if (this.#ended) return
    if (this.#call.spends && this.#mayBeCut()) {
      this.#fail(TransportKit.interrupted({ code: "ECONNRESET" }))
      return
    }
    this.#leave("whole")
    unpack(this.#body(), codingsOf(this.#list("content-encoding")), this.#call.maxBodyBytes, this.#unpacked)
  }

  /**
   * Whether nothing came of a body that only the end of the connection would have ended: undici takes one that
   * broke for whole, and an empty 429 for a reason to send again.
   */
  #mayBeCut(): boolean {
    return (
      this.#size === 0 &&
      this.#status !== 204 &&
      this.#header("content-length") === undefined &&
      this.#header("transfer-encoding") === undefined
    )
  }

  /** The body, which this keeps no longer: Effect's way to abandon a call outlives the call by far. */
  #body(): Buffer {
    const chunks = this.#chunks.splice(0)
    const [only] = chunks
    return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, this.#size)
  }

  readonly #unpacked: Unpacked = (error, bytes) => {
    if (error === null && bytes.length > constants.MAX_STRING_LENGTH) {
      this.#fail(TransportKit.tooLarge())
    } else if (error === null) {
      const body = decoder.decode(bytes)
      this.#end(Effect.succeed(TransportKit.reply(this.#status, body, (name) => this.#list(name))))
    } else {
      this.#fail(isOverLimit(error) ? TransportKit.tooLarge() : TransportKit.interrupted(error))
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: unknown): void {
    this.#fail(this.#sent ? TransportKit.interrupted(error) : TransportKit.notSent(error))
  }

  /** A header that stands several times is a list, as fetch has it. */
  #list(name: string): string | undefined {
    return this.#headers[name]?.toString()
  }

  #header(name: string): string | undefined {
    const value = this.#headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  #fail(error: TransportError): void {
    this.#end(Effect.fail(error))
  }

  #end(outcome: Outcome): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    this.#leave("broken")
    this.#done(outcome)
  }

  /** Makes room for the next call, which may have the connection if the reply was whole. */
  #leave(reply: "whole" | "broken"): void {
    if (this.#left) return
    this.#left = true
    if (this.#connection !== undefined) {
      if (reply === "whole" && !this.#call.spends) this.#lane.park(this.#connection)
      else this.#connection.close()
    }
    this.#lane.leave(this.#start)
  }
}

const decoder = new TextDecoder()

type Unpacked = (error: Error | null, bytes: Uint8Array) => void

type Unpack = (
  bytes: Buffer,
  options: Zlib.ZlibOptions,
  done: (error: Error | null, bytes: Buffer) => void
) => void

/** Some servers send what deflate makes as it is, without the head (of zlib, or gzip) and the sum that belong to it. */
const inflate: Unpack = (bytes, options, done) =>
  [0x08, 0x0f].includes((bytes[0] ?? 0) & 0x0f)
    ? Zlib.unzip(bytes, options, done)
    : Zlib.inflateRaw(bytes, options, done)

// Only gzip is asked for, but nobody has to keep to that.
const unpackings: ReadonlyMap<string, Unpack> = new Map([
  ["gzip", Zlib.unzip],
  ["x-gzip", Zlib.unzip],
  ["deflate", inflate],
  ["br", Zlib.brotliDecompress]
])

/** As fetch has it. Each layer of a small body may be as large as the limit. */
const mostCodings = 5

const overAndOver = Object.assign(new Error("packed over and over"), { code: "TOO_MANY_CODINGS" })

/** The codings of a body, in the order in which it was packed; `identity` is none. */
const codingsOf = (header: string | undefined): ReadonlyArray<string> =>
  (header ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity")

/** Unpacks a body, what was packed last first, but no more of it than the limit. */
const unpack = (bytes: Buffer, codings: ReadonlyArray<string>, limit: number, done: Unpacked): void => {
  const unpackOne = unpackings.get(codings.at(-1) ?? "")
  // Servers send the header with an empty body too, which would be no valid gzip.
  if (unpackOne === undefined || bytes.length === 0) done(null, bytes)
  else if (codings.length > mostCodings) done(overAndOver, bytes)
  else {
    const maxOutputLength = Math.min(Math.max(1, limit), constants.MAX_LENGTH)
    unpackOne(bytes, { maxOutputLength }, (error, unpacked) =>
      error === null ? unpack(unpacked, codings.slice(0, -1), limit, done) : done(error, bytes)
    )
  }
}

const isOverLimit = (error: Error): boolean => "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"
