/** `smmkit sandbox`: a panel to try things on. */
import { Fault, type Log, Sandbox, SandboxOptions, SandboxServer } from "@smmkit/sandbox"
import { Clock, Effect, Either, Layer } from "effect"
import { misused, usage } from "../Failure.js"
import { given, positive, seconds, whole } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"

const remedy = `Give NAME=RATE with a rate from 0 to 1 for a mishap, NAME for a trait; the names are ${Fault.names.join(", ")}`

const read = (invocation: Invocation) =>
  Effect.gen(function* () {
    const port = yield* given(invocation, "port", whole(0, 65_535))
    const services = yield* given(invocation, "services", whole(1, 20_000))
    const seed = yield* given(invocation, "seed", whole(0, Number.MAX_SAFE_INTEGER))
    const speed = yield* given(invocation, "speed", positive(1_000_000))
    const faults = yield* Either.mapLeft(Fault.parse(invocation.values("fault")), (problem) =>
      usage(`--fault: ${problem}. ${remedy}`)
    )
    // Accepted everywhere, and checked though nothing here is bounded by it.
    yield* given(invocation, "timeout", seconds)
    // With a seed, all stays repeatable; else no order has the ID of one of an earlier sandbox.
    const numbering = seed === undefined ? yield* SandboxOptions.numberedByClock : {}
    return { port, options: { services, seed, speed, ...numbering, ...faults } }
  })

/** Tells each call, a line each, as long as it runs. */
const told = ({ logs }: Sandbox.Sandbox.Service, { plain, err }: Output.Service) =>
  Effect.gen(function* () {
    const line = ({ time, action, ids, outcome }: Log.CallEntry): string =>
      `${new Date(time).toISOString().slice(11, 23)}  ${plain(action)}${ids > 1 ? ` of ${ids}` : ""}  ${outcome}\n`
    let from = yield* Clock.currentTimeMillis
    while (true) {
      yield* Effect.sleep("250 millis")
      const to = yield* Clock.currentTimeMillis
      // Of a flood the log may have lost the first ones.
      const calls = yield* Effect.orElseSucceed(logs.calls({ from, to }), () => [])
      if (calls.length > 0) yield* err(calls.map(line).join(""))
      from = to
    }
  })

/** Prints where the panel is to be found, and keeps it there until the program is asked to end. */
const serve = Effect.gen(function* () {
  const output = yield* Output
  const { json, stderr } = output
  const { url } = yield* SandboxServer.SandboxServer
  const sandbox = yield* Sandbox.Sandbox
  const { key } = sandbox
  // This key is the sandbox's own and opens nothing else: it is meant to be read.
  yield* output.out(
    json ? `${JSON.stringify({ url, key })}\n` : `export SMMKIT_URL=${url}\nexport SMMKIT_KEY=${key}\n`
  )
  const hint = "A sandbox listens there. Ctrl-C stops it."
  if (stderr.isTerminal) yield* output.err(`${stderr.paint("dim", hint)}\n`)
  return yield* json ? Effect.never : told(sandbox, output)
})

export const run = (invocation: Invocation) =>
  Effect.flatMap(read(invocation), ({ port, options }) =>
    Effect.provide(
      serve,
      SandboxServer.layer({ port }).pipe(Layer.provideMerge(Sandbox.layer(options)), Layer.mapError(misused))
    )
  )
