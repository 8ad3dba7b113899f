import { Effect, Either } from "effect"
import {
  AddOrder,
  CancelOrder,
  Identifiers,
  type Order,
  type Panel,
  type PanelError,
  Refill
} from "../src/index.js"

export const order: Order.Order = {
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link: "https://example.com/p/1",
  quantity: 100
}

export const ids = ["5", "6"].map((id) => Identifiers.OrderId.make(id))
const one = Identifiers.OrderId.make("5")

type Results = Effect.Effect<
  ReadonlyArray<Either.Either<unknown, PanelError.PanelError>>,
  never,
  Panel.Actions
>

/** One way to spend, or to change something, and what a panel answers to it. */
export interface Spending {
  readonly name: string
  readonly action: "add" | "refill" | "cancel"
  /** Asks, and gives the result of each ID. */
  readonly ask: Results
  /** The documented answer. */
  readonly done: unknown
  /** The documented answer with further fields beside each ID. */
  readonly beside: (fields: object) => unknown
  /** An answer whose ID, or whose word for "taken", is this. */
  readonly holding: (id: unknown) => unknown
  /** The documented refusal of each ID. */
  readonly refusing: (words: string) => unknown
}

export const place: Spending = {
  name: "add",
  action: "add",
  ask: Effect.flatMap(AddOrder.AddOrder, ({ place }) =>
    Effect.map(Effect.either(place(order)), (one) => [one])
  ),
  done: { order: 23501 },
  beside: (fields) => ({ order: 23501, ...fields }),
  holding: (id) => ({ order: id }),
  refusing: (error) => ({ error })
}

const refill: Spending = {
  name: "refill, one",
  action: "refill",
  ask: Effect.flatMap(Refill.Refill, ({ request }) =>
    Effect.map(Effect.either(request(one)), (one) => [one])
  ),
  done: { refill: "91" },
  beside: (fields) => ({ refill: "91", ...fields }),
  holding: (id) => ({ refill: id }),
  refusing: (error) => ({ refill: { error } })
}

const refills: Spending = {
  name: "refill, many",
  action: "refill",
  ask: Effect.flatMap(Refill.Refill, ({ requestMany }) =>
    Effect.map(requestMany(ids), (all) => all.map(({ result }) => result))
  ),
  done: ids.map((id) => ({ order: Number(id), refill: 91 })),
  beside: (fields) => ids.map((id) => ({ order: Number(id), refill: 91, ...fields })),
  holding: (refill) => ids.map((id) => ({ order: Number(id), refill })),
  refusing: (error) => ids.map((id) => ({ order: Number(id), refill: { error } }))
}

const cancel: Spending = {
  name: "cancel, one",
  action: "cancel",
  ask: Effect.flatMap(CancelOrder.CancelOrder, ({ request }) =>
    Effect.map(Effect.either(request(one)), (one) => [one])
  ),
  done: [{ order: 5, cancel: 1 }],
  beside: (fields) => [{ order: 5, cancel: 1, ...fields }],
  holding: (cancel) => [{ order: 5, cancel }],
  refusing: (error) => [{ order: 5, cancel: { error } }]
}

const cancels: Spending = {
  name: "cancel, many",
  action: "cancel",
  ask: Effect.flatMap(CancelOrder.CancelOrder, ({ requestMany }) =>
    Effect.map(requestMany(ids), (all) => all.map(({ result }) => result))
  ),
  done: ids.map((id) => ({ order: Number(id), cancel: 1 })),
  beside: (fields) => ids.map((id) => ({ order: Number(id), cancel: 1, ...fields })),
  holding: (cancel) => ids.map((id) => ({ order: Number(id), cancel })),
  refusing: (error) => ids.map((id) => ({ order: Number(id), error }))
}

/** All ways to spend. */
export const spendings: ReadonlyArray<Spending> = [place, refill, refills, cancel, cancels]

/** What the panel did, as the results say. */
export const processed = (result: Either.Either<unknown, PanelError.PanelError>): PanelError.Processed =>
  Either.match(result, { onLeft: (error) => error.processed, onRight: () => "yes" })
