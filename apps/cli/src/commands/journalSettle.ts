/** `smmkit journal settle`: looks for evidence of what became of orders in doubt. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import { Action, type JournalEntry } from "@smmkit/journal/JournalEntry"
import { UnknownKey } from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { actionOf, whole } from "../Entries.js"
import * as EntryWriter from "../EntryWriter.js"
import { ExitCode } from "../ExitCode.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"

/** The entries as they are now, or the first key that the journal does not know. */
const look = (entries: ReadonlyArray<Pick<JournalEntry, "key" | "action">>) =>
  Effect.flatMap(Journal, ({ get }) =>
    Effect.forEach(entries, ({ key, action }) =>
      Effect.flatMap(
        get(key, action),
        Effect.mapError(() => new UnknownKey({ key }))
      )
    )
  )

const codeOf = (entries: ReadonlyArray<JournalEntry>): ExitCode => {
  const open = entries.filter(({ state }) => state === "in-doubt" || state === "sending").length
  if (open === 0) return ExitCode.done
  return open === entries.length ? ExitCode.unknown : ExitCode.mixed
}

/** Settles, and says why what is left in doubt could not be. */
const settle = (keys: ReadonlyArray<string>, action: Action | undefined) =>
  Effect.gen(function* () {
    const journal = yield* Journal
    if (keys.length > 0) {
      const asked = keys.map((key) => ({ key, action: action ?? "add" }))
      yield* look(asked)
      yield* Effect.forEach(asked, ({ key, action }) => journal.settle(key, action), { discard: true })
      return { entries: yield* look(asked), why: "" }
    }
    const actions = action === undefined ? Action.literals : [action]
    const doubts = yield* Stream.runCollect(journal.entries(["in-doubt"], actions))
    if (Chunk.isEmpty(doubts)) return { entries: [], why: "" }
    const { why } = yield* journal.settleAll
    return { entries: yield* look(Chunk.toReadonlyArray(doubts)), why }
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const keys = [...new Set(invocation.operands)]
    const action = yield* actionOf(invocation)
    const { entries, why } = yield* withProgress("looking for evidence", settle(keys, action))
    yield* EntryWriter.list(Stream.fromIterable(entries), whole)
    const code = codeOf(entries)
    if (!output.json) {
      if (entries.length === 0) yield* output.err("Nothing is in doubt.\n")
      if (code !== ExitCode.done && why !== "") yield* output.err(`Still in doubt: ${output.plain(why)}\n`)
    }
    return yield* JournalSession.unlessDoubled(code)
  }).pipe(
    Effect.provide(JournalSession.layer(invocation, services(Session.client))),
    Effect.provide(Session.layer(invocation))
  )
