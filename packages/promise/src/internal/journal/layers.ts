/** What the journal is to the rest of this package, whether it can be loaded or not. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Answered } from "@smmkit/core/Call"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { InvalidOption } from "@smmkit/core/Options"
import type { Order } from "@smmkit/core/Order"
import type * as Panel from "@smmkit/core/Panel"
import type * as PanelConfig from "@smmkit/core/PanelConfig"
import type { Transport } from "@smmkit/core/Transport"
import type { Follow, LineRef } from "@smmkit/follow/Follow"
import type { FollowStore } from "@smmkit/follow/FollowStore"
import type { Journal, PlaceError } from "@smmkit/journal/Journal"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type { InvalidJournalConfig, StoreError } from "@smmkit/journal/JournalError"
import type { Books } from "@smmkit/journal/Refund"
import type { Store } from "@smmkit/journal/Store"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import type { RefillRequested } from "../../Answers.js"
import type { OrderEvent, RefundLine } from "../../Events.js"
import type { JournalOptions } from "../../Options.js"
import type { Once, Since, Which } from "../arguments.js"
import type { Failure } from "../errors.js"

/** What the journal stands on. */
export type Base = Panel.Actions | PanelConfig.PanelConfig | Transport

/** An entry whose order the panel took under an ID that is known. */
export interface Placed {
  readonly entry: JournalEntry
  readonly order: string
}

/** A journal, and what else can be kept in its store. */
export type Kept = Journal | Store | SqlClient

/** What is followed, and where that is kept. */
export type Followed = Follow | FollowStore

/** What following is to the rest of this package. */
export interface Following {
  readonly layer: (
    panel: PanelConfig.Options,
    books: Books | undefined
  ) => Layer.Layer<Followed, InvalidOption | StoreError, Kept | Transport>
  readonly events: (since: Since) => Stream.Stream<OrderEvent, Failure, Followed | Journal>
  readonly refunds: (which: Which) => Stream.Stream<RefundLine, Failure, Followed | Journal>
  readonly settle: (
    line: Omit<LineRef, "account"> & { readonly account: string | undefined },
    how: string
  ) => Effect.Effect<RefundLine, Failure, Followed | Journal>
  readonly hurry: (order: OrderId) => Effect.Effect<void, Failure, Followed | Journal>
}

export interface Journaling {
  readonly layer: (
    options: JournalOptions | undefined
  ) => Layer.Layer<Kept, InvalidOption | InvalidJournalConfig | StoreError, Base>
  readonly following: Effect.Effect<Following, InvalidOption>
  readonly place: (order: Order) => Effect.Effect<Placed, Failure, Journal>
  readonly placeOnce: (key: string, order: Order, options: Once) => Effect.Effect<Placed, Failure, Journal>
  readonly refill: (order: OrderId) => Effect.Effect<RefillRequested, Failure, Journal>
  readonly refillMany: (
    orders: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<Answered<OrderId, RefillRequested, PlaceError>>, Failure, Journal>
  readonly cancel: (order: OrderId) => Effect.Effect<void, Failure, Journal>
  readonly cancelMany: (
    orders: ReadonlyArray<OrderId>
  ) => Effect.Effect<ReadonlyArray<Answered<OrderId, unknown, PlaceError>>, Failure, Journal>
}
