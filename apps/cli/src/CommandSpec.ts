/** What the table tells of a command and of an option. */

export interface OptionSpec {
  readonly name: string
  /** What stands for its value in the help; an option without one is on or off. */
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly many?: true
  readonly about: string
}

export interface CommandSpec {
  readonly name: CommandName
  /** What its arguments name, if it takes any. */
  readonly operands?: "ORDER" | "REFILL" | "FILE" | "KEY" | "NAME" | "SHELL"
  readonly about: string
  /** The options as the help's first line shows them. */
  readonly synopsis: string
  readonly options: ReadonlyArray<OptionSpec>
  readonly notes?: ReadonlyArray<string>
  readonly examples: ReadonlyArray<string>
}

export type CommandName =
  | "services"
  | "quote"
  | "add"
  | "bulk"
  | "journal list"
  | "journal show"
  | "journal settle"
  | "journal accept"
  | "journal resolve"
  | "journal adopt"
  | "journal rename"
  | "journal export"
  | "follow"
  | "orders"
  | "events"
  | "status"
  | "refill"
  | "refill-status"
  | "cancel"
  | "balance"
  | "sandbox"
  | "completions"

/** Commands that share their first word. */
export interface GroupSpec {
  readonly name: "journal"
  readonly about: string
}
