/**
 * The node:http server beneath: its limits, and problem documents for what it refuses by itself,
 * before any request reaches the API.
 */
import * as Http from "node:http"
import type { Duplex } from "node:stream"
import * as Problem from "./Problem.js"

export interface Limits {
  /** How many bytes the request line and headers together may have. */
  readonly headerBytes: number
  /** How many bytes a body may have. */
  readonly bodyBytes: number
  /** How long, in milliseconds, a request's headers may take to arrive, and the whole request. */
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly connections: number
}

export const defaultLimits: Limits = {
  headerBytes: 16 * 1024,
  bodyBytes: 256 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connections: 2048
}

const { local } = Problem

const refusals: Readonly<Record<string, Problem.Problem>> = {
  HPE_HEADER_OVERFLOW: local(431, "HeaderTooLarge", "The request's headers are too large."),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: local(413, "TooLarge", "The request's chunk extensions are too large."),
  ERR_HTTP_REQUEST_TIMEOUT: local(408, "TooSlow", "The request took too long to arrive.", { retryable: true })
}

const malformed = local(400, "MalformedRequest", "This is not HTTP/1.1 as it should be.")

/** Whether an answer is on its way already, amid which no other can begin. Node keeps it with the socket. */
const hasBegunAnswer = (socket: Duplex): boolean =>
  "_httpMessage" in socket &&
  socket._httpMessage instanceof Http.ServerResponse &&
  socket._httpMessage.headersSent

/** Writes an answer on a bare socket and hangs up. */
const answer = (socket: Duplex, problem: Problem.Problem): void => {
  if (!socket.writable) return
  const body = Problem.toText(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: ${Problem.contentType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`
  )
}

export const make = (limits: Limits): Http.Server => {
  const server = Http.createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeout,
    requestTimeout: limits.requestTimeout,
    connectionsCheckingInterval: Math.min(limits.headersTimeout, 1000),
    keepAliveTimeout: 5000,
    // A request without a Host header is refused further in, with a problem document.
    requireHostHeader: false
  })
  server.maxConnections = limits.connections
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || hasBegunAnswer(socket)) socket.destroy()
    else answer(socket, refusals[error.code ?? ""] ?? malformed)
  })
  server.on("connect", (_, socket) => answer(socket, local(405, "MethodNotAllowed", "This is no proxy.")))
  server.on("checkExpectation", ({ socket }) =>
    answer(socket, local(417, "ExpectationFailed", "That expectation cannot be met."))
  )
  return server
}
