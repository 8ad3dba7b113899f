/** From the words of the command line to a command with its options, or to what is wrong with them. */
import { parseArgs } from "node:util"
import { Either } from "effect"
import type { CommandSpec, OptionSpec } from "./Commands.js"
import { commands, commandsOf, globalOptions, groups, topics } from "./Commands.js"
import { usage } from "./Failure.js"
import { closest } from "./Suggest.js"
import { quote } from "./Text.js"

/** A command as it was given. */
export interface Invocation {
  readonly command: CommandSpec
  readonly operands: ReadonlyArray<string>
  /** The value of an option, if it was given. */
  readonly value: (name: string) => string | undefined
  /** All values of an option that may be given more than once. */
  readonly values: (name: string) => ReadonlyArray<string>
  readonly flag: (name: string) => boolean
}

/** Whether JSON is asked for, which counts even if the command line is wrong. */
export const wantsJson = (words: ReadonlyArray<string>): boolean => {
  const end = words.indexOf("--")
  return words.slice(0, end === -1 ? undefined : end).some((word) => /^--json(?:=|$)/.test(word))
}

const known = new Map(
  [...globalOptions, ...commands.flatMap(({ options }) => options)].map((one) => [one.name, one])
)

const options = Object.fromEntries(
  Array.from(known.values(), ({ name, value }) => {
    const short = /^(?:help|version)$/.test(name) ? { short: name.charAt(0) } : {}
    return [name, { type: value === undefined ? "boolean" : "string", ...short } as const]
  })
)

const seeHelp = (command: CommandSpec | undefined): string =>
  `see \`smmkit ${command === undefined ? "" : `${command.name} `}--help\``

// Its own words for what is wrong do not say what would be right.
const lenient = { options, allowPositionals: true, strict: false, tokens: true } as const

/** What the first words name, and the words after that. */
const commandNamed = (words: ReadonlyArray<string>) => {
  const [first, second] = words
  const group = groups.find(({ name }) => name === first)
  const name = group === undefined || second === undefined ? first : `${first} ${second}`
  const command = commands.find((one) => one.name === name)
  if (name === undefined || command !== undefined || name === group?.name)
    return Either.right({ command, group, operands: words.slice(group === undefined ? 1 : 2) })
  const all = group === undefined ? [{ name: "help" }, ...topics] : commandsOf(group)
  const names = all.map(({ name }) => name)
  const remedy = closest(name, names) ?? `the commands are ${names.join(", ")}`
  return Either.left(usage(`Unknown command ${quote(name)}: ${remedy}`))
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/** What is wrong with one option as it was given to a command. */
const fault = (
  { name, rawName, value, inlineValue }: OptionToken,
  spec: OptionSpec | undefined,
  command: CommandSpec | undefined
): string | undefined => {
  if (spec === undefined) {
    const names = [...globalOptions, ...(command?.options ?? [])].map(({ name }) => `--${name}`)
    const owner = command === undefined ? "" : ` of ${command.name}`
    return `Unknown option ${quote(rawName)}${owner}: ${closest(rawName, names) ?? seeHelp(command)}`
  }
  if (spec.value === undefined) {
    return value === undefined
      ? undefined
      : `--${name} is on or off, it takes no value: leave out ${quote(`=${value}`)}`
  }
  // `--link --json` forgot the link; `--quantity -5` has one, though not a good one.
  const missing = value === undefined || (inlineValue !== true && /^-(?![\d.]|$)/.test(value))
  return missing ? `--${name} needs a value: --${name} ${spec.value}` : undefined
}

/** What is wrong with the arguments that are no options. */
const misplaced = ({ operand, many }: CommandSpec, [first, ...others]: ReadonlyArray<string>) => {
  if (many) return undefined
  if (operand === "") return first === undefined ? undefined : `takes no argument: leave out ${quote(first)}`
  if (first === undefined || first === "") return `needs ${operand}`
  return others.length === 0 ? undefined : `takes one ${operand}: leave out ${others.map(quote).join(" ")}`
}

/** Reads the words after the program's name. */
export const parse = (words: ReadonlyArray<string>) =>
  Either.gen(function* () {
    const { tokens, positionals } = parseArgs({ ...lenient, args: [...words] })
    const isHelp = positionals[0] === "help"
    const named = positionals.slice(isHelp ? (positionals[1] === "help" ? 2 : 1) : 0)
    const { command, group, operands } = yield* commandNamed(named)
    const allowed = new Set([...globalOptions, ...(command?.options ?? [])].map(({ name }) => name))
    const given = new Map<string, ReadonlyArray<string>>()
    for (const token of tokens) {
      if (token.kind !== "option") continue
      const spec = allowed.has(token.name) ? known.get(token.name) : undefined
      const before = given.get(token.name) ?? []
      const isTwice = before.length > 0 && spec?.value !== undefined && !spec.many
      const twice = isTwice ? `--${token.name} is given twice: leave it at one value` : undefined
      const problem = fault(token, spec, command) ?? twice
      if (problem !== undefined) return yield* Either.left(usage(problem))
      given.set(token.name, [...before, token.value ?? ""])
    }
    if (given.has("help") || isHelp) return { _tag: "Help", topic: command ?? group } as const
    if (given.has("version")) return { _tag: "Version" } as const
    if (command === undefined) return { _tag: "Help", topic: group } as const
    const problem = misplaced(command, operands)
    if (problem !== undefined)
      return yield* Either.left(usage(`${command.name} ${problem}; ${seeHelp(command)}`))
    const values = (name: string) => given.get(name) ?? []
    const value = (name: string) => values(name)[0]
    const flag = (name: string) => given.has(name)
    const invocation: Invocation = { command, operands, values, value, flag }
    return { _tag: "Run", invocation } as const
  })

/** What to do: run a command, or show a help text or the version. */
export type Request = Either.Either.Right<ReturnType<typeof parse>>
