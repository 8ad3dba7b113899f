/** The server itself: whether it runs and is ready, what it counts, and how to be let in. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import { About } from "../About.js"
import { Api } from "../Api.js"
import * as Metrics from "../Metrics.js"
import { cookieName, Security, sessionSeconds } from "../Security.js"

const plain = (text: string) => HttpServerResponse.text(text, { contentType: "text/plain; charset=utf-8" })

export const layer = HttpApiBuilder.group(Api, "server", (handlers) =>
  Effect.gen(function* () {
    const about = yield* About
    const security = yield* Security
    return handlers
      .handle("about", () => Effect.succeed(about))
      .handle("healthz", () => Effect.succeed(plain("ok\n")))
      .handle("readyz", () => Effect.succeed(plain("ready\n")))
      .handle("metrics", () =>
        Effect.map(Metrics.text, (text) =>
          HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" })
        )
      )
      .handle("session", ({ payload }) =>
        Effect.gen(function* () {
          const { headers } = yield* HttpServerRequest.HttpServerRequest
          const value = yield* security.session(payload.token)
          return HttpServerResponse.empty({ status: 204 }).pipe(
            HttpServerResponse.unsafeSetCookie(cookieName, value, {
              httpOnly: true,
              sameSite: "strict",
              path: "/",
              maxAge: `${sessionSeconds} seconds`,
              // Behind a proxy that speaks TLS the page's origin tells; over plain HTTP it would be lost.
              secure: headers["origin"]?.startsWith("https:") === true
            })
          )
        })
      )
  })
)
