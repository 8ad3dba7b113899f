/** One POST of one event, and what its answer means. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { FollowEvent } from "../../FollowEvent.js"
import { idOf, Message, messageOf } from "./message.js"
import { sign } from "./signing.js"

export interface Endpoint {
  readonly url: string
  readonly keys: ReadonlyArray<Uint8Array>
  readonly within: Duration.Duration
  /** How many milliseconds the store's clock is ahead of the machine's. */
  readonly ahead: number
}

/** What came of a POST: `gone` for a receiver that wants no more; for how many milliseconds it asks to be left alone. */
export type Outcome =
  | { readonly _tag: "delivered" }
  | { readonly _tag: "gone" }
  | { readonly _tag: "failed"; readonly problem: string; readonly rest: number }

/** The body of an answer says nothing, but a connection serves again only once it is read; one without an end is left. */
const drained = (response: HttpClientResponse) =>
  Effect.ignore(Effect.timeout(Stream.runDrain(Stream.take(response.stream, 16)), "1 second"))

const longestRest = 3_600_000

/** Retry-After in milliseconds, of those answers that mean it. */
const restOf = ({ status, headers }: HttpClientResponse, now: number): number => {
  const text = headers["retry-after"]
  if (text === undefined || ![429, 503].includes(status)) return 0
  const rest = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isFinite(rest) ? Math.min(Math.max(0, rest), longestRest) : 0
}

const encode = Schema.encodeSync(Message)
const text = new TextEncoder()

const failed = (problem: string): Outcome => ({ _tag: "failed", problem, rest: 0 })

export const post =
  ({ url, keys, within, ahead }: Endpoint) =>
  (event: FollowEvent): Effect.Effect<Outcome, never, HttpClient.HttpClient> =>
    Effect.gen(function* () {
      const client = HttpClient.withScope(yield* HttpClient.HttpClient)
      const body = text.encode(encode(messageOf(event)))
      const now = yield* Clock.currentTimeMillis
      const id = idOf(event)
      const seconds = Math.floor((now + ahead) / 1000)
      const request = HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyUint8Array(body, "application/json"),
        HttpClientRequest.setHeaders({
          "user-agent": "smmkit-follow",
          "webhook-id": id,
          "webhook-timestamp": String(seconds),
          "webhook-signature": yield* sign(keys, { id, seconds, body })
        })
      )
      const response = yield* Effect.timeoutFail(client.execute(request), {
        duration: within,
        onTimeout: () => "it did not answer in time"
      })
      yield* drained(response)
      const { status } = response
      if (status >= 200 && status < 300) return { _tag: "delivered" } as const
      if (status === 410) return { _tag: "gone" } as const
      return { ...failed(`it answered ${status}`), rest: restOf(response, now) } as const
    }).pipe(
      Effect.scoped,
      // A redirect could lead what is signed anywhere; other clients than fetch follow none.
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      Effect.catchAll((error) =>
        Effect.succeed(failed(typeof error === "string" ? error : `no answer could be had (${error.reason})`))
      ),
      Effect.catchAllDefect(() => Effect.succeed(failed("the HTTP client failed")))
    )
