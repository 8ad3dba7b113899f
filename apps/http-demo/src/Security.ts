/**
 * Who may talk to this server. It spends money, so it is on loopback only, goes by loopback's names only, takes
 * nothing from another site's page, and before a real panel wants a token.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { IncomingMessage } from "node:http"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { type Problem, refuse } from "./Problem.js"

type Request = HttpServerRequest.HttpServerRequest

/** What lets in whoever has it; none where nothing is to be spent. */
export type Token = Option.Option<Redacted.Redacted<string>>

const mostGuesses = 10
const guessWindow = 60_000

/** Browsers share cookies between the ports of a host, and two servers may run there. */
const cookieOf = ({ source }: Request): string =>
  `smmkit_session_${source instanceof IncomingMessage ? source.socket.localPort : 0}`

/** What a rebound name cannot be. */
const ownName = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/** The page itself, what explains the API, and what monitors it. Of a path all that is not listed is closed. */
const isOpen = (path: string): boolean =>
  /^\/(?:|assets\/.*|favicon\.svg|docs|openapi\.json|healthz|readyz)$/.test(path)

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const checkHost = ({ headers }: Request): Effect.Effect<void, Problem> =>
  ownName.test(headers["host"] ?? "")
    ? Effect.void
    : refuse(421, "ForeignHost", "This server does not go by that name.", "use its own address")

const checkOrigin = ({ method, headers }: Request, path: string): Effect.Effect<void, Problem> => {
  const isSafe = (method === "GET" || method === "HEAD") && isOpen(path)
  const { origin, "sec-fetch-site": site, host } = headers
  const isForeign =
    (origin !== undefined && origin !== `http://${host?.toLowerCase()}`) ||
    (site !== undefined && site !== "same-origin" && site !== "none")
  return isSafe || !isForeign
    ? Effect.void
    : refuse(403, "ForeignOrigin", "Another site's page may not do this.", "use this server's own page")
}

const make = (token: Token) => {
  const secret = Option.getOrUndefined(Option.map(token, Redacted.value))
  const session = createHmac("sha256", secret ?? "")
    .update("session")
    .digest("base64url")
  let guesses: ReadonlyArray<number> = []

  /** Whoever has the token is let in, however many others guess; those are told to wait. */
  const wrong = Effect.flatMap(Clock.currentTimeMillis, (now): Effect.Effect<never, Problem> => {
    guesses = [...guesses.filter((time) => time > now - guessWindow), now].slice(-mostGuesses - 1)
    return guesses.length > mostGuesses
      ? refuse(429, "TooManyGuesses", "Too many wrong tokens.", "wait a minute")
      : refuse(401, "Unauthorized", "That is not the token.", "look it up where the server was started")
  })

  const checkToken = (request: Request, secret: string): Effect.Effect<void, Problem> => {
    const [, bearer] = /^Bearer (\S{1,1000})$/i.exec(request.headers["authorization"] ?? "") ?? []
    if (isEqual(request.cookies[cookieOf(request)] ?? "", session)) return Effect.void
    if (bearer !== undefined) return isEqual(bearer, secret) ? Effect.void : wrong
    const remedy = "send it as Authorization: Bearer TOKEN"
    return refuse(401, "Unauthorized", "This needs the server's token.", remedy)
  }

  return {
    /** Lets a request pass, or says why not. */
    check: (request: Request, path: string): Effect.Effect<void, Problem> => {
      const isPublic = isOpen(path) || (path === "/api/session" && request.method === "POST")
      return checkHost(request).pipe(
        Effect.zipRight(checkOrigin(request, path)),
        Effect.zipRight(secret === undefined || isPublic ? Effect.void : checkToken(request, secret))
      )
    },
    /** Gives the cookie that stands for the token. */
    session: (
      request: Request,
      given: Redacted.Redacted<string>
    ): Effect.Effect<HttpServerResponse.HttpServerResponse, Problem> =>
      secret === undefined || isEqual(Redacted.value(given), secret)
        ? Effect.succeed(
            HttpServerResponse.unsafeSetCookie(
              HttpServerResponse.empty({ status: 204 }),
              cookieOf(request),
              session,
              { httpOnly: true, sameSite: "strict", path: "/", maxAge: "7 days" }
            )
          )
        : wrong
  }
}

export class Security extends Effect.Service<Security>()("@smmkit/http-demo/Security", {
  effect: (token: Token) => Effect.sync(() => make(token))
}) {}
