/**
 * Who may talk to this server. It spends money, so it is locked unless told otherwise: it listens on
 * loopback, and elsewhere only with a token and the names under which it may be reached.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import type * as Headers from "@effect/platform/Headers"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { local, type Problem } from "./Problem.js"

export interface Options {
  readonly host: string
  readonly token: Option.Option<Redacted.Redacted<string>>
  /** Names, beside those of loopback, under which the server may be reached. */
  readonly hosts: ReadonlyArray<string>
}

/** A server that would be open to strangers does not start. */
export class Unprotected extends Schema.TaggedError<Unprotected>("@smmkit/http-demo/Unprotected")(
  "Unprotected",
  {
    remedy: Schema.String
  }
) {
  override get message(): string {
    return `This server spends money, so it does not listen beyond this machine unprotected: ${this.remedy}`
  }
}

export class Security extends Context.Tag("@smmkit/http-demo/Security")<Security, Security.Service>() {}

export declare namespace Security {
  export interface Request {
    readonly method: string
    readonly path: string
    readonly headers: Headers.Headers
    readonly cookies: Readonly<Record<string, string>>
  }
  export interface Service {
    /** Lets a request pass, or says why not. */
    readonly check: (request: Request) => Effect.Effect<void, Problem>
    /** The cookie that stands for the token. */
    readonly session: (token: Redacted.Redacted<string>) => Effect.Effect<string, Problem>
  }
}

export const cookieName = "smmkit_session"
export const sessionSeconds = 7 * 24 * 60 * 60

const shortestToken = 24
const mostGuesses = 10
const guessWindow = 60_000

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/
const bare = (name: string): string => name.replace(/^\[(.*)\]$/, "$1").toLowerCase()

export const isLoopback = (host: string): boolean => loopback.test(bare(host))

const hostName = /^(\[[\da-f:.]{2,45}\]|[a-z\d](?:[a-z\d.-]{0,252}))(?::\d{1,5})?$/i

/** The page itself, what explains the API, and what monitors it. Of a path all that is not listed is closed. */
const isOpen = (path: string): boolean =>
  /^\/(?:|assets\/.*|favicon\.svg|docs|openapi\.json|healthz|readyz)$/.test(path)

/** What does not need the token. */
const isPublic = (method: string, path: string): boolean =>
  path === "/api/session" ? method === "POST" : isOpen(path)

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const refuse = (status: number, tag: string, detail: string, remedy: string): Effect.Effect<never, Problem> =>
  Effect.fail(local(status, tag, detail, { remedy }))

const hostOf = (origin: string): string | undefined =>
  /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : undefined

export const make = (options: Options): Effect.Effect<Security.Service, Unprotected> =>
  Effect.gen(function* () {
    const { host, token, hosts } = options
    if (Option.isSome(token) && Redacted.value(token.value).length < shortestToken) {
      return yield* new Unprotected({
        remedy: `make SMMKIT_DEMO_TOKEN at least ${shortestToken} characters long`
      })
    }
    if (!isLoopback(host) && (Option.isNone(token) || hosts.length === 0)) {
      return yield* new Unprotected({
        remedy:
          `with HOST=${host}, set SMMKIT_DEMO_TOKEN to a secret of at least ${shortestToken} characters and ` +
          "SMMKIT_DEMO_HOSTS to the names under which browsers reach it"
      })
    }
    const names = new Set(hosts.map(bare))
    const secret = Option.getOrUndefined(Option.map(token, Redacted.value))
    let guesses: ReadonlyArray<number> = []

    const sign = (expires: string): string =>
      `${expires}.${createHmac("sha256", secret ?? "")
        .update(`session ${expires}`)
        .digest("base64url")}`

    const isSession = (cookie: string, now: number): boolean => {
      const [expires = ""] = cookie.split(".")
      return /^\d{1,15}$/.test(expires) && Number(expires) > now && isEqual(cookie, sign(expires))
    }

    const checkHost = (value: string): Effect.Effect<void, Problem> => {
      const [, name = ""] = hostName.exec(value) ?? []
      return names.has(bare(name)) || (isLoopback(host) && isLoopback(name))
        ? Effect.void
        : refuse(421, "ForeignHost", "This server does not go by that name.", "use its own address")
    }

    const checkOrigin = ({ method, path, headers }: Security.Request): Effect.Effect<void, Problem> => {
      const isSafe = (method === "GET" || method === "HEAD") && isOpen(path)
      const origin = headers["origin"]
      const site = headers["sec-fetch-site"]
      const isForeign =
        (origin !== undefined && hostOf(origin) !== headers["host"]?.toLowerCase()) ||
        (site !== undefined && site !== "same-origin" && site !== "none")
      return isSafe || !isForeign
        ? Effect.void
        : refuse(403, "ForeignOrigin", "Another site's page may not do this.", "use this server's own page")
    }

    const checkToken = (
      { headers, cookies }: Security.Request,
      secret: string
    ): Effect.Effect<void, Problem> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const [, bearer] = /^Bearer ([\x21-\x7e]{1,1000})$/i.exec(headers["authorization"] ?? "") ?? []
        const cookie = cookies[cookieName]
        const isKnown =
          (bearer !== undefined && isEqual(bearer, secret)) ||
          (cookie !== undefined && isSession(cookie, now))
        return isKnown
          ? Effect.void
          : refuse(
              401,
              "Unauthorized",
              "This needs the server's token.",
              "send it as Authorization: Bearer TOKEN"
            )
      })

    return {
      check: (request) =>
        Effect.zipRight(
          Effect.zipRight(checkHost(request.headers["host"] ?? ""), checkOrigin(request)),
          secret === undefined || isPublic(request.method, request.path)
            ? Effect.void
            : checkToken(request, secret)
        ),
      session: (given) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          guesses = guesses.filter((time) => time > now - guessWindow)
          if (guesses.length >= mostGuesses) {
            return refuse(429, "TooManyGuesses", "Too many wrong tokens.", "wait a minute")
          }
          if (secret !== undefined && !isEqual(Redacted.value(given), secret)) {
            guesses = [...guesses, now]
            return refuse(
              401,
              "Unauthorized",
              "That is not the token.",
              "look it up where the server was started"
            )
          }
          return Effect.succeed(sign(String(now + sessionSeconds * 1000)))
        })
    }
  })

/** `HOST`, `SMMKIT_DEMO_TOKEN`, `SMMKIT_DEMO_HOSTS` (names, separated by commas). */
export const config: Config.Config<Options> = Config.all({
  host: Config.withDefault(Config.nonEmptyString("HOST"), "127.0.0.1"),
  token: Config.option(Config.redacted("SMMKIT_DEMO_TOKEN")),
  hosts: Config.withDefault(Config.array(Config.nonEmptyString(), "SMMKIT_DEMO_HOSTS"), [])
})

export const layer = (options: Options): Layer.Layer<Security, Unprotected> =>
  Layer.effect(Security, make(options))
