/**
 * Opens the sockets on which calls travel. Nothing of a call is written here, so whatever fails here
 * fails before the call was sent.
 */
import * as Http from "node:http"
import * as Net from "node:net"
import * as Tls from "node:tls"
import type { buildConnector } from "undici"
import { bypasses } from "./bypass.js"

export interface Destination {
  readonly secure: boolean
  readonly host: string
  readonly port: number
}

export interface Route {
  readonly connectTimeout: number
  readonly secureContext: () => Tls.SecureContext
  readonly proxy: URL | undefined
  readonly noProxy: ReadonlyArray<string>
}

/** Opens a socket and hands it over ready to be written to. The result closes it, at any time. */
export type Dial = (done: buildConnector.Callback) => () => void

/** How to reach a destination: at most within the connect time, through the proxy if there is one. */
export const make = (route: Route, destination: Destination, session: Session): Dial => {
  // Plain HTTP is for loopback alone: through a proxy, the key would go in the clear, and to its loopback.
  const isDirect = !destination.secure || bypasses(route.noProxy, destination.host, destination.port)
  const proxy = isDirect ? undefined : route.proxy
  return (done) => {
    const attempt = new Attempt(done, route.connectTimeout)
    if (proxy !== undefined) tunnel(attempt, proxy, route, destination, session)
    else if (destination.secure)
      secure(attempt, Tls.connect(tlsOptions(route, destination, session)), session)
    else plain(attempt, Net.connect({ host: destination.host, port: destination.port }))
    return () => attempt.close()
  }
}

/** The TLS session to resume, so that a fresh connection for each order does not cost a full handshake. */
export interface Session {
  ticket: Buffer | undefined
}

/** One way to a socket: ends once, in time, and can be closed ever after. */
class Attempt {
  #done: buildConnector.Callback | undefined
  #close: (() => void) | undefined
  readonly #timer: NodeJS.Timeout

  constructor(done: buildConnector.Callback, timeout: number) {
    this.#done = done
    this.#timer = setTimeout(() => this.fail({ code: "ETIMEDOUT" }), timeout)
  }

  /** What is to be closed, from now on, to close the connection. */
  closes(close: () => void): void {
    this.#close = close
  }

  stand(socket: Net.Socket): void {
    this.#end()?.(null, socket)
  }

  fail(cause: unknown): void {
    // Wrapped, as undici takes some codes for a reason to dial again.
    this.#end()?.(new Error("no connection", { cause }), null)
    this.close()
  }

  close(): void {
    this.#end()
    this.#close?.()
  }

  #end(): buildConnector.Callback | undefined {
    clearTimeout(this.#timer)
    const done = this.#done
    this.#done = undefined
    return done
  }
}

const plain = (attempt: Attempt, socket: Net.Socket): void => {
  attempt.closes(() => socket.destroy())
  socket.setNoDelay(true).setKeepAlive(true, 60_000)
  socket.once("connect", () => attempt.stand(socket))
  socket.on("error", (error) => attempt.fail(error))
}

const secure = (attempt: Attempt, socket: Tls.TLSSocket, session: Session): void => {
  attempt.closes(() => socket.destroy())
  socket.setNoDelay(true).setKeepAlive(true, 60_000)
  socket.on("session", (ticket) => {
    session.ticket = ticket
  })
  socket.once("secureConnect", () => attempt.stand(socket))
  socket.on("error", (error) => attempt.fail(error))
}

const tlsOptions = (
  { secureContext }: Route,
  { host, port }: Destination,
  { ticket }: Session
): Tls.ConnectionOptions => ({
  host,
  port,
  secureContext: secureContext(),
  // Said outright, as the default is what NODE_TLS_REJECT_UNAUTHORIZED says.
  rejectUnauthorized: true,
  ALPNProtocols: ["http/1.1"],
  // A certificate can be asked for by name only, not by address.
  ...(Net.isIP(host) === 0 ? { servername: host } : {}),
  ...(ticket === undefined ? {} : { session: ticket })
})

/** Asks the proxy for a tunnel, in which then all is TLS: the proxy sees the panel's name and no more. */
const tunnel = (
  attempt: Attempt,
  proxy: URL,
  route: Route,
  destination: Destination,
  session: Session
): void => {
  const authority = `${Net.isIPv6(destination.host) ? `[${destination.host}]` : destination.host}:${destination.port}`
  const request = Http.request({
    method: "CONNECT",
    path: authority,
    headers: { host: authority, ...authorization(proxy) },
    createConnection: () => toProxy(proxy, route)
  })
  attempt.closes(() => request.destroy())
  request.on("error", (error) => attempt.fail(error))
  request.once("connect", (response, socket) => {
    socket.on("error", (error) => attempt.fail(error))
    if (response.statusCode === 200) {
      secure(attempt, Tls.connect({ ...tlsOptions(route, destination, session), socket }), session)
    } else {
      socket.destroy()
      attempt.fail({ code: `PROXY_${response.statusCode}` })
    }
  })
  request.end()
}

const toProxy = ({ hostname, port, protocol }: URL, route: Route): Net.Socket => {
  const host = bare(hostname)
  return protocol === "https:"
    ? Tls.connect(tlsOptions(route, { secure: true, host, port: Number(port || 443) }, { ticket: undefined }))
    : Net.connect({ host, port: Number(port || 80) })
}

const authorization = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === "") return {}
  const credentials = `${decoded(username)}:${decoded(password)}`
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A URL's host name as sockets want it: an IPv6 address without brackets. */
export const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "")
