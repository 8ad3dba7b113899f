/** The one table of commands and options: what is parsed, and what the help says. */
import type { CommandSpec, GroupSpec, OptionSpec } from "./CommandSpec.js"
import { following } from "./table/Following.js"
import { journal } from "./table/Journal.js"
import { ordering } from "./table/Ordering.js"
import { panel } from "./table/Panel.js"

export const commands: ReadonlyArray<CommandSpec> = [...ordering, ...journal, ...following, ...panel]

export const groups: ReadonlyArray<GroupSpec> = [
  { name: "journal", about: "show and settle what became of orders that were sent" }
]

/** The commands of a group. */
export const commandsOf = ({ name }: GroupSpec): ReadonlyArray<CommandSpec> =>
  commands.filter((command) => command.name.startsWith(`${name} `))

export const globalOptions: ReadonlyArray<OptionSpec> = [
  { name: "json", about: "one JSON document on standard output, errors as JSON on standard error" },
  {
    name: "profile",
    value: "NAME",
    about: "the panel account of this name in the file of accounts (or SMMKIT_PROFILE)"
  },
  {
    name: "timeout",
    value: "SECONDS",
    about: "the time for each operation on the panel, retries included (default 30, or SMMKIT_TIMEOUT)"
  },
  { name: "help", about: "show this help" },
  { name: "version", about: "show the version" }
]
