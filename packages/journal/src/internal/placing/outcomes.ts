/** What came of a call, as the store is told of it. */
import type { AddOrderError } from "@smmkit/core/AddOrder"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import * as Cause from "effect/Cause"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { JournalEntry } from "../../JournalEntry.js"
import type { Ref, Report } from "../../StoreMessage.js"

/** What the panel says it did: the ID that it gave, and the charge. */
export interface Taken {
  readonly order: OrderId
  readonly charge: Money | null
}

/** What a panel has said that it took, in words. */
export const taken = (action: JournalEntry["action"], order: string): string =>
  action === "add"
    ? `the panel took it as order ${order}`
    : action === "refill"
      ? `the panel took it as refill ${order}`
      : `the panel took the cancel of order ${order}`

/** The entry that a report is of. */
export const refOf = ({ account, action, key }: Ref): Ref => ({ account, action, key })

/** What an answer or an error says of a call. */
export const outcomeOf = (result: Either.Either<Taken, AddOrderError>): Report["outcome"] => {
  if (Either.isRight(result)) return { _tag: "Answered", ...result.right }
  const error = result.left
  switch (error._tag) {
    case "NotSent":
    case "OrderWithheld":
    case "InvalidOrder":
      return { _tag: "Unsent", error, note: error.message }
    case "OutcomeUnknown":
      return { _tag: "Lost", error, note: error.message }
    default:
      return { _tag: "Refused", error, note: error.message }
  }
}

export const outcomeOfExit = (exit: Exit.Exit<Taken, AddOrderError>): Report["outcome"] => {
  if (Exit.isSuccess(exit)) return outcomeOf(Either.right(exit.value))
  const failure = Cause.failureOption(exit.cause)
  return Option.isSome(failure)
    ? outcomeOf(Either.left(failure.value))
    : // A defect or an interruption below: nobody knows how far the call had come.
      { _tag: "Lost", error: null, note: "the call ended without an answer or an error" }
}
