/** The help texts, made from the table of commands. */
import type { CommandSpec, GroupSpec, OptionSpec } from "./CommandSpec.js"
import { commands, commandsOf, globalOptions, groups } from "./Commands.js"
import type { Style } from "./Style.js"
import { pad, width } from "./Text.js"

const longestName = 26

/** Two columns: a name, and what it is about, beside it or below where the name is long. */
const columns = (rows: ReadonlyArray<readonly [string, string]>, { cyan }: Style): string => {
  const room = Math.min(longestName, Math.max(...rows.map(([name]) => width(name))))
  return rows
    .map(([name, about]) =>
      width(name) > room
        ? `  ${cyan(name)}\n  ${" ".repeat(room)}  ${about}`
        : `  ${cyan(pad(name, room))}  ${about}`
    )
    .join("\n")
}

const optionRow = ({ name, value, about }: OptionSpec) =>
  [value === undefined ? `--${name}` : `--${name} ${value}`, about] as const

const section = (title: string, body: string, { bold }: Style): string => `${bold(title)}\n${body}\n`

const environment: ReadonlyArray<readonly [string, string]> = [
  ["SMMKIT_URL", "the address of the panel's API, such as https://panel.example/api/v2"],
  ["SMMKIT_KEY", "your API key there"],
  ["SMMKIT_TIMEOUT", "as --timeout"],
  ["SMMKIT_JOURNAL", "where orders are written down: a file, or a postgres:// address"],
  ["SMMKIT_EXCLUSIVE", "yes: nobody else spends on this account, so its balance is evidence"],
  [
    "SMMKIT_HONOURS_REQUEST_ID",
    "for how many seconds the panel answers a repeated request_id with the first order"
  ],
  ["SMMKIT_SETTLING_TIME", "seconds that a panel may take to book an order late (default 900)"],
  ["SMMKIT_MANY_FORM", "how the panel takes many IDs: orders (the default), order, or one-by-one"],
  ["NO_COLOR", "no colours and no cursor movement"]
]

const exitCodes: ReadonlyArray<readonly [string, string]> = [
  ["0", "all done"],
  ["2", "wrong usage or an invalid order; nothing was sent"],
  ["3", "refused by the panel"],
  ["4", "the account needs attention: key, state or funds"],
  ["5", "not processed, safe to try again"],
  ["6", "outcome unknown: check before trying again"],
  ["7", "an answer that cannot be understood"],
  ["8", "some IDs failed, others were answered; some rows were not placed"],
  ["9", "a second order came to light where one was meant: ask the panel to cancel it"],
  ["70", "a defect of smmkit"],
  ["130", "interrupted"]
]

const ofCommand = ({ name, about, synopsis, options, notes, examples }: CommandSpec, style: Style): string =>
  [
    section(`smmkit ${name}`, `  ${about[0]?.toUpperCase() ?? ""}${about.slice(1)}.`, style),
    section(
      "Usage",
      `  smmkit ${name}${synopsis === "" ? "" : ` ${synopsis}`} [--json] [--timeout SECONDS]`,
      style
    ),
    ...(options.length === 0 ? [] : [section("Options", columns(options.map(optionRow), style), style)]),
    section("Everywhere", columns(globalOptions.map(optionRow), style), style),
    ...(notes === undefined ? [] : [section("Notes", notes.map((note) => `  ${note}`).join("\n"), style)]),
    section("Examples", examples.map((line) => `  ${line}`).join("\n"), style)
  ].join("\n")

const ofAll = (style: Style): string =>
  [
    section("smmkit", "  The SMM panel API v2 from a terminal.", style),
    section("Usage", "  smmkit COMMAND [OPTIONS] [ID...]", style),
    section(
      "Commands",
      columns(
        [...commands.filter(({ name }) => !name.includes(" ")), ...groups].map(
          ({ name, about }) => [name, about] as const
        ),
        style
      ),
      style
    ),
    section("Everywhere", columns(globalOptions.map(optionRow), style), style),
    section("Environment", columns(environment, style), style),
    section("Exit codes", columns(exitCodes, style), style),
    `\`smmkit COMMAND --help\` tells more. \`smmkit sandbox\` starts a panel to try it on, without an account.\n`
  ].join("\n")

const ofGroup = (group: GroupSpec, style: Style): string =>
  [
    section(
      `smmkit ${group.name}`,
      `  ${group.about[0]?.toUpperCase() ?? ""}${group.about.slice(1)}.`,
      style
    ),
    section(
      "Commands",
      columns(
        commandsOf(group).map(({ name, about }) => [name, about] as const),
        style
      ),
      style
    ),
    `\`smmkit ${group.name} COMMAND --help\` tells more.\n`
  ].join("\n")

/** The help of one command or group of commands, or of the whole program. */
export const help = (topic: CommandSpec | GroupSpec | undefined, style: Style): string =>
  topic === undefined ? ofAll(style) : "options" in topic ? ofCommand(topic, style) : ofGroup(topic, style)
