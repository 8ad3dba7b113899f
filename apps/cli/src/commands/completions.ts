/** `smmkit completions`: what shells complete of the command line, made from the table of commands. */
import { Options } from "@smmkit/core"
import { Effect } from "effect"
import { type CommandSpec, commands, commandsOf, globalOptions, groups, topics } from "../Commands.js"
import { ExitCode } from "../Failure.js"
import { read } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"

const help = { name: "help", about: "show the help of a command" }

const optionsOf = ({ options }: CommandSpec) => [...options, ...globalOptions]

/** The last words of the names: a command of a group is named after the group's own word. */
const names = (all: ReadonlyArray<{ readonly name: string }>) =>
  all.map(({ name }) => name.slice(name.indexOf(" ") + 1)).join(" ")

/** What may stand at a place, by its number and the two words before all others; the first that fits holds. */
const places: ReadonlyArray<readonly [pattern: string, words: string]> = [
  ["1:*", names([...topics, help])],
  ["2:help *", names(topics)],
  ...groups.map((group) => [`2:${group.name} *`, names(commandsOf(group))] as const),
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

// zsh reads what is meant for bash.
const zsh = `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash}`

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const seen = (name: string): string => `__fish_seen_subcommand_from ${name}`

const fish = [
  ...[...topics, help].map(
    ({ name, about }) => `complete -c smmkit -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`
  ),
  ...groups.flatMap((group) =>
    commandsOf(group).map((command) => {
      const isOpen = `${seen(group.name)}; and not ${seen(names(commandsOf(group)))}`
      return `complete -c smmkit -f -n '${isOpen}' -a ${names([command])} -d ${quoted(command.about)}`
    })
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

const shells = ["bash", "zsh", "fish"] as const

export const run = ({ operands: [name = ""] }: Invocation) =>
  Effect.gen(function* () {
    const { tell } = yield* Output
    const shell = yield* read("The shell", name, Options.oneOf(shells))
    yield* tell({ completions: completions[shell] }, completions[shell])
    return ExitCode.done
  })
