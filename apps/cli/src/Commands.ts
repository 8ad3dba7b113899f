/** The one table of commands and options, read from the pages of the manual: what is parsed, and what the help says. */
import { following } from "./manual/Following.js"
import { journal } from "./manual/Journal.js"
import { fields, ordering } from "./manual/Ordering.js"
import { panel } from "./manual/Panel.js"

export interface OptionSpec {
  readonly name: string
  /** What stands for its value in the help; an option without one is on or off. */
  readonly value: string | undefined
  /** Whether it may be given more than once. */
  readonly many: boolean
  readonly about: string
}

export interface CommandSpec {
  readonly name: string
  readonly about: string
  /** What stands behind the name in the help's first line. */
  readonly synopsis: string
  /** What stands for its arguments that are no options, if it takes any. */
  readonly operand: string
  /** Whether it takes any number of them; else it takes exactly one. */
  readonly many: boolean
  readonly options: ReadonlyArray<OptionSpec>
  readonly notes: ReadonlyArray<string>
  readonly examples: ReadonlyArray<string>
}

/** Commands that share their first word. */
export interface GroupSpec {
  readonly name: string
  readonly about: string
}

/** A line such as `--state STATE ...: only these`. */
const optionOf = (line: string): ReadonlyArray<OptionSpec> => {
  const [, name, value, more, about = ""] = /^--(\S+?)(?: ([^\s:]+))?( \.\.\.)?: (.*)$/.exec(line) ?? []
  return name === undefined ? [] : [{ name, value, many: more !== undefined, about }]
}

const begunBy = (mark: string, lines: ReadonlyArray<string>) =>
  lines.flatMap((line) => (line.startsWith(mark) ? [line.slice(mark.length)] : []))

/** A page of the manual: how the command is called, what it does, its options, notes (`>`) and examples (`$`). */
const commandOf = (page: string): CommandSpec => {
  const [usage = "", about = "", ...lines] = page.trim().split(/\n\s*/)
  const [, name = "", synopsis = ""] = /^((?:[a-z][a-z-]*(?: |$))+)(.*)$/.exec(usage) ?? []
  const [, operand = "", more] = /^\[?(?!-)([^\s[\].]+(?:\.csv)?)(\.\.\.)?/.exec(synopsis) ?? []
  return {
    name: name.trim(),
    about,
    synopsis,
    operand,
    many: more !== undefined,
    options: lines.flatMap(optionOf),
    notes: begunBy("> ", lines),
    examples: begunBy("$ ", lines)
  }
}

export const commands: ReadonlyArray<CommandSpec> = [ordering, journal, following, panel].flatMap((pages) =>
  pages.split("\n\n").map(commandOf)
)

export const groups: ReadonlyArray<GroupSpec> = [
  { name: "journal", about: "show and settle what became of orders that were sent" }
]

/** The protocol's fields of an order, which are options of `add` and `quote`. */
export const orderFields: ReadonlyArray<OptionSpec> = fields.split(/\n\s*/).flatMap(optionOf)

/** The commands of a group. */
export const commandsOf = ({ name }: GroupSpec): ReadonlyArray<CommandSpec> =>
  commands.filter((command) => command.name.startsWith(`${name} `))

/** The commands and groups that the help of the whole program lists. */
export const topics: ReadonlyArray<GroupSpec> = [
  ...commands.filter(({ name }) => !name.includes(" ")),
  ...groups
]

export const globalOptions: ReadonlyArray<OptionSpec> = [
  "--json: one JSON document on standard output, errors as JSON on standard error",
  "--profile NAME: the panel account of this name in the file of accounts (or SMMKIT_PROFILE)",
  "--timeout SECONDS: the time for each operation on the panel, retries included (default 30, or SMMKIT_TIMEOUT)",
  "--help: show this help",
  "--version: show the version"
].flatMap(optionOf)
