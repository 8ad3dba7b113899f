/**
 * The connections to one address. A connection is one undici client that carries one call at a time, so
 * that what happens to a connection happened to one call. Calls that find no room wait, unsent.
 */
import { Client } from "undici"
import { bare, type Dial, make as makeDial, type Route } from "./dial.js"

export interface Limits {
  readonly connections: number
  /** How long a connection waits for another call, in milliseconds. */
  readonly keepAlive: number
}

export interface Connection {
  readonly client: Client
  /** Closes the socket, whatever state it is in. */
  readonly close: () => void
}

export class Lane {
  readonly path: string
  readonly #origin: string
  readonly #dial: Dial
  readonly #limits: Limits
  readonly #connections = new Set<Connection>()
  readonly #idle: Array<Connection> = []
  readonly #waiting = new Set<() => void>()
  #busy = 0
  #closed = false

  constructor(url: URL, route: Route, limits: Limits) {
    const secure = url.protocol === "https:"
    const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port)
    this.path = `${url.pathname}${url.search}`
    this.#origin = url.origin
    this.#dial = makeDial(route, { secure, host: bare(url.hostname), port }, { ticket: undefined })
    this.#limits = limits
  }

  /** Starts at once, or when it is `start`'s turn. */
  enter(start: () => void): void {
    if (this.#busy < this.#limits.connections) {
      this.#busy++
      start()
    } else {
      this.#waiting.add(start)
    }
  }

  /** Leaves the queue, or makes room for the next in it. */
  leave(start: () => void): void {
    if (this.#waiting.delete(start)) return
    const [next] = this.#waiting
    if (next === undefined) {
      this.#busy--
    } else {
      this.#waiting.delete(next)
      // In a turn of its own: when the lane closes, each call in the queue fails at once and lets in the next.
      queueMicrotask(next)
    }
  }

  /** A connection of the caller's own. What spends gets a fresh one, as a server may have given up an idle one. */
  take(spends: boolean): Connection {
    return (spends ? undefined : this.#idle.pop()) ?? this.#open(spends || this.#limits.keepAlive === 0)
  }

  /** Keeps a connection for the next call. */
  park(connection: Connection): void {
    if (this.#connections.has(connection)) this.#idle.push(connection)
  }

  close(): void {
    this.#closed = true
    for (const connection of this.#connections) connection.close()
  }

  #open(once: boolean): Connection {
    let hangUp = (): void => {}
    const client = new Client(this.#origin, {
      connect: (_options, done) => {
        hangUp = this.#dial(done)
      },
      // Without pipelining, undici closes the connection after one request, and says so in it.
      pipelining: once ? 0 : 1,
      keepAliveTimeout: Math.max(1, this.#limits.keepAlive),
      keepAliveMaxTimeout: Math.max(1, this.#limits.keepAlive),
      // The call's deadline covers all of it.
      headersTimeout: 0,
      bodyTimeout: 0
    })
    const connection: Connection = {
      client,
      close: () => {
        if (!this.#connections.delete(connection)) return
        void client.destroy()
        hangUp()
      }
    }
    this.#connections.add(connection)
    if (this.#closed) connection.close()
    return connection
  }
}
