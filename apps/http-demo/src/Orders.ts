/**
 * The orders of this server: the journal, in front of which the API stands, with its errors as problem
 * documents and its entries newest first. Of what a person clicks, an equal order is placed once.
 */
import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import { isPanelError, type PanelError } from "@smmkit/core/PanelError"
import { Journal } from "@smmkit/journal/Journal"
import type { JournalEntry as Entry } from "@smmkit/journal/JournalEntry"
import type * as JournalError from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { local, ofAnswerable, ofPanelError, type Problem } from "./Problem.js"
import type { OrderBody, Verdict } from "./Shapes.js"

type OrdersError =
  | PanelError
  | JournalError.KeyConflict
  | JournalError.OutcomeUnrecorded
  | JournalError.StoreError
  | JournalError.UnknownKey
  | JournalError.CannotResolve

const ofError = (error: OrdersError): Problem => {
  if (isPanelError(error)) return ofPanelError(error)
  switch (error._tag) {
    case "KeyConflict":
      return ofAnswerable(422, error, { field: error.field, value: error.asked, remedy: "use another key" })
    case "OutcomeUnrecorded":
      return ofAnswerable(504, error)
    case "StoreError":
      return ofAnswerable(503, error)
    case "UnknownKey":
      return ofAnswerable(404, error)
    case "CannotResolve":
      return ofAnswerable(409, error, { remedy: error.remedy })
  }
}

const newestFirst = (entries: Chunk.Chunk<Entry>): ReadonlyArray<Entry> =>
  Chunk.toReadonlyArray(entries).toSorted((a, b) => b.created - a.created || (a.key < b.key ? -1 : 1))

/** How long an order that was placed holds back an equal one that is clicked. */
const recent = "10 minutes"

type Equal = NonNullable<Problem["equal"]>

const isOpen = ({ state }: Entry): boolean => state === "in-doubt" || state === "sending"

const words: Readonly<Partial<Record<Equal["state"], string>>> = {
  "in-doubt": "is in doubt",
  sending: "is under way",
  placed: "was placed already"
}

const heldBack = (own: string, { key, state, order, created }: Equal): Problem => {
  const as = order === null ? "" : `, as ${order}`
  return local(409, "EqualOrder", `An equal order ${words[state]}${as}; nothing was sent.`, {
    key: own,
    equal: { key, state, order, created },
    remedy: "say that it is wanted beside that one (click: again)"
  })
}

const make = Effect.gen(function* () {
  const journal = yield* Journal
  // The command line may write to the same journal, so what was read is soon read again.
  const [all, forget] = yield* Effect.cachedInvalidateWithTTL(
    Effect.map(Stream.runCollect(journal.entries()), newestFirst),
    "2 seconds"
  )

  /** Tells with each failure what has become of the order of its key; of one `before` the journal, what was done. */
  const concerning =
    (key: string, when?: "before") =>
    <A, R>(effect: Effect.Effect<A, Problem, R>): Effect.Effect<A, Problem, R> =>
      Effect.catchAll(effect, (problem) =>
        Effect.flatMap(Effect.orElseSucceed(journal.get(key), Option.none), (entry) => {
          if (Option.isNone(entry)) return Effect.fail({ ...problem, key })
          const { state } = entry.value
          const done = state === "placed" ? "yes" : isOpen(entry.value) ? "maybe" : "no"
          const processed = when === "before" ? done : problem.processed
          return Effect.fail({ ...problem, key, state, processed })
        })
      ).pipe(Effect.ensuring(forget))

  /** The equal order under another key that a person might have meant. */
  const equalTo = (key: string, order: Order) =>
    Effect.map(journal.equals([order], 0), ([entries = []]) => {
      const others = entries.filter((entry) => entry.key !== key).toSorted((a, b) => b.updated - a.updated)
      return others.find(isOpen) ?? others[0]
    })

  /** Places the order, or says what became of it under this key before. */
  const place = (key: string, order: Order, agreed: Option.Option<Money>, click: OrderBody["click"]) => {
    const apart = click === "once" ? recent : undefined
    const placed = journal.placeOnce(key, order, { quote: Option.getOrUndefined(agreed), apart })
    return Effect.catchAll(placed, (error) => {
      const isEqual = error._tag === "OrderWithheld" && error.reason === "equal"
      const found = isEqual
        ? concerning(key)(Effect.mapError(equalTo(key, order), ofError))
        : Effect.succeed(undefined)
      return Effect.flatMap(found, (equal) =>
        equal === undefined ? concerning(key)(Effect.fail(ofError(error))) : Effect.fail(heldBack(key, equal))
      )
    }).pipe(Effect.ensuring(forget))
  }

  const resolve = (key: string, verdict: Verdict) =>
    (verdict.verdict === "evidence"
      ? journal.settle(key)
      : journal.resolve(
          key,
          verdict.verdict === "placed"
            ? { placed: true, order: verdict.order }
            : { placed: false, early: verdict.early }
        )
    ).pipe(Effect.mapError(ofError), concerning(key))

  /** All entries of this account, newest first. */
  return { all: Effect.mapError(all, ofError), concerning, place, resolve }
})

export class Orders extends Effect.Service<Orders>()("@smmkit/http-demo/Orders", { effect: make }) {}
