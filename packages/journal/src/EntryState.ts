/**
 * Where an entry of the journal stands, and what moves it.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * Where an entry stands.
 *
 * - `sending`: the intent is durable, and the call may be under way
 * - `placed`: the panel took the order
 * - `refused`: the panel did not take it, and said so
 * - `not-placed`: the panel certainly has no such order
 * - `in-doubt`: it cannot be told
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 *
 * assert.deepStrictEqual(EntryState.State.literals, ["sending", "placed", "refused", "not-placed", "in-doubt"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const State = Schema.Literal("sending", "placed", "refused", "not-placed", "in-doubt")

/**
 * @since 0.1.0
 * @category models
 */
export type State = typeof State.Type

/**
 * What an entry asks of the panel: an order, the refill of one, or its cancellation.
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 *
 * assert.deepStrictEqual(EntryState.Action.literals, ["add", "refill", "cancel"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const Action = Schema.Literal("add", "refill", "cancel")

/**
 * @since 0.1.0
 * @category models
 */
export type Action = typeof Action.Type

/**
 * What changes an order that is there: its refill or its cancellation.
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 *
 * assert.deepStrictEqual(EntryState.Change.literals, ["refill", "cancel"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const Change = Schema.Literal("refill", "cancel")

/**
 * @since 0.1.0
 * @category models
 */
export type Change = typeof Change.Type

/**
 * What moves an entry from one state to another.
 *
 * - `intend`: an order is about to be sent under the key
 * - `doubled`: an earlier try of a key turned out to be placed, beside the order of that key
 * - `answered`, `refused`, `unsent`: what came of the call, as the one who made it knows
 * - `lost`: the one who made the call does not know what came of it
 * - `abandoned`: the process that made the call ended, or was not heard of, before it wrote down what came of it
 * - `probe`: the same call again, with the same `request_id`, on a panel that honours it
 * - `proved-placed`, `proved-absent`: evidence
 * - `ruled-placed`, `ruled-absent`: a person's verdict
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 * import { Schema } from "effect"
 *
 * assert.ok(Schema.is(EntryState.Event)("abandoned"))
 *
 * @since 0.1.0
 * @category schemas
 */
export const Event = Schema.Literal(
  "intend",
  "doubled",
  "answered",
  "refused",
  "unsent",
  "lost",
  "abandoned",
  "probe",
  "proved-placed",
  "proved-absent",
  "ruled-placed",
  "ruled-absent"
)

/**
 * @since 0.1.0
 * @category models
 */
export type Event = typeof Event.Type

/**
 * The one table of what moves what where; nothing else ever changes a state. The answer to the call
 * itself, however late, outranks evidence and verdicts, so those three columns are full.
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 *
 * assert.strictEqual(EntryState.transitions.sending.abandoned, "in-doubt")
 * assert.strictEqual(EntryState.transitions.placed.intend, undefined)
 *
 * @since 0.1.0
 * @category models
 */
export const transitions: Readonly<Record<State | "none", Readonly<Partial<Record<Event, State>>>>> = {
  none: { intend: "sending", doubled: "placed" },
  sending: {
    answered: "placed",
    refused: "refused",
    unsent: "not-placed",
    lost: "in-doubt",
    abandoned: "in-doubt"
  },
  "in-doubt": {
    answered: "placed",
    refused: "refused",
    unsent: "not-placed",
    lost: "in-doubt",
    probe: "sending",
    "proved-placed": "placed",
    "proved-absent": "not-placed",
    "ruled-placed": "placed",
    "ruled-absent": "not-placed"
  },
  placed: { answered: "placed", refused: "refused", unsent: "not-placed", "ruled-placed": "placed" },
  refused: { intend: "sending", answered: "placed", refused: "refused", unsent: "not-placed" },
  "not-placed": { intend: "sending", answered: "placed", refused: "refused", unsent: "not-placed" }
}

/**
 * Where an event leads from a state; `None` where the table has no such step.
 *
 * @example
 * import { EntryState } from "@smmkit/journal"
 * import { Option } from "effect"
 *
 * assert.deepStrictEqual(EntryState.next("in-doubt", "proved-absent"), Option.some("not-placed"))
 * assert.deepStrictEqual(EntryState.next("in-doubt", "intend"), Option.none()) // never sent again
 *
 * @since 0.1.0
 * @category combinators
 */
export const next = (state: State | "none", event: Event): Option.Option<State> =>
  Option.fromNullable(transitions[state][event])
