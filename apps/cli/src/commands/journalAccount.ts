/** `smmkit journal adopt` and `rename`: which API key belongs to the account, and what the account is called. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import { quote } from "../Text.js"

const wrong = ({ message }: { readonly message: string }) => new UsageError({ message })

const rename = ({ rename }: Journal.Service, name: string) =>
  Effect.filterOrFail(
    Effect.catchTag(rename(name), "InvalidJournalConfig", wrong),
    (isDone) => isDone,
    () => new UsageError({ message: `Another account has the name ${quote(name)}: give another one` })
  )

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const [name, ...others] = invocation.operands
    const isRename = invocation.command.name === "journal rename"
    if (isRename && (name === undefined || others.length > 0)) {
      return yield* new UsageError({ message: "journal rename takes one NAME: what to call the account" })
    }
    const journal = yield* Effect.provide(
      Effect.tap(Journal, (journal) =>
        name === undefined ? Effect.catchTag(journal.adopt, "CannotAdopt", wrong) : rename(journal, name)
      ),
      JournalSession.layer(invocation, services(Session.client))
    )
    const account = name ?? journal.name
    yield* output.out(
      output.json
        ? `${output.encode({ account })}\n`
        : `This API key belongs to the account ${output.plain(account)}.\n`
    )
    return ExitCode.done
  }).pipe(Effect.provide(Session.layer(invocation)))
