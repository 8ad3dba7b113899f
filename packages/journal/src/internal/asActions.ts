/** A journal in the shapes of core's actions, with their errors. */
import type { AddOrder } from "@smmkit/core/AddOrder"
import type { CancelOrder } from "@smmkit/core/CancelOrder"
import { RefillId } from "@smmkit/core/Identifiers"
import { toForm } from "@smmkit/core/OrderForm"
import { OrderWithheld, OutcomeUnknown, type SpendError } from "@smmkit/core/PanelError"
import type { Answer, Refill } from "@smmkit/core/Refill"
import { Interrupted, NotSent } from "@smmkit/core/Transport"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { type JournalEntry, outcomeUnknown } from "../JournalEntry.js"
import type { OutcomeUnrecorded } from "../JournalError.js"
import type { Journal, PlaceError } from "../JournalModel.js"

const unrecorded = (action: JournalEntry["action"], { at, request, message }: OutcomeUnrecorded) =>
  new OutcomeUnknown({
    action,
    at,
    request,
    meaning: null,
    cause: new Interrupted({ reason: "other", detail: message })
  })

/** A journal in the shape of `AddOrder`. */
export const asAddOrder =
  (journal: Journal.Service): AddOrder.Service["place"] =>
  (order, options) =>
    // What an order of a type that only the panel knows needs, its caller may know.
    Effect.zipRight(
      options?.kind === undefined ? Effect.void : toForm(order, { kind: options.kind }),
      journal.place(order, { quote: options?.price, deadline: options?.deadline, gate: options?.gate })
    ).pipe(
      Effect.catchTags({
        OutcomeUnrecorded: (error) => Effect.fail(unrecorded("add", error)),
        // A key that was made up for this call stands for no other order.
        KeyConflict: (error) => Effect.fail(new OrderWithheld({ reason: "store", detail: error.message }))
      }),
      Effect.flatMap((entry) =>
        entry.order === null
          ? Effect.fail(outcomeUnknown(entry))
          : Effect.succeed({
              order: entry.order,
              charge: Option.fromNullable(entry.charge),
              currency: Option.fromNullable(entry.charge === null ? null : entry.currency)
            })
      )
    )

/** What core's errors have no word for was held back before anything was sent. */
const toSpendError =
  (action: JournalEntry["action"]) =>
  (error: PlaceError): SpendError => {
    switch (error._tag) {
      case "OutcomeUnrecorded":
        return unrecorded(action, error)
      case "KeyConflict":
      case "InvalidOrder":
      case "OrderWithheld":
        return new NotSent({ reason: "withheld", detail: error.message })
      default:
        return error
    }
  }

const refillOf = (entry: JournalEntry): Either.Either<Answer, OutcomeUnknown> =>
  entry.order === null
    ? Either.left(outcomeUnknown(entry))
    : Either.right({ refill: RefillId.make(entry.order) })

/** A journal in the shape of `Refill`. */
export const asRefill = (journal: Journal.Service): Refill.Service => ({
  request: (order, options) =>
    Effect.flatMap(
      Effect.mapError(
        journal.refillOnce(order, { deadline: options?.deadline, gate: options?.gate }),
        toSpendError("refill")
      ),
      refillOf
    ),
  requestMany: (orders, options) =>
    Effect.map(journal.refillMany(orders, { deadline: options?.deadline, gate: options?.gate }), (answers) =>
      answers.map(({ id, result }) => ({
        id,
        result: Either.flatMap(Either.mapLeft(result, toSpendError("refill")), refillOf)
      }))
    )
})

/** A journal in the shape of `CancelOrder`. */
export const asCancelOrder = (journal: Journal.Service): CancelOrder.Service => ({
  request: (order, options) =>
    Effect.asVoid(
      Effect.mapError(
        journal.cancelOnce(order, { deadline: options?.deadline, gate: options?.gate }),
        toSpendError("cancel")
      )
    ),
  requestMany: (orders, options) =>
    Effect.map(journal.cancelMany(orders, { deadline: options?.deadline, gate: options?.gate }), (answers) =>
      answers.map(({ id, result }) => ({
        id,
        result: Either.mapBoth(result, { onLeft: toSpendError("cancel"), onRight: () => undefined })
      }))
    )
})
