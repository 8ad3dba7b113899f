/** What an order's failure means for its bulk: to try again, to go on with the next row, or to stop. */
import * as PanelError from "@smmkit/core/PanelError"
import * as Either from "effect/Either"
import { BulkStopped } from "../../BulkError.js"
import type { PlaceError } from "../../JournalModel.js"

/**
 * Why no price could be looked up, where the order was held back for that. A service that the catalogue
 * lacks is a matter of its row; anything else befalls every row, and is the fault of none.
 */
export const unreadableCatalogue = (error: PlaceError): PanelError.PanelError | undefined =>
  error._tag === "OrderWithheld" && PanelError.isPanelError(error.cause) && error.cause._tag !== "NotFound"
    ? error.cause
    : undefined

/** Whether the call was not taken for now. What may have been done is never tried again. */
export const isTransient = (error: PlaceError): boolean => {
  const unreadable = unreadableCatalogue(error)
  if (unreadable !== undefined) return unreadable.retryable
  return (
    (error._tag === "RateLimited" || error._tag === "NotSent" || error._tag === "OrderWithheld") &&
    error.retryable
  )
}

/**
 * The end of the run, where no further row would fare better. A panel out of reach, or one that takes no
 * more calls, was given `patience` by then.
 */
export const stopped = (row: number, error: PlaceError): BulkStopped | undefined => {
  const unreadable = unreadableCatalogue(error)
  if (unreadable !== undefined) return new BulkStopped({ row, action: "services", cause: unreadable })
  switch (error._tag) {
    case "AccountRefusal":
    case "NotSent":
    case "RateLimited":
      return new BulkStopped({ row, cause: error })
    case "OrderWithheld":
      return error.reason === "store" ? new BulkStopped({ row, cause: error }) : undefined
    default:
      return undefined
  }
}

/** How many refusals in the same words, with no order taken in between, are no row's fault any more. */
const longestStreak = 10

/** And how many in words of their own. */
const mostWords = 50

/** The words of a refusal without what they say of the one order: its own values, and whatever is numbered. */
const wordsOf = (said: string, request: Readonly<Record<string, string>>): string =>
  Object.values(request)
    .filter((value) => value.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((words, value) => words.replaceAll(value, "#"), said)
    .replace(/\S*\d\S*/g, "#")
    .trim()
    .toLowerCase()

/**
 * Watches for a refusal that nobody knows and that befalls row after row, also in turn with others; gives the end of
 * the run, where it does.
 */
export const streak = () => {
  const lengths = new Map<string, number>()
  return (
    row: { readonly row: number; readonly request: Readonly<Record<string, string>> },
    outcome: Either.Either<unknown, PlaceError>
  ): BulkStopped | undefined => {
    if (Either.isRight(outcome)) {
      lengths.clear()
      return undefined
    }
    const error = outcome.left
    if (error._tag !== "UnclassifiedRefusal") return undefined
    const said = wordsOf(error.said, row.request)
    const length = (lengths.get(said) ?? 0) + 1
    lengths.set(said, length)
    const isOver = length >= longestStreak || lengths.size >= mostWords
    return !isOver ? undefined : new BulkStopped({ row: row.row, cause: error })
  }
}
