/** `smmkit journal accept`: says that the journal's store may be used as it is, though it may have forgotten orders. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { askingOn, confirm } from "../Prompt.js"
import * as Session from "../Session.js"

const nobodyToAsk = new UsageError({
  message:
    "Nothing was changed: there is no terminal on which to confirm it. Give --yes to do it without being asked."
})

const notConfirmed = new UsageError({ message: "Nothing was changed: it was not confirmed." })

const warning =
  "What this journal does not know is bought again by whoever asks for it. Compare it with the panel's own list of orders first.\n"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const ask = askingOn(output)
    if (!invocation.flag("yes")) {
      if (ask === undefined) return yield* nobodyToAsk
      yield* ask(warning)
      if (!(yield* confirm("Use the journal as it is?", ask))) return yield* notConfirmed
    }
    yield* Effect.flatMap(Journal, ({ acceptStore }) => acceptStore)
    yield* output.out(
      output.json ? `${output.encode({ accepted: true })}\n` : "The journal is used as it is.\n"
    )
    return ExitCode.done
  }).pipe(
    Effect.provide(JournalSession.layer(invocation, services(Session.client))),
    Effect.provide(Session.layer(invocation))
  )
