/**
 * Entries as other programs read them: as JSON, and as the lines of an export. What `smmkit journal` and an HTTP API
 * tell of an order is the same.
 *
 * @since 0.1.0
 */
import { OrderId } from "@smmkit/core/Identifiers"
import { Meaning } from "@smmkit/core/Meaning"
import { AmountJson } from "@smmkit/core/Money"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Schema from "effect/Schema"
import { Action, Event, State } from "./EntryState.js"
import { line } from "./internal/csvLine.js"
import type { JournalEntry } from "./JournalEntry.js"

const about = (description: string) => ({ description })

/** Milliseconds here, text there. */
const Time = Schema.transform(
  Schema.String.annotations({
    description: "A time in UTC (RFC 3339).",
    examples: ["2026-01-31T12:00:00.000Z"]
  }),
  Schema.Number,
  { decode: (text) => Date.parse(text), encode: (time) => new Date(time).toISOString() }
)

const Failure = Schema.Struct({
  _tag: Schema.String.annotations(about("The name of the error's class.")),
  meaning: Schema.NullOr(Meaning).annotations(about("What the panel means by its refusal, where known.")),
  message: Schema.String,
  processed: Schema.Literal("no", "maybe", "yes").annotations(about("Whether the panel acted on the call.")),
  retryable: Schema.Boolean.annotations(about("Whether the same call may be sent again soon.")),
  fault: Schema.Literal("caller", "account", "panel", "network", "local")
})

/**
 * What is told of an entry, and its JSON: amounts and IDs as text, times in RFC 3339, null for what is not known.
 *
 * @example
 * import { EntryJson } from "@smmkit/journal"
 * import { Schema } from "effect"
 *
 * // An API that tells more of an order than the journal knows extends it.
 * const Order = Schema.Struct({ ...EntryJson.EntryJson.fields, name: Schema.String })
 *
 * assert.ok("state" in Order.fields)
 *
 * @since 0.1.0
 * @category schemas
 */
export const EntryJson = Schema.Struct({
  account: Schema.String.annotations(about("The account's ID in the store.")),
  action: Action.annotations(about("What is asked of the panel.")),
  key: Schema.String.annotations(about("The key under which it was sent.")),
  state: State.annotations(about("What became of sending it.")),
  order: Schema.NullOr(OrderId).annotations(
    about("The panel's ID of the order or refill; null until it is known.")
  ),
  subject: Schema.NullOr(Schema.String).annotations(about("The order that a refill or a cancel is about.")),
  request: Schema.Record({ key: Schema.String, value: Schema.String }).annotations(
    about("The form's fields.")
  ),
  error: Schema.NullOr(Failure).annotations(about("Why it was not placed, or is in doubt.")),
  note: Schema.String.annotations(about("All that is known of a doubt, in words.")),
  by: Event.annotations(about("The event that brought it here.")),
  price: Schema.NullOr(AmountJson).annotations(about("What it costs by the catalogue.")),
  atMost: Schema.NullOr(AmountJson).annotations(
    about("What it may cost by its caller, where it has no price.")
  ),
  charge: Schema.NullOr(AmountJson).annotations(about("What the panel said that it charged, where it did.")),
  currency: Schema.NullOr(Schema.String),
  units: Schema.NullOr(Schema.Number).annotations(about("How many units in all; null where not known.")),
  host: Schema.String.annotations(about("The panel's host.")),
  run: Schema.String,
  attempts: Schema.Number,
  created: Time,
  updated: Time
})

/**
 * @since 0.1.0
 * @category models
 */
export interface EntryJson extends Schema.Schema.Type<typeof EntryJson> {}

const described = (error: PanelError): EntryJson["error"] => {
  const { _tag, message, processed, retryable, fault } = error
  return { _tag, meaning: "meaning" in error ? error.meaning : null, message, processed, retryable, fault }
}

/**
 * What is told of an entry, to be written by the schema. An entry that was placed after all tells no error.
 *
 * @example
 * import { EntryJson, type JournalEntry } from "@smmkit/journal"
 *
 * export const named = (entry: JournalEntry.JournalEntry) => ({ ...EntryJson.make(entry), name: "Likes" })
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = ({ error, ...entry }: JournalEntry): EntryJson => ({
  ...entry,
  error: error === null || entry.state === "placed" ? null : described(error)
})

const encode = Schema.encodeSync(EntryJson)

/**
 * An entry as plain JSON.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { EntryJson, Journal, Sqlite } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { placeOnce } = yield* Journal.Journal
 *   const order = {
 *     type: "Default",
 *     service: Identifiers.ServiceId.make("1"),
 *     link: "https://example.com/p/1",
 *     quantity: 100
 *   } as const
 *   return yield* placeOnce("invoice-1042", order)
 * })
 * const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sandbox.layer()),
 *   Layer.provide(Sqlite.layer(":memory:"))
 * )
 * const entry = await Effect.runPromise(Effect.provide(program, panel))
 *
 * assert.strictEqual(JSON.parse(JSON.stringify(EntryJson.toJson(entry))).order, "23501")
 * assert.match(EntryJson.csvLine(entry), /^add,invoice-1042,placed,23501,/)
 *
 * @since 0.1.0
 * @category combinators
 */
export const toJson = (entry: JournalEntry): Schema.Schema.Encoded<typeof EntryJson> => encode(make(entry))

const columns = [
  "action",
  "key",
  "state",
  "order",
  "service",
  "link",
  "quantity",
  "price",
  "charge",
  "currency",
  "account",
  "host",
  "run",
  "attempts",
  "created",
  "updated",
  "note",
  "request"
] as const

/**
 * The first line of an export as CSV.
 *
 * @example
 * import { EntryJson } from "@smmkit/journal"
 *
 * assert.ok(EntryJson.csvHead.startsWith("action,key,state,order,service,link,"))
 *
 * @since 0.1.0
 * @category models
 */
export const csvHead: string = line(columns)

/**
 * An entry as a line of an export as CSV, in which no cell is a formula to a spreadsheet. `clean` is applied to each
 * text, such as to take out what a terminal would obey.
 *
 * @example
 * import { EntryJson, type JournalEntry } from "@smmkit/journal"
 *
 * export const exported = (entries: ReadonlyArray<JournalEntry.JournalEntry>) =>
 *   EntryJson.csvHead + entries.map((entry) => EntryJson.csvLine(entry)).join("")
 *
 * @since 0.1.0
 * @category combinators
 */
export const csvLine = (entry: JournalEntry, clean: (text: string) => string = (text) => text): string => {
  const { request, error: _, ...facts } = toJson(entry)
  const values: Readonly<Record<string, string | number | null>> = {
    ...request,
    ...facts,
    request: JSON.stringify(request)
  }
  return line(columns.map((name) => clean(String(values[name] ?? ""))))
}
