/** `smmkit completions`: what shells complete of the command line, made from the table of commands. */
import { Options } from "@smmkit/core"
import { Effect } from "effect"
import type { CommandSpec, GroupSpec } from "../Commands.js"
import { commands, commandsOf, globalOptions, groups, topics } from "../Commands.js"
import { ExitCode } from "../Failure.js"
import { read } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"

const shells = ["bash", "zsh", "fish"] as const

const first: ReadonlyArray<GroupSpec> = [...topics, { name: "help", about: "show the help of a command" }]

/** The commands of each group, which are named after the group's own word. */
const ofGroups = groups.map((group) => {
  const words = commandsOf(group).map(({ name, about }) => ({ name: name.split(" ")[1] ?? "", about }))
  return [group.name, words] as const
})

/** What may stand behind some first words. */
const second: ReadonlyArray<readonly [first: string, words: ReadonlyArray<GroupSpec>]> = [
  ["help", topics],
  ["completions", shells.map((name) => ({ name, about: `of ${name}` }))],
  ...ofGroups
]

const names = (words: ReadonlyArray<GroupSpec>) => words.map(({ name }) => name).join(" ")

const optionsOf = ({ options }: CommandSpec) => [...options, ...globalOptions]

/** What may stand at a place, by its number and the two words before all others; the first that fits holds. */
const places: ReadonlyArray<readonly [pattern: string, words: string]> = [
  ["1:*", names(first)],
  ...second.map(([word, words]) => [`2:${word} *`, names(words)] as const),
  ...ofGroups.map(([group, words]) => [`3:help ${group}`, names(words)] as const),
  ...commands.map((command) => {
    const flags = optionsOf(command).map(({ name }) => `--${name}`)
    return [`*:${command.name}${command.name.includes(" ") ? "" : " *"}`, flags.join(" ")] as const
  })
]

const bash = `_smmkit() {
  local words=
  case "$COMP_CWORD:\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${places.map(([pattern, words]) => `    ${pattern.replace(/ /g, "\\ ")}) words='${words}' ;;`).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _smmkit smmkit
`

// zsh reads what is meant for bash; its own completions may be there already.
const zsh = `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
autoload -Uz bashcompinit && bashcompinit
${bash}`

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const seen = (words: string): string => `__fish_seen_subcommand_from ${words}`

const offer = (where: string, { name, about }: GroupSpec): string =>
  `complete -c smmkit -f -n '${where}' -a ${name} -d ${quoted(about)}`

const fish = [
  ...first.map((word) => offer("__fish_use_subcommand", word)),
  ...second.flatMap(([one, words]) =>
    words.map((word) => offer(`${seen(one)}; and not ${seen(names(words))}`, word))
  ),
  ...commands.flatMap((command) =>
    optionsOf(command).map(({ name, value, about }) => {
      const isHere = command.name.split(" ").map(seen).join("; and ")
      return `complete -c smmkit -n '${isHere}' -l ${name}${value === undefined ? "" : " -r"} -d ${quoted(about)}`
    })
  ),
  ""
].join("\n")

/** The script for each shell that is known. */
export const completions = { bash, zsh, fish } as const

export const run = ({ operands: [name = ""] }: Invocation) =>
  Effect.gen(function* () {
    const { tell } = yield* Output
    const shell = yield* read("The shell", name, Options.oneOf(shells))
    yield* tell({ completions: completions[shell] }, completions[shell])
    return ExitCode.done
  })
