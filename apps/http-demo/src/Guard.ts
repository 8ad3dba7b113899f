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
import { Api } from "./Api.js"
import * as Body from "./Body.js"
import * as Docs from "./Docs.js"
import { Drain } from "./Drain.js"
import type { Limits } from "./Listener.js"
import * as Metrics from "./Metrics.js"
import { isProblem, local, type Problem, toResponse } from "./Problem.js"
import { Security } from "./Security.js"

const routes = Object.entries(OpenApi.fromApi(Api).paths).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  // Whatever may be read may be asked for its headers alone.
  methods: Object.keys(methods).flatMap((method) =>
    method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]
  )
}))

const pathOf = (url: string): string => url.split("?", 1)[0] ?? url

const unknownPath = ({
  method,
  url
}: HttpServerRequest.HttpServerRequest): HttpServerResponse.HttpServerResponse => {
  const allowed = routes.find(({ pattern }) => pattern.test(pathOf(url)))?.methods ?? []
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

/** Of two Host headers one hears the first and another the second, so there must be one. */
const checkHosts = ({ source }: HttpServerRequest.HttpServerRequest): Effect.Effect<void, Problem> => {
  const names = source instanceof IncomingMessage ? source.rawHeaders.filter((_, at) => at % 2 === 0) : []
  return names.filter((name) => name.toLowerCase() === "host").length > 1
    ? Effect.fail(local(400, "MalformedRequest", "There is more than one Host header.", { field: "host" }))
    : Effect.void
}

const longestDetail = 500

/** The first thing that does not fit the schema, as the field, what is wrong with it, and all of it in words. */
const ofDecodeError = ({ issues, message }: HttpApiDecodeError): Problem => {
  const [issue] = issues
  const field = issue?.path.map(String).join(".") ?? ""
  const what = (issue?.message ?? message).slice(0, longestDetail)
  return local(400, "InvalidRequest", field === "" ? what : `${field}: ${what}`, {
    ...(field === "" ? undefined : { field })
  })
}

const headersOf = ({ status, _tag }: Problem): Readonly<Record<string, string>> => {
  if (status === 401) return { "www-authenticate": "Bearer" }
  return _tag === "Stopping" ? { connection: "close", "retry-after": "1" } : {}
}

const failure = (
  request: HttpServerRequest.HttpServerRequest,
  cause: Cause.Cause<unknown>
): Effect.Effect<HttpServerResponse.HttpServerResponse, unknown> => {
  if (Cause.isInterrupted(cause)) return Effect.failCause(cause)
  const error = Cause.squash(cause)
  if (isProblem(error)) {
    return Effect.succeed(toResponse(error, headersOf(error)))
  }
  if (error instanceof HttpApiDecodeError) return Effect.succeed(toResponse(ofDecodeError(error)))
  if (error instanceof HttpServerError.RouteNotFound) return Effect.succeed(unknownPath(request))
  return Effect.as(
    Effect.logError("a request ended in a defect", cause),
    toResponse(local(500, "Defect", "This server has a defect; its log says more.", { fault: "local" }))
  )
}

const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()"
}

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ")

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

const protect =
  (path: string) =>
  (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
    const isPage = response.headers["content-type"]?.startsWith("text/html") === true
    const policy = path === "/docs" && isPage ? Docs.policyOf(response) : isPage ? pagePolicy : apiPolicy
    return HttpServerResponse.setHeaders(response, {
      ...everywhere,
      "content-security-policy": policy,
      "cache-control": response.headers["cache-control"] ?? "no-store"
    })
  }

export const layer = (limits: Limits) =>
  HttpApiBuilder.middleware(
    Effect.map(
      Effect.all([Security, Drain]),
      ([security, drain]) =>
        (app: HttpApp.Default) =>
          Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
            const { method, url, headers, cookies } = request
            const path = pathOf(url)
            return checkHosts(request).pipe(
              Effect.zipRight(security.check({ method, path, headers, cookies })),
              Effect.zipRight(drain.check(path)),
              Effect.zipRight(Body.read(request, limits.bodyBytes)),
              Effect.flatMap((request) =>
                Effect.provideService(app, HttpServerRequest.HttpServerRequest, request)
              ),
              Effect.catchAllCause((cause) => failure(request, cause)),
              Effect.orDie,
              Effect.map(protect(path)),
              Effect.tap(({ status }) => Metrics.count(method, status)),
              Metrics.timed
            )
          })
    )
  )
