/** `smmkit journal export`: the whole journal on standard output. */
import { layer as services } from "@smmkit/core/Services"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import * as Effect from "effect/Effect"
import { statesOf, whole } from "../Entries.js"
import * as EntryWriter from "../EntryWriter.js"
import { ExitCode } from "../ExitCode.js"
import { UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import { quote } from "../Text.js"
import { asked } from "./journalList.js"

const columns = [
  "key",
  "state",
  "order",
  "service",
  "link",
  "quantity",
  "price",
  "charge",
  "currency",
  "host",
  "run",
  "attempts",
  "created",
  "updated",
  "note",
  "request"
] as const

/** A cell as a spreadsheet takes it for a text: not for a formula. */
const cell = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const row = (entry: JournalEntry, { plain, encode }: Output.Service): string => {
  const { request, ...facts } = whole(entry)
  const values: Readonly<Record<string, unknown>> = { ...request, ...facts }
  const texts = columns.map((name) =>
    name === "request" ? encode(request) : plain(String(values[name] ?? ""))
  )
  return `${texts.map(cell).join(",")}\r\n`
}

const formatOf = (invocation: Invocation): Effect.Effect<"csv" | "jsonl", UsageError> => {
  const given = invocation.value("format") ?? "csv"
  return given === "csv" || given === "jsonl"
    ? Effect.succeed(given)
    : new UsageError({ message: `--format is ${quote(given)}: give csv or jsonl` })
}

const work = (invocation: Invocation, format: "csv" | "jsonl") =>
  Effect.gen(function* () {
    const output = yield* Output
    const entries = yield* asked(invocation)
    if (output.json) yield* EntryWriter.asArray(entries, whole)
    else if (format === "jsonl") {
      yield* EntryWriter.write(entries, (some) =>
        some.map((entry) => `${output.encode(whole(entry))}\n`).join("")
      )
    } else {
      const head = `${columns.join(",")}\r\n`
      yield* EntryWriter.write(
        entries,
        (some, isFirst) => (isFirst ? head : "") + some.map((entry) => row(entry, output)).join("")
      )
    }
    return ExitCode.done
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const format = yield* formatOf(invocation)
    yield* statesOf(invocation)
    return yield* Effect.provide(
      work(invocation, format),
      JournalSession.layer(invocation, services(Session.client))
    )
  }).pipe(Effect.provide(Session.layer(invocation)))
