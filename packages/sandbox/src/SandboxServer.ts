/**
 * The sandbox as an HTTP server, for any client in any language. It listens on loopback unless told
 * otherwise, and stops with its scope.
 *
 * Calls are `POST` to `/api/v2` with a form (`application/x-www-form-urlencoded` or
 * `multipart/form-data`) or a JSON object as body, or as the sandbox's dialect says. `GET` with a query is
 * taken for what only reads; what spends is then refused as `Incorrect request`, as a GET may be repeated
 * by anything on its way.
 *
 * No web page may call unless its origin is allowed (403), and while the server listens on loopback it
 * answers to its own names only (421), so that no page reaches it by a name of its own.
 *
 * @since 0.1.0
 */
import { Buffer } from "node:buffer"
import * as Http from "node:http"
import * as Check from "@smmkit/core/Options"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FiberId from "effect/FiberId"
import * as FiberSet from "effect/FiberSet"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Exchange } from "./Exchange.js"
import * as Answers from "./internal/answers.js"
import { answered, json } from "./internal/exchanges.js"
import * as Forms from "./internal/forms.js"
import * as Guard from "./internal/guard.js"
import * as Listening from "./internal/listening.js"
import * as Refusals from "./internal/refusals.js"
import * as Replying from "./internal/replying.js"
import { Sandbox } from "./Sandbox.js"

/**
 * Where the server listens.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Default: `127.0.0.1`. */
  readonly host?: string | undefined
  /** Default: 0, which takes a free port. */
  readonly port?: number | undefined
  /** How large a request's body may be, in bytes. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** Web pages that may call, by their origin, such as `http://localhost:5173`. Default: none. */
  readonly origins?: ReadonlyArray<string> | undefined
  /** Further names, beside those of loopback, that the server is called by. Default: none. */
  readonly hosts?: ReadonlyArray<string> | undefined
}

/**
 * The server cannot listen where it was told to.
 *
 * @example
 * import { SandboxServer } from "@smmkit/sandbox"
 *
 * const error = new SandboxServer.CannotListen({ host: "127.0.0.1", port: 8787, code: "EADDRINUSE" })
 *
 * assert.strictEqual(error.message, "Cannot listen on 127.0.0.1:8787: the port is in use; port 0 takes a free one")
 *
 * @since 0.1.0
 * @category errors
 */
export class CannotListen extends Schema.TaggedError<CannotListen>("@smmkit/sandbox/CannotListen")(
  "CannotListen",
  {
    host: Schema.String,
    port: Schema.Number,
    /** The system's word, such as `EADDRINUSE`. */
    code: Schema.String
  }
) {
  override get message(): string {
    const why = { EADDRINUSE: "the port is in use", EACCES: "the port is not allowed" }[this.code]
    return `Cannot listen on ${this.host}:${this.port}: ${why ?? this.code}; port 0 takes a free one`
  }
}

/**
 * A server that runs.
 *
 * @example
 * import { Sandbox, SandboxServer } from "@smmkit/sandbox"
 * import { Effect, Layer } from "effect"
 *
 * const server = Layer.provide(SandboxServer.layer(), Sandbox.layer())
 * const program = Effect.map(SandboxServer.SandboxServer, ({ url }) => url)
 *
 * assert.match(await Effect.runPromise(Effect.provide(program, server)), /^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/)
 *
 * @since 0.1.0
 * @category tags
 */
export class SandboxServer extends Context.Tag("@smmkit/sandbox/SandboxServer")<
  SandboxServer,
  SandboxServer.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace SandboxServer {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** The API's address, such as `http://127.0.0.1:8787/api/v2`. */
    readonly url: string
    readonly port: number
  }
}

const path = "/api/v2"
const paths: ReadonlyArray<string> = [path, `${path}/`]
const reading: ReadonlyArray<string | undefined> = ["services", "status", "refill_status", "balance"]

