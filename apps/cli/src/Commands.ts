/** The one table of commands and options, read from the manual: what is parsed, and what the help says. */
import { fields, pages } from "./Manual.js"

export interface OptionSpec {
  readonly name: string
  /** What stands for its value in the help; an option without one is on or off. */
  readonly value: string | undefined
  /** Whether it may be given more than once. */
  readonly many: boolean
  readonly about: string
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

const commandOf = (page: string) => {
  const [usage = "", about = "", ...lines] = page.split(/\n\s*/)
  const [, name = "", synopsis = ""] = /^((?:[a-z][a-z-]*(?: |$))+)(.*)$/.exec(usage) ?? []
  const [, operand = "", more] = /^\[?(?!-)([^\s[\].]+(?:\.csv)?)(\.\.\.)?/.exec(synopsis) ?? []
  return {
    name: name.trim(),
    about,
    /** What stands behind the name in the help's first line. */
    synopsis,
    /** What stands for its arguments that are no options, if it takes any: any number of them, or exactly one. */
    operand,
    many: more !== undefined,
    options: lines.flatMap(optionOf),
    notes: begunBy("> ", lines),
    examples: begunBy("$ ", lines)
  }
}

export interface CommandSpec extends Readonly<ReturnType<typeof commandOf>> {}

export const commands: ReadonlyArray<CommandSpec> = pages.map(commandOf)

export const groups: ReadonlyArray<GroupSpec> = [
  { name: "journal", about: "show and settle what became of orders that were sent" }
]

/** The protocol's fields of an order, which are options of `add` and `quote`. */
export const orderFields = fields.split(/\n\s*/).flatMap(optionOf)

/** The commands of a group. */
export const commandsOf = ({ name }: GroupSpec) =>
  commands.filter((command) => command.name.startsWith(`${name} `))

/** The commands and groups that the help of the whole program lists. */
export const topics: ReadonlyArray<GroupSpec> = [
  ...commands.filter(({ name }) => !name.includes(" ")),
  ...groups
]

export const globalOptions = [
  "--json: one JSON document on standard output, errors as JSON on standard error",
  "--profile NAME: the panel account of this name in the file of accounts (or SMMKIT_PROFILE)",
  "--timeout SECONDS: the time for each operation on the panel, retries included (default 30, or SMMKIT_TIMEOUT)",
  "--help: show this help",
  "--version: show the version"
].flatMap(optionOf)
