/**
 * Answers are written here, after the effect. What cannot be written is a defect of this server, never the
 * caller's fault; and once money may have been spent, every answer says so, a defect's too.
 */
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Problem } from "./Problem.js"

/** What is known of a request so far, should it end in a defect. */
interface Course {
  processed: Problem["processed"]
  key: string | undefined
}

export const begin = (): Course => ({ processed: "no", key: undefined })

export class Known extends Context.Reference<Known>()("@smmkit/http-demo/Known", { defaultValue: begin }) {}

/** An effect that spends or changes something: from its beginning it may have, until it says otherwise. */
export const spending =
  (key?: string) =>
  <A, R>(effect: Effect.Effect<A, Problem, R>): Effect.Effect<A, Problem, R> =>
    Effect.flatMap(Known, (known) => {
      known.processed = "maybe"
      known.key = key
      return Effect.tapBoth(effect, {
        onFailure: ({ processed }) =>
          Effect.sync(() => {
            known.processed = processed
          }),
        onSuccess: () =>
          Effect.sync(() => {
            known.processed = "yes"
          })
      })
    })

/** Writes what an effect gives as JSON. */
export const written = <A, I>(schema: Schema.Schema<A, I>, status = 200) => {
  const encode = Schema.encode(Schema.parseJson(schema))
  return <E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<HttpServerResponse.HttpServerResponse, E, R> =>
    Effect.map(
      Effect.flatMap(effect, (value) => Effect.orDie(encode(value))),
      (json) => HttpServerResponse.text(json, { status, contentType: "application/json" })
    )
}

/** The rows of a list that can be written; one odd row does not close the list. */
export const rows = <A, I>(schema: Schema.Schema<A, I>) => {
  const encode = Schema.encode(schema)
  return (all: ReadonlyArray<A>): Effect.Effect<ReadonlyArray<A>> =>
    Effect.filter(all, (row) =>
      Effect.matchCauseEffect(
        Effect.suspend(() => encode(row)),
        {
          onFailure: (cause) =>
            Effect.as(Effect.logError("a row cannot be written and is left out", cause), false),
          onSuccess: () => Effect.succeed(true)
        }
      )
    )
}
