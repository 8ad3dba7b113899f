/** `smmkit sandbox`: a panel to try things on. */
import * as Fault from "@smmkit/sandbox/Fault"
import type { CallEntry } from "@smmkit/sandbox/Log"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import { numberedByClock, type Options } from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
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

const between = Duration.millis(250)

const line = ({ time, action, ids, outcome }: CallEntry, { plain }: Output.Service): string =>
  `${new Date(time).toISOString().slice(11, 23)}  ${plain(action)}${ids > 1 ? ` of ${ids}` : ""}  ${outcome}\n`

/** Tells each call, a line each, as long as it runs. */
const told = ({ logs }: Sandbox.Sandbox.Service, output: Output.Service) =>
  Effect.gen(function* () {
    let from = yield* Clock.currentTimeMillis
    while (true) {
      yield* Effect.sleep(between)
      const to = yield* Clock.currentTimeMillis
      // Of a flood the log may have lost the first ones.
      const calls = yield* Effect.orElseSucceed(logs.calls({ from, to }), () => [])
      if (calls.length > 0) yield* output.err(calls.map((call) => line(call, output)).join(""))
      from = to
    }
  })

/** Prints where the panel is to be found, and keeps it there until the program is asked to end. */
const serve = Effect.gen(function* () {
  const output = yield* Output
  const { url } = yield* SandboxServer.SandboxServer
  const sandbox = yield* Sandbox.Sandbox
  const { key } = sandbox
  // This key is the sandbox's own and opens nothing else: it is meant to be read.
  yield* output.out(
    output.json ? `${JSON.stringify({ url, key })}\n` : `export SMMKIT_URL=${url}\nexport SMMKIT_KEY=${key}\n`
  )
  const { dim } = styleOf(output.stderr)
  if (output.stderr.isTerminal) yield* output.err(`${dim("A sandbox listens there. Ctrl-C stops it.")}\n`)
  return yield* output.json ? Effect.never : told(sandbox, output)
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
