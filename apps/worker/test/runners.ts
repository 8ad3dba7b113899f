import { FetchHttpClient, HttpClient } from "@effect/platform"
import { Effect } from "effect"
import * as Ports from "../../../packages/journal/crash/freePort.js"
import type { Running } from "../src/cluster/Processes.js"

/** A port that nobody listens on. */
export const freePort = Effect.promise(Ports.freePort)

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

/** Fails as soon as one of these processes ends that was not killed, with what it has said: what is waited for may then never come. */
export const anyEnds = (processes: ReadonlyArray<Running>): Effect.Effect<void> =>
  Effect.forEach(
    processes,
    ({ process, ended, said }) =>
      Effect.flatMap(ended, (code) =>
        code === "SIGKILL"
          ? Effect.never
          : Effect.dieMessage(`${process.spawnargs.join(" ")} has ended with ${code}: ${said().slice(-2000)}`)
      ),
    { concurrency: "unbounded", discard: true }
  )
