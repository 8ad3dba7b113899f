/** Exchanges as bytes on a socket, the broken ones included. */
import { Buffer } from "node:buffer"
import type { ServerResponse } from "node:http"
import * as Effect from "effect/Effect"
import type { Exchange, Reply } from "../Exchange.js"

/** From here on a body is worth keeping as bytes: the catalogue, which is the same text each time. */
const long = 16 * 1024

export interface Replying {
  readonly transmit: (exchange: Exchange, response: ServerResponse) => Effect.Effect<void>
}

export const make = (): Replying => {
  let kept = { text: "", bytes: Buffer.alloc(0) }

  const bytesOf = (text: string): Buffer | string => {
    if (text.length < long) return text
    if (kept.text !== text) kept = { text, bytes: Buffer.from(text) }
    return kept.bytes
  }
  const head = (response: ServerResponse, { status, headers }: Reply, length: number): void => {
    response.writeHead(status, { ...headers, "content-length": length })
  }
  const write = (response: ServerResponse, reply: Reply): void => {
    const body = bytesOf(reply.body)
    head(response, reply, typeof body === "string" ? Buffer.byteLength(body) : body.length)
    response.end(body)
  }
  const writeHalf = (response: ServerResponse, reply: Reply): void => {
    const bytes = Buffer.from(reply.body)
    head(response, reply, bytes.length)
    // Sent before the connection goes, or the client would see no beginning of an answer.
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy())
  }

  return {
    transmit: (exchange, response) => {
      if (exchange._tag === "Silent") return Effect.never
      const transmitted = Effect.sync(() => {
        switch (exchange._tag) {
          case "Answered":
            return write(response, exchange.reply)
          case "Halved":
            return writeHalf(response, exchange.reply)
          case "Cut":
          case "Refused":
            response.socket?.resetAndDestroy()
        }
      })
      return exchange.after > 0 ? Effect.delay(transmitted, exchange.after) : transmitted
    }
  }
}
