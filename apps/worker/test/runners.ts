import { createServer } from "node:net"
import { FetchHttpClient, HttpClient } from "@effect/platform"
import { Effect } from "effect"

/** A port that was free a moment ago. */
export const freePort = Effect.async<number>((resume) => {
  const server = createServer()
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => resume(Effect.succeed(typeof address === "object" ? (address?.port ?? 0) : 0)))
  })
})

/** What a runner answers; null while it does not. */
export const asked = (port: number | string, path: string) =>
  Effect.flatMap(HttpClient.get(`http://127.0.0.1:${port}${path}`), (response) =>
    Effect.map(response.text, (text) => ({ status: response.status, text }))
  ).pipe(
    Effect.timeoutOption("2 seconds"),
    Effect.map((answer) => (answer._tag === "Some" ? answer.value : null)),
    Effect.orElseSucceed(() => null),
    Effect.provide(FetchHttpClient.layer)
  )

/** The accounts that a runner looks after. */
export const held = (port: number | string) =>
  Effect.map(asked(port, "/metrics"), (answer) =>
    Array.from(
      (answer?.text ?? "").matchAll(/^smmkit_follow_held\{name="([^"]*)"\} 1$/gm),
      ([, name = ""]) => name
    ).sort()
  )

/** Asks until it is so; the test's own time-out ends it. */
export const until = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  isSo: (value: A) => boolean
): Effect.Effect<A, E, R> =>
  Effect.flatMap(effect, (value) =>
    isSo(value) ? Effect.succeed(value) : Effect.delay(until(effect, isSo), "300 millis")
  )
