/**
 * Servers on loopback that do exactly what a test tells them, down to the byte and the closed socket, and
 * count what reaches them: the truth against which a transport's claims are held.
 *
 * @since 0.1.0
 */
import { Buffer } from "node:buffer"
import * as Net from "node:net"
import * as Tls from "node:tls"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as certificate from "./certificate.js"

/**
 * One whole request, as it arrived.
 *
 * @since 0.1.0
 * @category models
 */
export interface Received {
  /** Such as `POST /api/v2 HTTP/1.1`. */
  readonly requestLine: string
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** Which connection brought it, counted from 1. */
  readonly connection: number
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** `mute` takes connections under an `https:` address and never says a word. Default: `http`. */
  readonly kind?: "http" | "https" | "mute" | undefined
  /** What to do with a connection before anything came in on it. */
  readonly onConnection?: ((socket: Net.Socket) => void) | undefined
  /** What to do with a request that came in whole. Default: nothing, ever. */
  readonly onRequest?: ((socket: Net.Socket, request: Received) => void) | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface MisbehavingServer {
  readonly port: number
  readonly url: string
  /** Every whole request, in the order in which they came in. */
  readonly received: ReadonlyArray<Received>
  /** How many bytes came in, those of a TLS handshake left out. */
  readonly bytes: () => number
  /** Takes no further connections, without a goodbye to those that stand. */
  readonly refuse: () => void
  /** Waits until a connection stands. */
  readonly connected: Effect.Effect<void>
  /** Waits until a request came in whole. */
  readonly called: Effect.Effect<void>
  /** Waits until a connection is closed. */
  readonly hungUp: Effect.Effect<void>
}

/**
 * Starts a server that stops with the scope.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<MisbehavingServer, never, Scope.Scope> =>
  Effect.gen(function* () {
    const connected = yield* Deferred.make<void>()
    const called = yield* Deferred.make<void>()
    const hungUp = yield* Deferred.make<void>()
    const received: Array<Received> = []
    let connections = 0
    let bytes = 0

    const onConnection = (socket: Net.Socket): void => {
      const connection = ++connections
      Deferred.unsafeDone(connected, Effect.void)
      let buffered = Buffer.alloc(0)
      socket.on("error", () => {})
      socket.on("close", () => Deferred.unsafeDone(hungUp, Effect.void))
      socket.on("data", (chunk) => {
        if (options.kind === "mute") return
        bytes += chunk.length
        buffered = Buffer.concat([buffered, chunk])
        for (let next = take(buffered); next !== undefined; next = take(buffered)) {
          buffered = buffered.subarray(next.length)
          const request = { ...next.request, connection }
          received.push(request)
          Deferred.unsafeDone(called, Effect.void)
          options.onRequest?.(socket, request)
        }
      })
      options.onConnection?.(socket)
    }

    const server =
      options.kind === "https"
        ? Tls.createServer({ cert: certificate.cert, key: certificate.key }, onConnection)
        : Net.createServer(onConnection)
    const port = yield* listening(server)
    return {
      port,
      url: `${(options.kind ?? "http") === "http" ? "http" : "https"}://127.0.0.1:${port}/api/v2`,
      received,
      bytes: () => bytes,
      refuse: () => server.close(),
      connected: Deferred.await(connected),
      called: Deferred.await(called),
      hungUp: Deferred.await(hungUp)
    }
  })

/**
 * The address of a port on which nothing listens.
 *
 * @since 0.1.0
 * @category constructors
 */
export const closedPort: Effect.Effect<string> = Effect.map(Effect.scoped(make({})), (server) => server.url)

const listening = (server: Net.Server): Effect.Effect<number, never, Scope.Scope> => {
  const sockets = new Set<Net.Socket>()
  server.on("connection", (socket: Net.Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => sockets.delete(socket))
  })
  server.on("tlsClientError", () => {})
  const listen = Effect.async<number>((resume) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resume(Effect.succeed(address !== null && typeof address === "object" ? address.port : 0))
    })
  })
  const close = Effect.async<void>((resume) => {
    server.close(() => resume(Effect.void))
    for (const socket of sockets) socket.destroy()
  })
  return Effect.acquireRelease(listen, () => close)
}

/** The first whole request in what came in so far, and its length. */
const take = (
  bytes: Buffer
): { readonly request: Omit<Received, "connection">; readonly length: number } | undefined => {
  const end = bytes.indexOf("\r\n\r\n")
  if (end < 0) return undefined
  const [requestLine = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n")
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":")
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    })
  )
  const start = end + 4
  const length = start + Number(headers.get("content-length") ?? 0)
  if (bytes.length < length) return undefined
  return { request: { requestLine, headers, body: bytes.toString("utf8", start, length) }, length }
}

/**
 * The bytes of a reply with its `content-length`.
 *
 * @since 0.1.0
 * @category replies
 */
export const reply = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array
): Buffer => {
  const bytes = Buffer.from(body)
  return Buffer.concat([head(status, { ...headers, "content-length": String(bytes.length) }), bytes])
}

/**
 * The bytes of a reply up to its body.
 *
 * @since 0.1.0
 * @category replies
 */
export const head = (status: number, headers: Readonly<Record<string, string>>): Buffer => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n`)
}

/**
 * One chunk of a body sent with `transfer-encoding: chunked`. The chunk of no bytes is the last.
 *
 * @since 0.1.0
 * @category replies
 */
export const chunk = (bytes: string | Uint8Array): Buffer => {
  const content = Buffer.from(bytes)
  return Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from("\r\n")])
}
