/** `smmkit journal show`: all that is known of one order. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import type { Action } from "@smmkit/journal/JournalEntry"
import { UnknownKey } from "@smmkit/journal/JournalError"
import { Store } from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Entries from "../Entries.js"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import { quote } from "../Text.js"

/** The one entry whose key begins so. */
const begunBy = (begin: string, action: Action) =>
  Effect.gen(function* () {
    const { account } = yield* Journal
    const store = yield* Store
    const found = yield* store.entries({ account, actions: [action] }).pipe(
      Stream.filter(({ key }) => key.startsWith(begin)),
      Stream.take(2),
      Stream.runCollect
    )
    const [entry, other] = found
    if (entry === undefined || begin === "") return yield* new UnknownKey({ key: begin })
    if (other === undefined) return entry
    return yield* new UsageError({
      message: `${quote(begin)} begins the keys of several orders, ${quote(entry.key)} and ${quote(other.key)} among them: give more of it`
    })
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const key = yield* Entries.keyOf(invocation)
    const action = (yield* Entries.actionOf(invocation)) ?? "add"
    const show = Effect.gen(function* () {
      const output = yield* Output
      const journal = yield* Journal
      const entry = yield* Effect.flatMap(
        journal.get(key, action),
        Option.match({ onSome: Effect.succeed, onNone: () => begunBy(key, action) })
      )
      yield* output.out(
        output.json ? `${output.encode(Entries.whole(entry))}\n` : Entries.details(entry, output)
      )
      return ExitCode.done
    })
    return yield* Effect.provide(show, JournalSession.layer(invocation, services(Session.client)))
  }).pipe(Effect.provide(Session.layer(invocation)))
