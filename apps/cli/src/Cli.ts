/** The root: from the words of the command line to an exit code. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { CommandName } from "./CommandSpec.js"
import { ExitCode } from "./ExitCode.js"
import { Aborted, Defect, type Failure } from "./Failure.js"
import { help } from "./Help.js"
import * as Output from "./Output.js"
import { type Invocation, parse, type Request, wantsJson } from "./Parse.js"
import { report } from "./Report.js"
import * as Sent from "./Sent.js"
import * as Signals from "./Signals.js"
import { styleOf } from "./Style.js"
import { version } from "./Version.js"

export { runFork } from "effect/Effect"

/** What a command's module exports. */
interface Command {
  readonly run: (invocation: Invocation) => Effect.Effect<ExitCode, Failure, Output.Output | Sent.Sent>
}

// Loaded one by one: a command does not wait for what only another one needs.
const load: Readonly<Record<CommandName, () => Promise<Command>>> = {
  services: () => import("./commands/services.js"),
  quote: () => import("./commands/quote.js"),
  add: () => import("./commands/add.js"),
  bulk: () => import("./commands/bulk.js"),
  "journal list": () => import("./commands/journalList.js"),
  "journal show": () => import("./commands/journalShow.js"),
  "journal settle": () => import("./commands/journalSettle.js"),
  "journal accept": () => import("./commands/journalAccept.js"),
  "journal resolve": () => import("./commands/journalResolve.js"),
  "journal adopt": () => import("./commands/journalAccount.js"),
  "journal rename": () => import("./commands/journalAccount.js"),
  "journal export": () => import("./commands/journalExport.js"),
  follow: () => import("./commands/follow.js"),
  orders: () => import("./commands/orders.js"),
  events: () => import("./commands/events.js"),
  status: () => import("./commands/status.js"),
  refill: () => import("./commands/refill.js"),
  "refill-status": () => import("./commands/refillStatus.js"),
  cancel: () => import("./commands/cancel.js"),
  balance: () => import("./commands/balance.js"),
  sandbox: () => import("./commands/sandbox.js"),
  completions: () => import("./commands/completions.js")
}

/** Runs a command until it ends or a signal ends it. */
const runCommand = (invocation: Invocation): Effect.Effect<ExitCode, Failure, Output.Output | Sent.Sent> =>
  Effect.gen(function* () {
    const { run } = yield* Effect.promise(load[invocation.command.name])
    const sent = yield* Sent.Sent
    const { json, err } = yield* Output.Output
    // What a journal has written down as sent is waited for, so that its outcome is written down as well.
    const waiting = Effect.suspend(() =>
      json || sent.underWay === 0 || sent.goOn() === ""
        ? Effect.void
        : err("Waiting for the panel's answer to what was sent. Ctrl-C again ends at once.\n")
    )
    // The loser of the race has let go of everything, its socket too, when the race is over.
    const end = yield* Effect.raceFirst(
      run(invocation),
      Effect.tap(
        Effect.map(Signals.next, (signal) => ({ signal })),
        () => waiting
      )
    )
    if (typeof end === "number") return end
    // To run until a signal comes is all that these do.
    if (invocation.command.name === "sandbox" || invocation.command.name === "follow")
      return end.signal === "SIGINT" ? ExitCode.interrupted : ExitCode.done
    const { done, maybe, goOn, isRepeatable } = sent
    const processed = done !== "" ? "yes" : maybe > 0 ? "maybe" : "no"
    return yield* new Aborted({
      signal: end.signal,
      processed,
      goOn: done === "" ? goOn() : done,
      isRepeatable
    })
  })

const answer = (request: Request): Effect.Effect<ExitCode, Failure, Output.Output | Sent.Sent> =>
  Effect.gen(function* () {
    const { json, out, encode, stdout } = yield* Output.Output
    switch (request._tag) {
      case "Run":
        return yield* runCommand(request.invocation)
      case "Help": {
        const style = styleOf({ ...stdout, isStyled: stdout.isStyled && !json })
        const text = help(request.topic, style, stdout.isTerminal ? stdout.columns : undefined)
        yield* out(json ? `${encode({ help: text })}\n` : text)
        return ExitCode.done
      }
      case "Version":
        yield* out(json ? `${encode({ version })}\n` : `${version}\n`)
        return ExitCode.done
    }
  })

const toFailure = (cause: Cause.Cause<Failure>): Failure =>
  Option.getOrElse(Cause.failureOption(cause), () => {
    const defect = Cause.squash(cause)
    const isError = defect instanceof Error
    return new Defect({
      message: `smmkit failed unexpectedly: ${isError ? defect.message : String(defect)}`,
      trace: process.env["SMMKIT_DEBUG"] === undefined ? "" : Cause.pretty(cause)
    })
  })

/** The whole program. It never fails: a failure is told, and ends as its exit code. */
export const main = (words: ReadonlyArray<string>): Effect.Effect<ExitCode> =>
  Effect.suspend(() => Either.match(parse(words), { onLeft: Effect.fail, onRight: answer })).pipe(
    Effect.catchAllCause((cause) => report(toFailure(cause))),
    Effect.provide(Layer.merge(Layer.orDie(Output.layer(wantsJson(words))), Layer.sync(Sent.Sent, Sent.none)))
  )
