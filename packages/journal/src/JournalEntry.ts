/**
 * An entry of the journal: one key, the order it stands for, and what became of it.
 *
 * @since 0.1.0
 */
import { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import { OutcomeUnknown, PanelError } from "@smmkit/core/PanelError"
import { Interrupted } from "@smmkit/core/Transport"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Action, Event, State } from "./EntryState.js"
import { Amount } from "./internal/book/amount.js"

export { Action, Change, Event, next, State, transitions } from "./EntryState.js"

/**
 * An entry. Amounts are exact; times are milliseconds since the epoch by the store's clock.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { Journal, Sqlite } from "@smmkit/journal"
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
 * assert.deepStrictEqual([entry.state, entry.order], ["placed", "23501"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const JournalEntry = Schema.Struct({
  /** The account that the key belongs to, by its ID in the store. */
  account: Schema.String,
  /** What is asked of the panel. */
  action: Action,
  key: Schema.String,
  state: State,
  /**
   * The order's ID, or that of a refill; null unless placed, and where evidence proved one whose ID nobody has
   * seen. A cancel has the ID of the order that it is about.
   */
  order: Schema.NullOr(OrderId),
  /** The fields of the form that the caller asked for. */
  request: Schema.Record({ key: Schema.String, value: Schema.String }),
  /** What the last call failed with; null where it did not. */
  error: Schema.NullOr(PanelError),
  /** What brought the entry here, and all that is known of a doubt, in words. */
  note: Schema.String,
  /** The event that brought the entry here. */
  by: Event,
  /** The panel's host. */
  host: Schema.String,
  /** The order that a refill or a cancel is about; null of an order. */
  subject: Schema.NullOr(Schema.String),
  /** The digest by which the order is known, in a form of the journal's own. */
  fingerprint: Schema.String,
  /** What the order costs by the catalogue; null where that was not asked or cannot be known. */
  price: Schema.NullOr(Amount),
  /** The most that it may cost by its caller, who was asked as it has no price. */
  atMost: Schema.NullOr(Amount),
  currency: Schema.NullOr(Schema.String),
  /** How many units the order asks for, all runs together; null where the service decides. */
  units: Schema.NullOr(Schema.Number),
  /** What the panel said it charged, where it did. */
  charge: Schema.NullOr(Amount),
  /** The field `request_id` that went with the order, on a panel that honours it. */
  requestId: Schema.NullOr(Schema.String),
  /** When the key was first used, and when the entry last changed. */
  created: Schema.Number,
  updated: Schema.Number,
  /** Which try of this key is the last one, and how many there were. */
  attempt: Schema.String,
  attempts: Schema.Number,
  /** Who makes the call, and the time past which it cannot be under way any more. */
  owner: Schema.NullOr(Schema.String),
  deadline: Schema.Number,
  /** The day (UTC) and the run against whose limits the order counts. */
  day: Schema.String,
  run: Schema.String,
  /** The line of balances that can tell about the order; 0 where none was read before it. */
  line: Schema.Number,
  /** Whether a later refund or charge of this order has to be looked for before a balance is trusted. */
  watched: Schema.Boolean,
  /** Counts the changes of the entry. */
  version: Schema.Number
})

/**
 * @since 0.1.0
 * @category models
 */
export interface JournalEntry extends Schema.Schema.Type<typeof JournalEntry> {}

/**
 * The price as money; `None` where it is not known.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { Journal, JournalEntry, Sqlite } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Option, Redacted } from "effect"
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
 * assert.ok(Option.isNone(JournalEntry.price(entry))) // neither a limit nor evidence asked for it
 *
 * @since 0.1.0
 * @category combinators
 */
export const price = (entry: JournalEntry): Option.Option<Money> =>
  entry.price === null
    ? Option.none()
    : Option.some({ amount: entry.price, currency: Option.fromNullable(entry.currency) })

/**
 * The error of an entry in doubt, as the one who placed the order would have got it.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { Journal, JournalEntry, Sqlite } from "@smmkit/journal"
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
 * assert.strictEqual(JournalEntry.outcomeUnknown(entry).request["quantity"], "100")
 *
 * @since 0.1.0
 * @category combinators
 */
export const outcomeUnknown = (entry: JournalEntry): OutcomeUnknown =>
  entry.error?._tag === "OutcomeUnknown"
    ? entry.error
    : new OutcomeUnknown({
        action: entry.action,
        at: entry.updated,
        request: entry.request,
        meaning: null,
        cause: new Interrupted({ reason: "other", detail: entry.note })
      })
