/** `smmkit completions`: what shells complete of the command line, made from the table of commands. */
import { Effect } from "effect"
import { type CommandSpec, commands, commandsOf, globalOptions, groups, topics } from "../Commands.js"
import { ExitCode, UsageError } from "../Failure.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { quote } from "../Text.js"

const singles = commands.filter(({ name }) => !name.includes(" "))
const help = { name: "help", about: "show the help of a command" }

const optionsOf = ({ options }: CommandSpec) => [...options, ...globalOptions]

const names = (all: ReadonlyArray<{ readonly name: string }>) =>
  all.map(({ name }) => name.slice(name.indexOf(" ") + 1)).join(" ")

const flags = (command: CommandSpec): string =>
  optionsOf(command)
    .map(({ name }) => `--${name}`)
    .join(" ")

const bash = `_smmkit() {
  local list= at=$COMP_CWORD one="\${COMP_WORDS[1]}" two="\${COMP_WORDS[2]}"
  if [ "$at" -eq 1 ]; then list='${names([...topics, help])}'
  else case "$one" in
    help) [ "$at" -eq 2 ] && list='${names(topics)}' ;;
${singles.map((command) => `    ${command.name}) list='${flags(command)}' ;;`).join("\n")}
${groups
  .map(
    (group) => `    ${group.name}) if [ "$at" -eq 2 ]; then list='${names(commandsOf(group))}'
      else case "$two" in
${commandsOf(group)
  .map((command) => `        ${names([command])}) list='${flags(command)}' ;;`)
  .join("\n")}
      esac; fi ;;`
  )
  .join("\n")}
  esac; fi
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _smmkit smmkit
`

// zsh reads what is meant for bash.
const zsh = `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash}`

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const fishOptions = (seen: string, command: CommandSpec): ReadonlyArray<string> =>
  optionsOf(command).map(
    ({ name, value, about }) =>
      `complete -c smmkit -n '${seen}' -l ${name}${value === undefined ? "" : " -r"} -d ${quoted(about)}`
  )

const fish = [
  ...[...topics, help].map(
    ({ name, about }) => `complete -c smmkit -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`
  ),
  ...singles.flatMap((command) => fishOptions(`__fish_seen_subcommand_from ${command.name}`, command)),
  ...groups.flatMap((group) => {
    const own = commandsOf(group)
    const seen = `__fish_seen_subcommand_from ${group.name}`
    return own.flatMap((command) => [
      `complete -c smmkit -f -n '${seen}; and not __fish_seen_subcommand_from ${names(own)}' -a ${names([command])} -d ${quoted(command.about)}`,
      ...fishOptions(`${seen}; and __fish_seen_subcommand_from ${names([command])}`, command)
    ])
  }),
  ""
].join("\n")

/** The script for each shell that is known. */
export const completions = { bash, zsh, fish } as const

const isShell = (name: string): name is keyof typeof completions => Object.hasOwn(completions, name)

export const run = ({ operands }: Invocation) =>
  Effect.gen(function* () {
    const { json, out, encode } = yield* Output
    const [shell = "", ...others] = operands
    if (!isShell(shell) || others.length > 0) {
      const asked = operands.length === 0 ? "no shell" : operands.map(quote).join(" ")
      const known = Object.keys(completions).join(", ")
      return yield* new UsageError({ message: `completions is asked for ${asked}: give ${known}` })
    }
    yield* out(json ? `${encode({ completions: completions[shell] })}\n` : completions[shell])
    return ExitCode.done
  })
