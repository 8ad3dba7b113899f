/** What the journal is to the rest of this package, whether it can be loaded or not. */

import type { OrderId } from "@smmkit/core/Identifiers"
import type { Answered } from "@smmkit/core/Many"
import type { InvalidOption } from "@smmkit/core/Options"
import type { Order } from "@smmkit/core/Order"
import type * as Panel from "@smmkit/core/Panel"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import type { Transport } from "@smmkit/core/Transport"
import type { Journal, PlaceError } from "@smmkit/journal/Journal"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type { InvalidJournalConfig, StoreError } from "@smmkit/journal/JournalError"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { RefillRequested } from "../../Answers.js"
import type { JournalOptions } from "../../Options.js"
import type { Once } from "../arguments.js"
import type { Failure } from "../errors.js"

/** What the journal stands on. */
export type Base = Panel.Actions | PanelConfig | Transport

/** An entry whose order the panel took under an ID that is known. */
export interface Placed {
  readonly entry: JournalEntry
  readonly order: string
}

export interface Journaling {
  readonly layer: (
    options: JournalOptions | undefined
  ) => Layer.Layer<Journal, InvalidOption | InvalidJournalConfig | StoreError, Base>
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
