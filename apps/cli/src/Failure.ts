/** What a command can fail with, and how a failure is told: the same six facts of any of them. */
import type { Fault, PanelError, Processed, ReadError } from "@smmkit/core/PanelError"
import type { BadRow, BadRows, UnusableInput } from "@smmkit/journal/BulkError"
import type {
  CannotResolve,
  KeyConflict,
  OutcomeUnrecorded,
  StoreError,
  UnknownKey
} from "@smmkit/journal/JournalError"
import type * as ConfigError from "effect/ConfigError"
import * as Data from "effect/Data"

/** The command line, or what it names, is wrong. Nothing was sent. */
export class UsageError extends Data.TaggedError("UsageError")<{ readonly message: string }> {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
}

/** A variable of the environment that is of no use, with what would be right. */
export const variableError = (error: ConfigError.ConfigError): UsageError =>
  new UsageError({
    message:
      error._op === "InvalidData" ? `${error.path.join(".")} is not usable: ${error.message}` : String(error)
  })

/** `add` could not read the catalogue, so it never came to the order, whatever became of that reading. */
export class NothingOrdered extends Data.TaggedError("NothingOrdered")<{ readonly cause: ReadError }> {
  override readonly message = `Nothing was ordered, as the catalogue cannot be read. ${this.cause.message}`
  readonly processed = "no"
  readonly retryable = this.cause.retryable
  readonly fault = this.cause.fault
}

/** None of many IDs had an answer; the rows have said why. */
export class NoneAnswered extends Data.TaggedError("NoneAnswered")<{
  readonly cause: PanelError
  readonly what: string
}> {
  override readonly message = `All ${this.what} failed.`
  readonly processed = this.cause.processed
  readonly retryable = this.cause.retryable
  readonly fault = this.cause.fault
}

/** The output could not be written. `done` says what was done that it should have told, if anything. */
export class OutputFailed extends Data.TaggedError("OutputFailed")<{
  readonly code: string
  readonly done: string
}> {
  override readonly message =
    `The output cannot be written (${this.code}).${this.done === "" ? "" : ` ${this.done}`}`
  readonly processed = this.done === "" ? "no" : "yes"
  readonly retryable = this.done === ""
  readonly fault = "local"
}

/** Nobody reads the output any more. */
export class PipeClosed extends Data.TaggedError("PipeClosed") {
  override readonly message = "The output is closed."
  readonly processed = "no"
  readonly retryable = true
  readonly fault = "local"
}

/** A signal ended the command. `goOn` says how to go on, where a journal keeps what was sent. */
export class Aborted extends Data.TaggedError("Aborted")<{
  readonly signal: NodeJS.Signals
  readonly processed: Processed
  readonly goOn: string
  readonly isRepeatable: boolean
}> {
  override readonly message =
    this.goOn !== ""
      ? `Interrupted. ${this.goOn}`
      : this.processed === "no"
        ? "Interrupted. Nothing was sent that changes anything."
        : "Interrupted amid a call that the panel may have carried out. Check first, in the panel's list of orders or by the balance, before you send it again."
  readonly retryable = this.processed === "no" || this.isRepeatable
  readonly fault = "caller"
}

/** A bulk ended before its last row. What it has placed is in the journal, so it can be run again. */
export class BulkStopped extends Data.TaggedError("BulkStopped")<{
  readonly cause: PanelError | StoreError | UnusableInput
  readonly processed: Processed
  readonly message: string
}> {
  readonly retryable = this.cause._tag !== "UnusableInput" && this.cause.retryable
  readonly fault = "fault" in this.cause ? this.cause.fault : "local"
}

/** smmkit itself is wrong. */
export class Defect extends Data.TaggedError("Defect")<{ readonly message: string; readonly trace: string }> {
  readonly processed = "maybe"
  readonly retryable = false
  readonly fault = "local"
}

/** What the journal fails with before anything is sent. */
type JournalFailure = StoreError | UnknownKey | CannotResolve | UnusableInput | BadRows

export type Failure =
  | PanelError
  | UsageError
  | NothingOrdered
  | NoneAnswered
  | OutputFailed
  | PipeClosed
  | Aborted
  | BulkStopped
  | KeyConflict
  | OutcomeUnrecorded
  | JournalFailure
  | Defect

/** A failure as programs read it. */
export interface Description {
  readonly _tag: string
  readonly meaning: string | null
  readonly message: string
  readonly processed: Processed
  readonly retryable: boolean
  readonly fault: Fault
  /** The rows of a file that cannot be ordered. */
  readonly rows?: ReadonlyArray<BadRow>
}

const ofJournal = (failure: JournalFailure): Description => {
  const { _tag, message } = failure
  const nothing = { _tag, meaning: null, message, processed: "no", retryable: false } as const
  switch (_tag) {
    case "StoreError":
      return { ...nothing, retryable: failure.retryable, fault: "local" }
    case "BadRows":
      return { ...nothing, fault: "caller", rows: failure.rows }
    default:
      return { ...nothing, fault: "caller" }
  }
}

export const describe = (failure: Failure): Description => {
  if (failure._tag === "NothingOrdered") {
    return { ...describe(failure.cause), message: failure.message, processed: "no" }
  }
  switch (failure._tag) {
    case "StoreError":
    case "UnknownKey":
    case "CannotResolve":
    case "UnusableInput":
    case "BadRows":
      return ofJournal(failure)
  }
  const { _tag, message } = failure
  const { processed, retryable, fault } = failure
  const meaning = "meaning" in failure ? failure.meaning : null
  return { _tag, meaning, message, processed, retryable, fault }
}
