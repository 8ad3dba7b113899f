/** `smmkit sandbox`: a panel to try things on. */
import * as Fault from "@smmkit/sandbox/Fault"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import { numberedByClock, type Options } from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { type OutputFailed, type PipeClosed, UsageError } from "../Failure.js"
import { positive, seconds, whole } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { styleOf } from "../Style.js"

const given = <A>(
  invocation: Invocation,
  name: string,
  read: (text: string) => Effect.Effect<A, UsageError>
): Effect.Effect<A | undefined, UsageError> => {
  const text = invocation.value(name)
  return text === undefined ? Effect.succeed(undefined) : read(text)
}

const readFaults = (texts: ReadonlyArray<string>): Either.Either<Fault.Faults, UsageError> =>
  Either.mapLeft(
    Fault.parse(texts),
    (problem) =>
      new UsageError({
        message: `--fault: ${problem}. Give NAME=RATE with a rate from 0 to 1 for a mishap, NAME for a trait; the names are ${Fault.names.join(", ")}`
      })
  )

const read = (
  invocation: Invocation
): Effect.Effect<{ readonly port: number | undefined; readonly options: Options }, UsageError> =>
  Effect.gen(function* () {
    const number = (name: string, least: number, most: number) =>
      given(invocation, name, (text) => whole(`--${name}`, text, least, most))
    const port = yield* number("port", 0, 65_535)
    const services = yield* number("services", 1, 20_000)
    const seed = yield* number("seed", 0, Number.MAX_SAFE_INTEGER)
    const speed = yield* given(invocation, "speed", (text) => positive("--speed", text, 1_000_000))
    const faults = yield* readFaults(invocation.values("fault"))
    // Accepted everywhere, and checked though nothing here is bounded by it.
    yield* given(invocation, "timeout", (text) => seconds("--timeout", text, 86_400))
    // With a seed, all stays repeatable; else no order has the ID of one of an earlier sandbox.
    const numbering = seed === undefined ? yield* numberedByClock : {}
    return { port, options: { services, seed, speed, ...numbering, ...faults } }
  })

/** Prints where the panel is to be found, and keeps it there until the program is asked to end. */
const serve = Effect.gen(function* () {
  const output = yield* Output
  const { url } = yield* SandboxServer.SandboxServer
  const { key } = yield* Sandbox.Sandbox
  // This key is the sandbox's own and opens nothing else: it is meant to be read.
  yield* output.out(
    output.json ? `${JSON.stringify({ url, key })}\n` : `SMMKIT_URL=${url}\nSMMKIT_KEY=${key}\n`
  )
  const { dim } = styleOf(output.stderr)
  if (output.stderr.isTerminal) yield* output.err(`${dim("A sandbox listens there. Ctrl-C stops it.")}\n`)
  return yield* Effect.never
})

export const run = (
  invocation: Invocation
): Effect.Effect<never, UsageError | OutputFailed | PipeClosed, Output> =>
  Effect.flatMap(read(invocation), ({ port, options }) =>
    Effect.provide(
      serve,
      SandboxServer.layer({ port }).pipe(
        Layer.provideMerge(Sandbox.layer(options)),
        Layer.catchAll((error) => Layer.fail(new UsageError({ message: error.message })))
      )
    )
  )
