/** `smmkit journal settle`: looks for evidence of what became of orders in doubt. */
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import { UnknownKey } from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { whole } from "../Entries.js"
import * as EntryWriter from "../EntryWriter.js"
import { ExitCode } from "../ExitCode.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"

/** The entries of these keys as they are now, or the first key that the journal does not know. */
const look = (keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const journal = yield* Journal
    const found = yield* journal.getMany(keys)
    return yield* Effect.forEach(keys, (key) =>
      Effect.mapError(Effect.fromNullable(found.get(key)), () => new UnknownKey({ key }))
    )
  })

const codeOf = (entries: ReadonlyArray<JournalEntry>): ExitCode => {
  const open = entries.filter(({ state }) => state === "in-doubt" || state === "sending").length
  if (open === 0) return ExitCode.done
  return open === entries.length ? ExitCode.unknown : ExitCode.mixed
}

/** Settles, and says why what is left in doubt could not be. */
const settle = (keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const journal = yield* Journal
    if (keys.length > 0) {
      yield* look(keys)
      yield* Effect.forEach(keys, (key) => journal.settle(key), { discard: true })
      return { entries: yield* look(keys), why: "" }
    }
    const doubts = yield* Stream.runCollect(Stream.map(journal.inDoubt, ({ key }) => key))
    if (Chunk.isEmpty(doubts)) return { entries: [], why: "" }
    const { why } = yield* journal.settleAll
    return { entries: yield* look(Chunk.toReadonlyArray(doubts)), why }
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const keys = [...new Set(invocation.operands)]
    const { entries, why } = yield* withProgress("looking for evidence", settle(keys))
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
