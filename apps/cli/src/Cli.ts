/** The root: from the words of the command line to an exit code. */
import { Cause, Effect, Layer } from "effect"
import * as Defect from "./Defect.js"
import { Aborted, describe, ExitCode, exitCodeOf, type Failure } from "./Failure.js"
import { help } from "./Help.js"
import * as Output from "./Output.js"
import { type Invocation, parse, type Request, wantsJson } from "./Parse.js"
import * as Signals from "./Signals.js"

export { runFork } from "effect/Effect"

type Work = Effect.Effect<ExitCode, Failure, Output.Output | Signals.Sent>

const journal = () => import("./commands/journal.js")
const follow = () => import("./commands/follow.js")
const changes = () => import("./commands/changes.js")

// Loaded one by one: a command does not wait for what only another one needs.
const load: Readonly<Record<string, () => Promise<(invocation: Invocation) => Work>>> = {
  services: async () => (await import("./commands/services.js")).services,
  quote: async () => (await import("./commands/services.js")).quoted,
  add: async () => (await import("./commands/add.js")).run,
  bulk: async () => (await import("./commands/bulk.js")).run,
  "journal list": async () => (await journal()).list,
  "journal show": async () => (await journal()).show,
  "journal settle": async () => (await journal()).settle,
  "journal accept": async () => (await journal()).accept,
  "journal resolve": async () => (await journal()).resolve,
  "journal adopt": async () => (await journal()).account,
  "journal rename": async () => (await journal()).account,
  "journal export": async () => (await journal()).exported,
  follow: async () => (await follow()).follow,
  orders: async () => (await follow()).orders,
  events: async () => (await follow()).events,
  status: async () => (await import("./commands/status.js")).run,
  refill: async () => (await changes()).refill,
  "refill-status": async () => (await changes()).refillStatus,
  cancel: async () => (await changes()).cancel,
  balance: async () => (await import("./commands/balance.js")).run,
  sandbox: async () => (await import("./commands/sandbox.js")).run,
  completions: async () => (await import("./commands/completions.js")).run
}

/** Runs a command until it ends or a signal ends it. */
const runCommand = (invocation: Invocation): Work =>
  Effect.gen(function* () {
    const { name } = invocation.command
    const run = yield* Effect.promise(async () => load[name]?.())
    if (run === undefined) return yield* Effect.dieMessage(`nothing runs ${name}`)
    const sent = yield* Signals.Sent
    const { json, err } = yield* Output.Output
    // What a journal has written down as sent is waited for, so that its outcome is written down as well.
    const waiting = Effect.suspend(() =>
      json || sent.goOn() === ""
        ? Effect.void
        : err(
            `${sent.underWay === 0 ? "Nothing more is sent: what waits for its turn is taken back" : "Waiting for the panel's answer to what was sent"}. Ctrl-C again ends at once.\n`
          )
    )
    const signalled = Effect.map(Signals.next, (signal) => ({ signal }))
    // The loser of the race has let go of everything, its socket too, when the race is over.
    const end = yield* Effect.raceFirst(
      run(invocation),
      Effect.tap(signalled, () => waiting)
    )
    if (typeof end === "number") return end
    // To run until a signal comes is all that these do.
    if (name === "sandbox" || (name === "follow" && !invocation.flag("once")))
      return end.signal === "SIGINT" ? ExitCode.interrupted : ExitCode.done
    const { done, maybe, isRepeatable } = sent
    const processed = done !== "" ? "yes" : maybe > 0 ? "maybe" : "no"
    return yield* new Aborted({ ...end, processed, goOn: done === "" ? sent.goOn() : done, isRepeatable })
  })

const answer = (request: Request, version: string): Work =>
  Effect.gen(function* () {
    const { tell, stdout } = yield* Output.Output
    if (request._tag === "Run") return yield* runCommand(request.invocation)
    if (request._tag === "Version") return yield* Effect.as(tell({ version }, `${version}\n`), ExitCode.done)
    const text = help(request.topic, stdout.paint, stdout.isTerminal ? stdout.columns : undefined)
    yield* tell({ help: text }, text)
    return ExitCode.done
  })

const check = "Check first, in the panel's list of orders or by the balance"

/** What to do next, where the message does not say it already. */
const advice = (failure: Failure): string => {
  switch (failure._tag) {
    case "OutcomeUnrecorded":
      return "Do not send it again: the journal has it in doubt. `smmkit journal show KEY` tells what is known."
    case "Caused":
      return advice(failure.cause)
    case "OutcomeUnknown":
      return failure.action === "add"
        ? `The journal has it in doubt: \`smmkit journal list --state in-doubt\`. ${check}, then \`smmkit journal resolve\`.`
        : `${check}: sending it again may do it twice.`
  }
  const code = exitCodeOf(failure)
  if (code === ExitCode.account) return "Trying again does not help before the account is put right."
  // A bulk says itself how to go on.
  const isSafe =
    code === ExitCode.again && failure.retryable && !/^(?:BulkStopped|OutputFailed)$/.test(failure._tag)
  return isSafe ? "Nothing was changed; it is safe to try again." : ""
}

/** Tells a failure, in JSON or in words, and gives its exit code. */
const report = (failure: Failure): Effect.Effect<ExitCode, never, Output.Output> =>
  Effect.flatMap(Output.Output, ({ json, plain, encode, err, stderr }) => {
    const code = exitCodeOf(failure)
    if (failure._tag === "PipeClosed") return Effect.succeed(code)
    if (json) return Effect.as(err(`${encode({ error: describe(failure) })}\n`), code)
    const { paint } = stderr
    const next = advice(failure)
    const [first = "", ...others] =
      failure._tag === "BadRows" ? failure.message.split("\n") : [failure.message]
    const lines = [
      `${paint("red", "smmkit:")} ${plain(first)}`,
      ...others.map((line) => `  ${plain(line)}`),
      ...(next === "" ? [] : [paint("dim", next)])
    ]
    return Effect.as(err(`${lines.join("\n")}\n`), code)
  })

const reportDefect = (cause: Cause.Cause<never>) =>
  Effect.flatMap(Output.Output, ({ json, plain, err }) =>
    Effect.as(err(Defect.told(Cause.squash(cause), json, plain)), ExitCode.defect)
  )

/** The whole program. It never fails: a failure is told, and ends as its exit code. */
export const main = (words: ReadonlyArray<string>, version: string): Effect.Effect<ExitCode> =>
  Effect.suspend(() => Effect.flatMap(parse(words), (request) => answer(request, version))).pipe(
    Effect.catchAll(report),
    Effect.catchAllCause(reportDefect),
    Effect.provide(
      Layer.merge(
        Output.layer(wantsJson(words)),
        Layer.sync(Signals.Sent, () => new Signals.Counts())
      )
    )
  )
