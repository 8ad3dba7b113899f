/** `smmkit journal resolve`: a person's word on what became of an order in doubt. */
import { OrderId } from "@smmkit/core/Identifiers"
import { layer as services } from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import { UnknownKey } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Entries from "../Entries.js"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { askingOn, confirm } from "../Prompt.js"
import * as Session from "../Session.js"
import { quote } from "../Text.js"

const nobodyToAsk = new UsageError({
  message:
    "Nothing was changed: there is no terminal to ask on. Give --yes to resolve it without being asked."
})

const notConfirmed = new UsageError({ message: "Nothing was changed: the verdict was not confirmed." })

const isOrderId = Schema.is(OrderId)

const verdictOf = (invocation: Invocation) =>
  Effect.gen(function* () {
    const given = invocation.value("verdict")
    const order = invocation.value("order")
    const note = invocation.value("note")
    if (order !== undefined && !isOrderId(order)) {
      return yield* new UsageError({
        message: `--order is ${quote(order)}: give the ID that the panel gave it`
      })
    }
    if (given === "placed") return { placed: true, order, note } as const
    if (given !== "not-placed") {
      return yield* new UsageError({
        message: `--verdict is ${given === undefined ? "missing" : quote(given)}: give placed or not-placed`
      })
    }
    if (order !== undefined) {
      return yield* new UsageError({ message: "--order belongs to --verdict placed: leave out one of them" })
    }
    return { placed: false, note, early: invocation.flag("early") } as const
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const ask = askingOn(output)
    const key = yield* Entries.keyOf(invocation)
    const action = yield* Entries.actionOf(invocation)
    const verdict = yield* verdictOf(invocation)
    const isAgreed = invocation.flag("yes")
    if (!isAgreed && ask === undefined) return yield* nobodyToAsk
    const resolve = Effect.gen(function* () {
      const journal = yield* Journal
      if (!isAgreed && ask !== undefined) {
        const before = yield* Effect.flatMap(
          journal.get(key, action),
          Effect.mapError(() => new UnknownKey({ key }))
        )
        yield* ask(Entries.details(before, output))
        const question = verdict.placed
          ? "Note down that it was placed?"
          : "Note down that it was not placed, so that its key can be used again?"
        if (!(yield* confirm(question, ask))) return yield* notConfirmed
      }
      const entry = yield* journal.resolve(key, verdict, action)
      yield* output.out(
        output.json ? `${output.encode(Entries.whole(entry))}\n` : Entries.details(entry, output)
      )
      return ExitCode.done
    })
    return yield* Effect.provide(resolve, JournalSession.layer(invocation, services(Session.client)))
  }).pipe(Effect.provide(Session.layer(invocation)))
