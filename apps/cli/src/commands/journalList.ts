/** `smmkit journal list`: the orders that were sent, and what became of them. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import { Store } from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Entries from "../Entries.js"
import * as EntryWriter from "../EntryWriter.js"
import { ExitCode } from "../ExitCode.js"
import * as JournalSession from "../JournalSession.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

/** The entries that the options ask for. */
export const asked = (invocation: Invocation) =>
  Effect.gen(function* () {
    const states = yield* Entries.statesOf(invocation)
    const { account } = yield* Journal
    const store = yield* Store
    return store.entries(invocation.flag("all") ? { states } : { states, account })
  })

export const run = (invocation: Invocation) =>
  Effect.zipRight(
    Entries.statesOf(invocation),
    Effect.provide(
      Effect.flatMap(asked(invocation), (entries) => EntryWriter.list(entries)),
      JournalSession.layer(invocation, services(Session.client))
    )
  ).pipe(Effect.as(ExitCode.done), Effect.provide(Session.layer(invocation)))
