/**
 * What stands around every route: who may come in, what may be sent, how failures look, which headers
 * protect the page, and what is counted.
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import type * as HttpApp from "@effect/platform/HttpApp"
import type { Route } from "@effect/platform/HttpRouter"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { Journal } from "@smmkit/journal/Journal"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Answer from "./Answer.js"
import * as Body from "./Body.js"
import * as Docs from "./Docs.js"
import { Drain } from "./Listener.js"
import * as Metrics from "./Metrics.js"
import { isProblem, local, type Problem, refuse, toResponse } from "./Problem.js"
import { Security } from "./Security.js"
import * as Shapes from "./Shapes.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

const pathOf = (url: string): string => url.split("?", 1)[0] ?? url

/** What a path may be asked that was not found so. */
const unknownPath = ({ method, url }: Request, routes: Iterable<Route<unknown, unknown>>): Response => {
  const allowed = Array.from(routes)
    .filter(({ path }) => new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`).test(pathOf(url)))
    // Whatever may be read may be asked for its headers alone.
    .flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]))
  if (allowed.length === 0 || allowed.includes(method)) {
    const remedy = "see /docs for what there is"
    return toResponse(local(404, "NoSuchPath", "There is nothing here.", { remedy }))
  }
  const remedy = `use ${allowed.join(" or ")}`
  return toResponse(local(405, "MethodNotAllowed", `This is not for ${method}.`, { remedy }), {
    allow: allowed.join(", ")
  })
}

const wrong = (field: string, what: string): Problem =>
  local(400, "InvalidRequest", field === "" ? what : `${field}: ${what}`, field === "" ? {} : { field })

/** Of two values for one thing one hears the first and another the second, so there must be one. */
const checkOnce = ({ url }: Request): Effect.Effect<void, Problem> => {
  const query = [...new URLSearchParams(url.slice(pathOf(url).length)).keys()]
  const twice = query.find((name, at) => query.indexOf(name) !== at)
  return twice === undefined ? Effect.void : Effect.fail(wrong(twice.slice(0, 100), "give it once"))
}

/** Whoever names an account means that one: a page of the server that was here before does nothing on another. */
const checkAccount = ({ headers }: Request, account: string): Effect.Effect<void, Problem> =>
  (headers[Shapes.accountHeader] ?? account) === account
    ? Effect.void
    : refuse(409, "OtherAccount", "This server has another account: nothing was done.", "load the page again")

const longestDetail = 500

/** The first thing of a request that does not fit the schema. */
const ofDecodeError = ({ issues, message }: HttpApiDecodeError): Problem => {
  const [issue] = issues
  return wrong(issue?.path.map(String).join(".") ?? "", (issue?.message ?? message).slice(0, longestDetail))
}

const headersOf = ({ status, _tag }: Problem): Readonly<Record<string, string>> => {
  if (status === 401) return { "www-authenticate": "Bearer" }
  return _tag === "Stopping" ? { connection: "close", "retry-after": "1" } : {}
}

const known = {
  no: "nothing was done",
  maybe: "it is not known whether it was done, so find out before anything is sent again",
  yes: "what was asked is done"
}

/** What nobody foresaw says at least what is known of the money. */
const defect = (cause: Cause.Cause<unknown>): Effect.Effect<Response> =>
  Effect.flatMap(Answer.Known, ({ processed, key }) =>
    Effect.as(
      Effect.logError("a request ended in a defect", cause),
      toResponse(
        local(500, "Defect", `This server has a defect, of which its log says more; ${known[processed]}.`, {
          processed,
          ...(key === undefined ? {} : { key })
        })
      )
    )
  )

const failure =
  (request: Request, router: HttpApiBuilder.Router["Type"]) =>
  (cause: Cause.Cause<unknown>): Effect.Effect<Response, unknown> => {
    if (Cause.isInterrupted(cause)) return Effect.failCause(cause)
    const error = Cause.squash(cause)
    if (isProblem(error)) return Effect.succeed(toResponse(error, headersOf(error)))
    if (error instanceof HttpApiDecodeError) return Effect.succeed(toResponse(ofDecodeError(error)))
    if (error instanceof HttpServerError.RouteNotFound)
      return Effect.map(router.router, ({ routes }) => unknownPath(request, routes))
    return defect(cause)
  }

const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()"
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

const protect = (path: string, answer: Response): Response => {
  const isPage = answer.headers["content-type"]?.startsWith("text/html") === true
  const response = path === "/docs" && isPage ? Docs.dressed(answer) : answer
  return HttpServerResponse.setHeaders(response, {
    "content-security-policy": isPage ? pagePolicy : apiPolicy,
    "cache-control": "no-store",
    ...response.headers,
    ...everywhere
  })
}

export const layer = HttpApiBuilder.middleware(
  Effect.map(
    Effect.all([Security, Drain, HttpApiBuilder.Router, Journal]),
    ([security, drain, router, { account }]) =>
      (app: HttpApp.Default) =>
        Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
          const path = pathOf(request.url)
          const answer = Effect.flatMap(Body.read(request), (request) =>
            Effect.provideService(app, HttpServerRequest.HttpServerRequest, request)
          )
          return checkOnce(request).pipe(
            Effect.zipRight(security.check(request, path)),
            Effect.zipRight(checkAccount(request, account)),
            Effect.zipRight(drain.through(path, answer)),
            Effect.catchAllCause(failure(request, router)),
            Effect.orDie,
            Effect.provideService(Answer.Known, Answer.begin()),
            Effect.map((response) => protect(path, response)),
            Effect.tap(({ status }) => Metrics.count(request.method, status))
          )
        })
  )
).pipe(Layer.provide(HttpApiBuilder.Router.Live))
