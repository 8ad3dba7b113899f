/** What may have been done is, on a call that spends, one error and no other. */
import type { Call } from "../PanelClient.js"
import { OutcomeUnknown, type ReadError, type SpendError } from "../PanelError.js"

/** What was asked. */
type Asked = Pick<Call<unknown>, "action" | "params">

const unknownOutcome = (
  { action, params }: Asked,
  at: number,
  cause: OutcomeUnknown["cause"]
): OutcomeUnknown => {
  const meaning = cause._tag === "Interrupted" ? null : cause.meaning
  return new OutcomeUnknown({ action, at, request: params, meaning, cause })
}

/** An error of a spending call that was handed over at `at` (milliseconds). */
export const toSpendError =
  (call: Asked, at: number) =>
  (error: ReadError): SpendError => {
    switch (error._tag) {
      case "Interrupted":
      case "UnexpectedAnswer":
        return unknownOutcome(call, at, error)
      case "PanelUnavailable":
        return error.processed === "no" ? error : unknownOutcome(call, at, error)
      default:
        return error
    }
  }
