/** What an order's failure means for its bulk: to try again, to go on with the next row, or to stop. */
import * as PanelError from "@smmkit/core/PanelError"
import { BulkStopped } from "../../BulkError.js"
import type { PlaceError } from "../../Journal.js"

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
