/**
 * Who may talk to this server. It spends money, so it is locked unless told otherwise: it listens on
 * loopback, and elsewhere only with a token and the names under which it may be reached.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { IncomingMessage } from "node:http"
import { BlockList, isIP } from "node:net"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type Problem, refuse } from "./Problem.js"

export interface Options {
  readonly host: string
  readonly token: Option.Option<Redacted.Redacted<string>>
  /** Names, beside those of loopback, under which the server may be reached. */
  readonly hosts: ReadonlyArray<string>
}

/** A server that would be open to strangers does not start. */
export class Unprotected extends Schema.TaggedError<Unprotected>("@smmkit/http-demo/Unprotected")(
  "Unprotected",
  { remedy: Schema.String }
) {
  override get message(): string {
    return `This server spends money, so it does not listen beyond this machine unprotected: ${this.remedy}`
  }
}

type Request = HttpServerRequest.HttpServerRequest

export class Security extends Context.Tag("@smmkit/http-demo/Security")<
  Security,
  {
    /** Lets a request pass, or says why not. */
    readonly check: (request: Request, path: string) => Effect.Effect<void, Problem>
    /** Gives the cookie that stands for the token. */
    readonly session: (
      request: Request,
      token: Redacted.Redacted<string>
    ) => Effect.Effect<HttpServerResponse.HttpServerResponse, Problem>
  }
>() {}

const sessionSeconds = 7 * 24 * 60 * 60
export const shortestToken = 24
const mostGuesses = 10
const guessWindow = 60_000

/** Browsers share cookies between the ports of a host, and two servers may run there. */
const cookieOf = ({ source }: Request): string =>
  `smmkit_session_${source instanceof IncomingMessage ? source.socket.localPort : 0}`

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8)
loopback.addAddress("::1", "ipv6")

const bare = (name: string): string => name.replace(/^\[(.*)\]$/, "$1").toLowerCase()

export const isLoopback = (host: string): boolean => {
  const name = bare(host)
  return (
    name === "localhost" || (isIP(name) !== 0 && loopback.check(name, isIP(name) === 6 ? "ipv6" : "ipv4"))
  )
}

const hostName = /^(\[[\da-f:.]{2,45}\]|[a-z\d](?:[a-z\d.-]{0,252}))(?::\d{1,5})?$/i

/** The page itself, what explains the API, and what monitors it. Of a path all that is not listed is closed. */
const isOpen = (path: string): boolean =>
  /^\/(?:|assets\/.*|favicon\.svg|docs|openapi\.json|healthz|readyz)$/.test(path)

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const hostOf = (origin: string): string | undefined =>
  /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : undefined

export const make = (options: Options): Effect.Effect<Security["Type"], Unprotected> =>
  Effect.gen(function* () {
    const { host, token, hosts } = options
    const secret = Option.getOrUndefined(Option.map(token, Redacted.value))
    if (secret !== undefined && secret.length < shortestToken) {
      return yield* new Unprotected({
        remedy: `make SMMKIT_DEMO_TOKEN at least ${shortestToken} characters long`
      })
    }
    if (!isLoopback(host) && (secret === undefined || hosts.length === 0)) {
      return yield* new Unprotected({
        remedy:
          `with HOST=${host}, set SMMKIT_DEMO_TOKEN to a secret of at least ${shortestToken} characters and ` +
          "SMMKIT_DEMO_HOSTS to the names under which browsers reach it"
      })
    }
    const names = new Set(hosts.map(bare))
    let guesses: ReadonlyArray<number> = []

    const sign = (expires: string): string =>
      `${expires}.${createHmac("sha256", secret ?? "")
        .update(`session ${expires}`)
        .digest("base64url")}`

    const isSession = (cookie: string, now: number): boolean => {
      const [expires = ""] = cookie.split(".")
      return /^\d{1,15}$/.test(expires) && Number(expires) > now && isEqual(cookie, sign(expires))
    }

    const checkHost = ({ headers }: Request): Effect.Effect<void, Problem> => {
      const [, name = ""] = hostName.exec(headers["host"] ?? "") ?? []
      return names.has(bare(name)) || (isLoopback(host) && isLoopback(name))
        ? Effect.void
        : refuse(421, "ForeignHost", "This server does not go by that name.", "use its own address")
    }

    const checkOrigin = ({ method, headers }: Request, path: string): Effect.Effect<void, Problem> => {
      const isSafe = (method === "GET" || method === "HEAD") && isOpen(path)
      const { origin, "sec-fetch-site": site, host } = headers
      const isForeign =
        (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) ||
        (site !== undefined && site !== "same-origin" && site !== "none")
      return isSafe || !isForeign
        ? Effect.void
        : refuse(403, "ForeignOrigin", "Another site's page may not do this.", "use this server's own page")
    }

    /** Whoever has the token is let in, however many others guess; those are told to wait. */
    const wrong = (now: number): Effect.Effect<never, Problem> => {
      guesses = [...guesses.filter((time) => time > now - guessWindow), now].slice(-mostGuesses - 1)
      return guesses.length > mostGuesses
        ? refuse(429, "TooManyGuesses", "Too many wrong tokens.", "wait a minute")
        : refuse(401, "Unauthorized", "That is not the token.", "look it up where the server was started")
    }

    const checkToken = (request: Request, secret: string): Effect.Effect<void, Problem> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const [, bearer] = /^Bearer (\S{1,1000})$/i.exec(request.headers["authorization"] ?? "") ?? []
        const cookie = request.cookies[cookieOf(request)]
        if (cookie !== undefined && isSession(cookie, now)) return Effect.void
        if (bearer !== undefined) return isEqual(bearer, secret) ? Effect.void : wrong(now)
        return refuse(
          401,
          "Unauthorized",
          "This needs the server's token.",
          "send it as Authorization: Bearer TOKEN"
        )
      })

    return {
      check: (request, path) => {
        const isPublic = isOpen(path) || (path === "/api/session" && request.method === "POST")
        return checkHost(request).pipe(
          Effect.zipRight(checkOrigin(request, path)),
          Effect.zipRight(secret === undefined || isPublic ? Effect.void : checkToken(request, secret))
        )
      },
      session: (request, given) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          if (secret !== undefined && !isEqual(Redacted.value(given), secret)) return wrong(now)
          return Effect.succeed(
            HttpServerResponse.empty({ status: 204 }).pipe(
              HttpServerResponse.unsafeSetCookie(
                cookieOf(request),
                sign(String(now + sessionSeconds * 1000)),
                {
                  httpOnly: true,
                  sameSite: "strict",
                  path: "/",
                  maxAge: `${sessionSeconds} seconds`,
                  // Behind a proxy that speaks TLS the page's origin tells; over plain HTTP it would be lost.
                  secure: request.headers["origin"]?.startsWith("https:") === true
                }
              )
            )
          )
        })
    }
  })

/** `HOST`, `SMMKIT_DEMO_TOKEN`, `SMMKIT_DEMO_HOSTS` (names, separated by commas). */
export const config: Config.Config<Options> = Config.all({
  host: Config.withDefault(Config.nonEmptyString("HOST"), "127.0.0.1"),
  token: Config.option(Config.redacted(Config.nonEmptyString("SMMKIT_DEMO_TOKEN"))),
  hosts: Config.withDefault(Config.array(Config.nonEmptyString(), "SMMKIT_DEMO_HOSTS"), [])
})

export const layer = (options: Options): Layer.Layer<Security, Unprotected> =>
  Layer.effect(Security, make(options))
