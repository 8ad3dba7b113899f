/** The server itself: whether it runs and is ready, what it counts, and how to be let in. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { Journal } from "@smmkit/journal/Journal"
import * as Operations from "@smmkit/journal/Operations"
import * as Effect from "effect/Effect"
import { written } from "../Answer.js"
import { Api } from "../Api.js"
import { Behind } from "../Backend.js"
import { ofAnswerable } from "../Problem.js"
import { Security } from "../Security.js"
import * as Shapes from "../Shapes.js"

const plain = (text: string) => HttpServerResponse.text(text, { contentType: "text/plain; charset=utf-8" })

export const layer = HttpApiBuilder.group(Api, "server", (handlers) =>
  Effect.gen(function* () {
    const behind = yield* Behind
    const { account, ready } = yield* Journal
    const security = yield* Security
    return handlers
      .handle("about", () => written(Shapes.About)(Effect.succeed({ ...behind, account })))
      .handle("healthz", () => Effect.succeed(plain("ok\n")))
      .handle("readyz", () =>
        Effect.mapBoth(ready, {
          onFailure: (error) => ofAnswerable(503, error),
          onSuccess: () => plain("ready\n")
        })
      )
      .handle("metrics", () =>
        Effect.map(Operations.prometheus, (text) =>
          HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" })
        )
      )
      .handle("session", ({ payload, request }) => security.session(request, payload.token))
  })
)