const wholeAddress = /^(?:https?:\/\/([^/?#]*))?(.*)$/is

const refused = json(Answers.refused(Refusals.badRequest))
const tooLarge = answered({
  status: 413,
  headers: { "content-type": "application/json", connection: "close" },
  body: Answers.refused("Request body too large")
})
const failed = answered({
  status: 500,
  headers: { "content-type": "application/json" },
  body: Answers.refused(Refusals.serverError)
})
const preflight = answered({ status: 204, headers: {}, body: "" })
const notFound = answered({
  status: 404,
  headers: { "content-type": "text/html; charset=UTF-8" },
  body: `<!DOCTYPE html><html><head><title>Not found</title></head><body>The API is at ${path}</body></html>`
})

/**
 * Starts a server, which stops with the scope.
 *
 * @example
 * import { Sandbox, SandboxServer } from "@smmkit/sandbox"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { url } = yield* SandboxServer.make({ port: 0 })
 *   return yield* Effect.promise(() => fetch(`${url}?key=sandbox-key&action=balance`))
 * })
 *
 * const reply = await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(Sandbox.layer())))
 *
 * assert.strictEqual(reply.status, 200)
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options = {}
): Effect.Effect<SandboxServer.Service, CannotListen | Check.InvalidOption, Sandbox | Scope.Scope> =>
  Effect.gen(function* () {
    const { host, port, maxBodyBytes, origins, hosts } = yield* check(options)
    const { handle, dialect } = yield* Sandbox
    const run = yield* FiberSet.makeRuntime<never>()
    const { transmit } = Replying.make()

    /** What fails in here is the server's own failure, and said so. */
    const send = (exchange: Effect.Effect<Exchange>, response: Http.ServerResponse): void => {
      const answer = Effect.catchAllDefect(exchange, (defect) =>
        Effect.as(Effect.logError("The sandbox failed at a call", defect), failed)
      )
      const fiber = run(Effect.flatMap(answer, (exchange) => transmit(exchange, response)))
      // Most are done by now. The others are not waited for once the client has gone.
      if (fiber.unsafePoll() === null) {
        response.once("close", () => fiber.unsafeInterruptAsFork(FiberId.none))
      }
    }
    const call = (
      request: Http.IncomingMessage,
      query: string,
      body: Uint8Array,
      response: Http.ServerResponse
    ): void => {
      const { headers, method } = request
      const header = (name: "x-api-key" | "authorization") => [headers[name]].flat()[0]
      const answer = Effect.suspend(() => {
        const form = Forms.read(dialect, { contentType: headers["content-type"], body, query, header })
        return method === "POST" || reading.includes(form["action"]) ? handle(form) : Effect.succeed(refused)
      })
      send(answer, response)
    }
    const post = (request: Http.IncomingMessage, query: string, response: Http.ServerResponse): void => {
      const chunks: Array<Buffer> = []
      let size = 0
      request.on("data", (chunk: Buffer) => {
        size += chunk.length
        if (size <= maxBodyBytes) chunks.push(chunk)
        else if (!response.headersSent) send(Effect.succeed(tooLarge), response)
      })
      request.on("end", () => {
        if (size <= maxBodyBytes) call(request, query, Buffer.concat(chunks, size), response)
      })
    }
    const onRequest = (request: Http.IncomingMessage, response: Http.ServerResponse): void => {
      const { origin } = request.headers
      // What goes through a proxy names the whole address, whose host then counts.
      const [, named, target = ""] = wholeAddress.exec(request.url ?? "") ?? []
      const [where = "", ...rest] = target.split("?")
      const objection = Guard.objection(
        { host, hosts, origins },
        named === undefined ? request.headers : { ...request.headers, host: named }
      )
      if (origin !== undefined && objection === undefined) {
        for (const [name, value] of Object.entries(Guard.cors(origin))) response.setHeader(name, value)
      }
      if (objection !== undefined) send(Effect.succeed(objection), response)
      else if (!paths.includes(where)) send(Effect.succeed(notFound), response)
      else if (request.method === "POST") post(request, rest.join("?"), response)
      else if (request.method === "GET") call(request, rest.join("?"), new Uint8Array(), response)
      else if (request.method === "OPTIONS" && origin !== undefined) send(Effect.succeed(preflight), response)
      else send(Effect.succeed(refused), response)
    }

    const server = Http.createServer({ keepAliveTimeout: 60_000 }, onRequest)
    const actual = yield* Listening.open(server, host, port, (code) => new CannotListen({ host, port, code }))
    return { url: `http://${Listening.reachable(host)}:${actual}${path}`, port: actual }
  })

const checkOption = Check.checker("sandbox server")

const texts = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.every((one) => typeof one === "string" && one.trim() !== "")

/** An origin as browsers send it: a scheme and a host, and no path. */
const origins = Check.is(
  (value): value is ReadonlyArray<string> =>
    texts(value) && value.every((one) => URL.canParse(one) && new URL(one).origin === one),
  'give origins such as "http://localhost:5173", without a path'
)

/** The options with the defaults filled in, or the one that cannot be worked with. */
const check = (given: Options) =>
  Either.flatMap(
    checkOption("options", given, () => Check.copy("give an object, which may be empty")(given)),
    checkEach
  )

const checkEach = (options: Options) =>
  Either.all({
    host: checkOption(
      "host",
      options.host ?? "127.0.0.1",
      Check.is(
        (value): value is string => typeof value === "string" && value !== "",
        "give an address or a name"
      )
    ),
    port: checkOption("port", options.port ?? 0, Check.whole({ least: 0, most: 65_535 })),
    maxBodyBytes: checkOption("maxBodyBytes", options.maxBodyBytes ?? 1024 * 1024, Check.whole({ least: 1 })),
    origins: checkOption("origins", options.origins ?? [], origins),
    hosts: checkOption("hosts", options.hosts ?? [], Check.is(texts, "give names such as panel.test"))
  })

/**
 * A server for the sandbox in the context, which stops with the layer's scope.
 *
 * @example
 * import { Sandbox, SandboxServer } from "@smmkit/sandbox"
 * import { Effect, Layer } from "effect"
 *
 * const panel = SandboxServer.layer({ port: 0 }).pipe(Layer.provideMerge(Sandbox.layer()))
 * const program = Effect.map(SandboxServer.SandboxServer, ({ url }) => url)
 *
 * assert.match(await Effect.runPromise(Effect.provide(program, panel)), /^http:\/\/127\.0\.0\.1:/)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options?: Options
): Layer.Layer<SandboxServer, CannotListen | Check.InvalidOption, Sandbox> =>
  Layer.scoped(SandboxServer, make(options))
