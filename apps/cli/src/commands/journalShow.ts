/** `smmkit journal show`: all that is known of one order. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import { UnknownKey } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import * as Entries from "../Entries.js"
import { ExitCode } from "../ExitCode.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const key = yield* Entries.keyOf(invocation)
    const show = Effect.gen(function* () {
      const output = yield* Output
      const journal = yield* Journal
      const entry = yield* Effect.flatMap(
        journal.get(key),
        Effect.mapError(() => new UnknownKey({ key }))
      )
      yield* output.out(
        output.json ? `${output.encode(Entries.whole(entry))}\n` : Entries.details(entry, output)
      )
      return ExitCode.done
    })
    return yield* Effect.provide(show, JournalSession.layer(invocation, services(Session.client)))
  }).pipe(Effect.provide(Session.layer(invocation)))
