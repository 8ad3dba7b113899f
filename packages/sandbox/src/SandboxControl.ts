/**
 * A control port: the whole control service of a sandbox for programs in other processes, such as a crash
 * test that must not host the panel it looks at. It is off unless it is asked for, and answers only to its
 * token.
 *
 * @since 0.1.0
 */
import { Buffer } from "node:buffer"
import { createHash, timingSafeEqual } from "node:crypto"
import * as Http from "node:http"
import * as Check from "@smmkit/core/Options"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FiberSet from "effect/FiberSet"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Guard from "./internal/guard.js"
import * as Listening from "./internal/listening.js"
import * as Remote from "./internal/methods.js"
import { operations } from "./internal/operations.js"
import { Sandbox } from "./Sandbox.js"
import { SandboxError } from "./SandboxOptions.js"
import { CannotListen } from "./SandboxServer.js"

/**
 * Where the port is, and who may use it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Whoever has it controls the sandbox. At least 16 characters. */
  readonly token: Redacted.Redacted
  /** Default: `127.0.0.1`. */
  readonly host?: string | undefined
  /** Default: 0, which takes a free one. */
  readonly port?: number | undefined
}

/**
 * A control port that is open.
 *
 * @example
 * import { Sandbox, SandboxControl } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const port = SandboxControl.layer({ token: Redacted.make("only-for-this-test") })
 * const program = Effect.map(SandboxControl.SandboxControl, ({ url }) => url)
 * const url = await Effect.runPromise(Effect.provide(program, Layer.provide(port, Sandbox.layer())))
 *
 * assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/control$/)
 *
 * @since 0.1.0
 * @category tags
 */
export class SandboxControl extends Context.Tag("@smmkit/sandbox/SandboxControl")<
  SandboxControl,
  SandboxControl.Service
>() {}

/**
 * @since 0.1.0
 */
export declare namespace SandboxControl {
  /**
   * @since 0.1.0
   * @category models
   */
  export interface Service {
    /** What a client is given, such as `http://127.0.0.1:8788/control`. */
    readonly url: string
    readonly port: number
  }
}

const checkOption = Check.checker("sandbox's control port")
const leastToken = 16

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

const Refusal = Schema.parseJson(Schema.Struct({ field: Schema.String, remedy: Schema.String }))

/** Status and body of an answer. */
type Answer = readonly [status: number, body: string]

const isOperation = (name: string): name is keyof typeof operations => Object.hasOwn(operations, name)

const refused = (status: number, field: string, remedy: string): Answer => [
  status,
  JSON.stringify({ field, remedy })
]

const answer = (sandbox: Sandbox.Service, name: string, json: string): Effect.Effect<Answer> => {
  if (!isOperation(name)) return Effect.succeed(refused(404, "instruction", `there is no ${name}`))
  return operations[name].serve(sandbox, json).pipe(
    Effect.map((body): Answer => [200, body]),
    Effect.catchTags({
      SandboxError: ({ field, remedy }) => Effect.succeed(refused(422, field, remedy)),
      ParseError: ({ message }) => Effect.succeed(refused(422, "instruction", message))
    }),
    Effect.catchAllDefect((defect) =>
      Effect.as(
        Effect.logError("The sandbox failed at an instruction", defect),
        refused(500, "control port", "the sandbox failed; its log says why")
      )
    )
  )
}

