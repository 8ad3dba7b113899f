/** What shells complete of the command line, made from the table of commands. */
import type { CommandSpec } from "./CommandSpec.js"
import { commands, commandsOf, globalOptions, groups } from "./Commands.js"

const singles = commands.filter(({ name }) => !name.includes(" "))
const first = [...singles, ...groups]
const help = { name: "help", about: "show the help of a command" }

const optionsOf = ({ options }: CommandSpec) => [...options, ...globalOptions]

const names = (all: ReadonlyArray<{ readonly name: string }>) =>
  all.map(({ name }) => name.slice(name.indexOf(" ") + 1)).join(" ")

const flags = (command: CommandSpec): string =>
  optionsOf(command)
    .map(({ name }) => `--${name}`)
    .join(" ")

/** For bash and zsh: the words that may follow, by the first two words and how many there are. */
const cases = [
  `if [ "$at" -eq 1 ]; then list='${names([...first, help])}'`,
  `else case "$one" in`,
  `  help) [ "$at" -eq 2 ] && list='${names(first)}' ;;`,
  ...singles.map((command) => `  ${command.name}) list='${flags(command)}' ;;`),
  ...groups.flatMap((group) => [
    `  ${group.name}) if [ "$at" -eq 2 ]; then list='${names(commandsOf(group))}'`,
    `    else case "$two" in`,
    ...commandsOf(group).map((command) => `      ${names([command])}) list='${flags(command)}' ;;`),
    "    esac; fi ;;"
  ]),
  "esac; fi"
].join("\n  ")

const bash = `_smmkit() {
  local list= at=$COMP_CWORD one="\${COMP_WORDS[1]}" two="\${COMP_WORDS[2]}"
  ${cases}
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _smmkit smmkit
`

const zsh = `#compdef smmkit
_smmkit() {
  local list= at=$((CURRENT - 1)) one="\${words[2]}" two="\${words[3]}"
  ${cases}
  compadd -- \${=list}
  case "$PREFIX" in -*) ;; *) _files ;; esac
}
compdef _smmkit smmkit
`

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const fishOptions = (seen: string, command: CommandSpec): ReadonlyArray<string> =>
  optionsOf(command).map(
    ({ name, value, about }) =>
      `complete -c smmkit -n '${seen}' -l ${name}${value === undefined ? "" : " -r"} -d ${quoted(about)}`
  )

const fish = [
  ...[...first, help].map(
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
