/**
 * What stands around every route: who may come in, what may be sent, how failures look, which headers
 * protect the page, and what is counted.
 */
import { IncomingMessage } from "node:http"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Answer from "./Answer.js"
import { Api } from "./Api.js"
import * as Body from "./Body.js"
import * as Docs from "./Docs.js"
import { Drain } from "./Drain.js"
import * as Metrics from "./Metrics.js"
import { isProblem, local, type Problem, toResponse } from "./Problem.js"
import { Security } from "./Security.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

const routes = Object.entries(OpenApi.fromApi(Api).paths).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  // Whatever may be read may be asked for its headers alone.
  methods: Object.keys(methods).flatMap((method) =>
    method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]
  )
}))

const pathOf = (url: string): string => url.split("?", 1)[0] ?? url

const unknownPath = ({ method, url }: Request, isFile: (path: string) => boolean): Response => {
  const path = pathOf(url)
  const allowed = isFile(path)
    ? ["GET", "HEAD"]
    : (routes.find(({ pattern }) => pattern.test(path))?.methods ?? [])
  return allowed.length === 0 || allowed.includes(method)
    ? toResponse(
        local(404, "NoSuchPath", "There is nothing here.", { remedy: "see /docs for what there is" })
      )
    : toResponse(
        local(405, "MethodNotAllowed", `This is not for ${method}.`, {
          remedy: `use ${allowed.join(" or ")}`
        }),
        { allow: allowed.join(", ") }
      )
}

const wrong = (field: string, what: string): Problem =>
  local(400, "InvalidRequest", field === "" ? what : `${field}: ${what}`, field === "" ? {} : { field })

/** Of two values for one thing one hears the first and another the second, so there must be one. */
const checkOnce = ({ source, url }: Request): Effect.Effect<void, Problem> => {
  const names = source instanceof IncomingMessage ? source.rawHeaders.filter((_, at) => at % 2 === 0) : []
  if (names.filter((name) => name.toLowerCase() === "host").length > 1)
    return Effect.fail({ ...wrong("host", "give one Host header"), _tag: "MalformedRequest" })
  const query = [...new URLSearchParams(url.slice(pathOf(url).length)).keys()]
  const twice = query.find((name, at) => query.indexOf(name) !== at)
  return twice === undefined ? Effect.void : Effect.fail(wrong(twice.slice(0, 100), "give it once"))
}

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
  (request: Request, isFile: (path: string) => boolean) =>
  (cause: Cause.Cause<unknown>): Effect.Effect<Response, unknown> => {
    if (Cause.isInterrupted(cause)) return Effect.failCause(cause)
    const error = Cause.squash(cause)
    if (isProblem(error)) return Effect.succeed(toResponse(error, headersOf(error)))
    if (error instanceof HttpApiDecodeError) return Effect.succeed(toResponse(ofDecodeError(error)))
    if (error instanceof HttpServerError.RouteNotFound) return Effect.succeed(unknownPath(request, isFile))
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

export const layer = (bodyBytes: number, isFile: (path: string) => boolean) =>
  HttpApiBuilder.middleware(
    Effect.map(
      Effect.all([Security, Drain]),
      ([security, drain]) =>
        (app: HttpApp.Default) =>
          Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
            const path = pathOf(request.url)
            return checkOnce(request).pipe(
              Effect.zipRight(security.check(request, path)),
              Effect.zipRight(drain.check(path)),
              Effect.zipRight(Body.read(request, bodyBytes)),
              Effect.flatMap((request) =>
                Effect.provideService(app, HttpServerRequest.HttpServerRequest, request)
              ),
              Effect.catchAllCause(failure(request, isFile)),
              Effect.orDie,
              Effect.provideService(Answer.Known, Answer.begin()),
              Effect.map((response) => protect(path, response)),
              Effect.tap(({ status }) => Metrics.count(request.method, status)),
              Metrics.timed
            )
          })
    )
  )
