/**
 * The orders of this server: the journal, in front of which the API stands, with its errors as problem
 * documents and its entries newest first.
 */
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import type { PanelError } from "@smmkit/core/PanelError"
import { Journal } from "@smmkit/journal/Journal"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type {
  CannotResolve,
  KeyConflict,
  OutcomeUnrecorded,
  StoreError,
  UnknownKey
} from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { local, ofAnswerable, ofPanelError, type Problem } from "./Problem.js"
import type { Verdict } from "./Shapes.js"

export type Entry = JournalEntry

export class Orders extends Context.Tag("@smmkit/http-demo/Orders")<Orders, Orders.Service>() {}

export declare namespace Orders {
  export interface Service {
    /** Places the order, or says what became of it under this key before. */
    readonly place: (key: string, order: Order, agreed: Option.Option<Money>) => Effect.Effect<Entry, Problem>
    /** All entries of this account, newest first. */
    readonly all: Effect.Effect<ReadonlyArray<Entry>, Problem>
    readonly resolve: (key: string, verdict: Verdict) => Effect.Effect<Entry, Problem>
  }
}

type OrdersError = PanelError | KeyConflict | OutcomeUnrecorded | StoreError | UnknownKey | CannotResolve

const ofError = (error: OrdersError): Problem => {
  switch (error._tag) {
    case "KeyConflict":
      return {
        ...ofAnswerable(422, error),
        field: error.field,
        value: error.asked,
        remedy: "use another key"
      }
    case "OutcomeUnrecorded":
      return ofAnswerable(504, error)
    case "StoreError":
      return local(503, error._tag, error.message, { retryable: error.retryable, fault: "local" })
    case "UnknownKey":
      return local(404, error._tag, error.message)
    case "CannotResolve":
      return local(409, error._tag, error.message, { remedy: error.remedy })
    default:
      return ofPanelError(error)
  }
}

const newestFirst = (entries: Chunk.Chunk<Entry>): ReadonlyArray<Entry> =>
  Chunk.toReadonlyArray(entries).toSorted((a, b) => b.created - a.created || (a.key < b.key ? -1 : 1))

export const make: Effect.Effect<Orders.Service, never, Journal> = Effect.gen(function* () {
  const journal = yield* Journal
  // The command line may write to the same journal, so what was read is soon read again.
  const [all, forget] = yield* Effect.cachedInvalidateWithTTL(
    Effect.map(Stream.runCollect(journal.entries()), newestFirst),
    "2 seconds"
  )
  const concerning =
    (key: string) =>
    <A, E extends OrdersError>(effect: Effect.Effect<A, E>): Effect.Effect<A, Problem> =>
      Effect.ensuring(
        Effect.mapError(effect, (error) => ({ ...ofError(error), key })),
        forget
      )
  return {
    all: Effect.mapError(all, ofError),
    place: (key, order, agreed) =>
      concerning(key)(journal.placeOnce(key, order, { quote: Option.getOrUndefined(agreed) })),
    resolve: (key, verdict) =>
      concerning(key)(
        verdict.verdict === "evidence"
          ? journal.settle(key)
          : journal.resolve(
              key,
              verdict.verdict === "placed"
                ? { placed: true, order: verdict.order }
                : { placed: false, early: verdict.early }
            )
      )
  }
})

export const layer: Layer.Layer<Orders, never, Journal> = Layer.effect(Orders, make)
