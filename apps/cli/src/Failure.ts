/** What a command can fail with, how a failure is told, and its exit code, by what the caller should do next. */
import type { PanelError } from "@smmkit/core"
import type { BulkError, JournalError } from "@smmkit/journal"
import { type ConfigError, Data } from "effect"

/** The manual says what each means. */
export const ExitCode = {
  done: 0,
  usage: 2,
  refused: 3,
  account: 4,
  again: 5,
  unknown: 6,
  unreadable: 7,
  mixed: 8,
  doubled: 9,
  defect: 70,
  interrupted: 130
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** The command line, or what it names, is wrong. Nothing was sent. */
export class UsageError extends Data.TaggedError("UsageError")<{ readonly message: string }> {
  readonly processed = "no"
  readonly retryable = false
  readonly fault = "caller"
}

export const usage = (message: string) => new UsageError({ message })

/** Why the system could not do it, by its own name. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "no reason given"

/** What a package says of an option or a file is wrong usage here. */
export const misused = ({ message }: { readonly message: string }) => usage(message)

/** A variable of the environment that is of no use, with what would be right. */
export const variableError = (error: ConfigError.ConfigError): UsageError =>
  usage(
    error._op === "InvalidData" ? `${error.path.join(".")} is not usable: ${error.message}` : String(error)
  )

/** What another failure came to, told in other words. */
export class Caused extends Data.TaggedError("Caused")<{
  readonly cause: PanelError.PanelError
  readonly message: string
  readonly processed: PanelError.Processed
}> {
  readonly retryable = this.cause.retryable
  readonly fault = this.cause.fault
}

/** The catalogue could not be read, so it never came to an order, whatever became of that reading. */
export const nothingOrdered = (cause: PanelError.ReadError) =>
  new Caused({
    cause,
    message: `Nothing was ordered, as the catalogue cannot be read. ${cause.message}`,
    processed: "no"
  })

/** The output could not be written. `done` says what was done that it should have told, if anything. */
export class OutputFailed extends Data.TaggedError("OutputFailed")<{
  readonly code: string
  readonly done: string
  readonly processed: PanelError.Processed
}> {
  override readonly message =
    `The output cannot be written (${this.code}).${this.done === "" ? "" : ` ${this.done}`}`
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

/** An output that failed after something was done: then even a closed pipe is no quiet end. */
export const unheard = (
  error: OutputFailed | PipeClosed,
  done: string,
  processed: PanelError.Processed = "yes"
): OutputFailed =>
  new OutputFailed({ code: error._tag === "OutputFailed" ? error.code : "EPIPE", done, processed })

/** A signal ended the command. `goOn` says how to go on, where a journal keeps what was sent. */
export class Aborted extends Data.TaggedError("Aborted")<{
  readonly signal: NodeJS.Signals
  readonly processed: PanelError.Processed
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
  readonly cause: PanelError.PanelError | JournalError.StoreError | BulkError.UnusableInput
  readonly processed: PanelError.Processed
  readonly message: string
}> {
  readonly retryable = this.cause.retryable
  readonly fault = this.cause._tag === "UnusableInput" ? "local" : this.cause.fault
}

export type Failure =
  | PanelError.PanelError
  | UsageError
  | Caused
  | OutputFailed
  | PipeClosed
  | Aborted
  | BulkStopped
  | JournalError.KeyConflict
  | JournalError.OutcomeUnrecorded
  | JournalError.StoreError
  | JournalError.UnknownKey
  | JournalError.CannotResolve
  | BulkError.UnusableInput
  | BulkError.BadRows

/** A failure as programs read it; of bad rows with the rows. */
export const describe = (failure: Failure) => {
  const why = failure._tag === "Caused" ? failure.cause : failure
  const meaning = "meaning" in why ? why.meaning : null
  const { message, processed, retryable, fault } = failure
  const rows = failure._tag === "BadRows" ? { rows: failure.rows } : {}
  return { _tag: why._tag, meaning, message, processed, retryable, fault, ...rows }
}

const { done, usage: wrong, refused, account, again, unknown, unreadable, interrupted } = ExitCode

const codes = {
  UsageError: wrong,
  KeyConflict: wrong,
  UnknownKey: wrong,
  CannotResolve: wrong,
  UnusableInput: wrong,
  BadRows: wrong,
  InvalidOrder: wrong,
  NotFound: refused,
  RequestRefusal: refused,
  UnclassifiedRefusal: refused,
  AccountRefusal: account,
  StoreError: again,
  RateLimited: again,
  PanelUnavailable: again,
  UnexpectedAnswer: unreadable,
  OutcomeUnknown: unknown,
  OutcomeUnrecorded: unknown,
  PipeClosed: done,
  Aborted: interrupted
} as const

const withheld = { limit: wrong, price: wrong, equal: wrong, doubt: unknown, store: again } as const

export const exitCodeOf = (failure: Failure): ExitCode => {
  switch (failure._tag) {
    case "OrderWithheld":
      return withheld[failure.reason]
    case "NotSent":
      // An address over plain HTTP or a proxy that refuses: it will be so until that is put right.
      return failure.reason === "insecure" || failure.reason === "proxy" ? wrong : again
    case "Interrupted":
      return failure.reason === "too-large" ? unreadable : again
    case "BulkStopped":
      // Results that cannot be written are output that fails.
      return failure.cause._tag === "UnusableInput" ? unknown : exitCodeOf(failure.cause)
    case "Caused":
      return exitCodeOf(failure.cause)
    case "OutputFailed":
      return failure.done === "" ? again : unknown
    default:
      return codes[failure._tag]
  }
}
