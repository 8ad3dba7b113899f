/** Exit codes, by what the caller should do next. */
import type { PanelError } from "@smmkit/core/PanelError"
import type { Failure } from "./Failure.js"

export const ExitCode = {
  /** All was done. */
  done: 0,
  /** The command or the order was wrong; nothing was sent. */
  usage: 2,
  /** The panel refused. */
  refused: 3,
  /** The account needs attention: its key, its state, its funds. */
  account: 4,
  /** Nothing was done, and trying again is safe. */
  again: 5,
  /** It is not known what was done: check before trying again. */
  unknown: 6,
  /** The answer to a question cannot be understood. */
  unreadable: 7,
  /** Some IDs failed, others were answered; of a bulk, some rows were not placed. */
  mixed: 8,
  /** A second order was placed where one was meant. */
  doubled: 9,
  /** A defect of smmkit. */
  defect: 70,
  interrupted: 130
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

const ofPanelError = (error: PanelError): ExitCode => {
  switch (error._tag) {
    case "InvalidOrder":
      return ExitCode.usage
    case "OrderWithheld":
      return { limit: ExitCode.usage, price: ExitCode.usage, doubt: ExitCode.unknown, store: ExitCode.again }[
        error.reason
      ]
    case "NotFound":
    case "RequestRefusal":
    case "UnclassifiedRefusal":
      return ExitCode.refused
    case "AccountRefusal":
      return ExitCode.account
    case "NotSent":
      // Over plain HTTP the call is refused here, and will be until the address is put right.
      return error.reason === "insecure" ? ExitCode.usage : ExitCode.again
    case "RateLimited":
    case "PanelUnavailable":
      return ExitCode.again
    case "Interrupted":
      return error.reason === "too-large" ? ExitCode.unreadable : ExitCode.again
    case "UnexpectedAnswer":
      return ExitCode.unreadable
    case "OutcomeUnknown":
      return ExitCode.unknown
  }
}

export const exitCodeOf = (failure: Failure): ExitCode => {
  switch (failure._tag) {
    case "UsageError":
    case "KeyConflict":
    case "UnknownKey":
    case "CannotResolve":
    case "UnusableInput":
    case "BadRows":
      return ExitCode.usage
    case "StoreError":
      return ExitCode.again
    case "OutcomeUnrecorded":
      return ExitCode.unknown
    case "BulkStopped":
      // Results that cannot be written are output that fails.
      return failure.cause._tag === "UnusableInput" ? ExitCode.unknown : exitCodeOf(failure.cause)
    case "NothingOrdered":
    case "NoneAnswered":
      return ofPanelError(failure.cause)
    case "OutputFailed":
      return failure.done === "" ? ExitCode.again : ExitCode.unknown
    case "PipeClosed":
      return ExitCode.done
    case "Aborted":
      return ExitCode.interrupted
    case "Defect":
      return ExitCode.defect
    default:
      return ofPanelError(failure)
  }
}