/**
 * Opens a control port for the sandbox in the context, which closes with the scope.
 *
 * @example
 * import { Sandbox, SandboxControl } from "@smmkit/sandbox"
 * import { Effect, Redacted } from "effect"
 *
 * const program = SandboxControl.make({ token: Redacted.make("only-for-this-test") })
 * const { port } = await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(Sandbox.layer())))
 *
 * assert.ok(port > 0)
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options
): Effect.Effect<SandboxControl.Service, CannotListen | Check.InvalidOption, Sandbox | Scope.Scope> =>
  Effect.gen(function* () {
    const { host = "127.0.0.1" } = options
    const token = digest(
      yield* checkOption(
        "token",
        Redacted.value(options.token),
        Check.is(
          (value): value is string => typeof value === "string" && value.length >= leastToken,
          `give a token of at least ${leastToken} characters`
        ),
        { isSecret: true }
      )
    )
    const port = yield* checkOption("port", options.port ?? 0, Check.whole({ least: 0, most: 65_535 }))
    const sandbox = yield* Sandbox
    const run = yield* FiberSet.makeRuntime<never>()

    const isAllowed = ({ headers }: Http.IncomingMessage): boolean =>
      Guard.objection({ host, hosts: [], origins: [] }, headers) === undefined &&
      timingSafeEqual(digest((headers.authorization ?? "").replace(/^Bearer /, "")), token)
    const onRequest = (request: Http.IncomingMessage, response: Http.ServerResponse): void => {
      const reply = ([status, body]: Answer): void => {
        response.writeHead(status, { "content-type": "application/json" }).end(body)
      }
      const chunks: Array<Buffer> = []
      const allowed = isAllowed(request)
      // Nothing is kept of what a stranger sends.
      request.on("data", (chunk: Buffer) => allowed && chunks.push(chunk))
      request.on("end", () => {
        if (!allowed) return reply(refused(401, "token", "give the token of this control port"))
        const name = (request.url ?? "").replace(/^\/control\//, "")
        run(Effect.map(answer(sandbox, name, Buffer.concat(chunks).toString("utf8")), reply))
      })
    }
    const actual = yield* Listening.open(
      Http.createServer(onRequest),
      host,
      port,
      (code) => new CannotListen({ host, port, code })
    )
    return { url: `http://${Listening.reachable(host)}:${actual}/control`, port: actual }
  })

/**
 * A control port for the sandbox in the context.
 *
 * @example
 * import { Sandbox, SandboxControl } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const port = SandboxControl.layer({ token: Redacted.make("only-for-this-test"), port: 0 })
 * const program = Effect.map(SandboxControl.SandboxControl, ({ port }) => port)
 *
 * assert.ok((await Effect.runPromise(Effect.provide(program, Layer.provide(port, Sandbox.layer())))) > 0)
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options
): Layer.Layer<SandboxControl, CannotListen | Check.InvalidOption, Sandbox> =>
  Layer.scoped(SandboxControl, make(options))

/** Carries calls to a port; what it refuses comes back as the error that it is. */
const carrier =
  (url: string, token: Redacted.Redacted): Remote.Carry =>
  (operation, json) =>
    Effect.gen(function* () {
      const [status, body] = yield* Effect.tryPromise({
        try: async (signal) => {
          const response = await fetch(`${url}/${operation}`, {
            method: "POST",
            headers: { authorization: `Bearer ${Redacted.value(token)}`, "content-type": "application/json" },
            body: json,
            signal
          })
          return [response.status, await response.text()] as const
        },
        catch: () => new SandboxError({ field: "control port", remedy: `nothing answers at ${url}` })
      })
      if (status === 200) return body
      const said = yield* Either.mapLeft(
        Schema.decodeEither(Refusal)(body),
        () => new SandboxError({ field: "control port", remedy: `what answers at ${url} is none` })
      )
      return yield* new SandboxError(said)
    })

/**
 * The sandbox behind a control port, under the same tag as one in this process: what a test does to the one,
 * it can do to the other. Where a method cannot fail, a port that is gone is a defect.
 *
 * @example
 * import { Sandbox, SandboxControl } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const token = Redacted.make("only-for-this-test")
 * const client = Layer.unwrapEffect(
 *   Effect.map(SandboxControl.SandboxControl, ({ url }) => SandboxControl.layerClient({ url, token }))
 * )
 * const port = Layer.provide(SandboxControl.layer({ token }), Sandbox.layer({ balance: "12.5" }))
 * const program = Effect.flatMap(Sandbox.Sandbox, ({ ledger }) => ledger.balance())
 * const balance = await Effect.runPromise(Effect.provide(program, Layer.provide(client, port)))
 *
 * assert.strictEqual(String(balance), "BigDecimal(12.5)")
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = ({
  url,
  token
}: {
  readonly url: string
  readonly token: Redacted.Redacted
}): Layer.Layer<Sandbox, SandboxError> => Layer.effect(Sandbox, Remote.make(carrier(url, token)))
