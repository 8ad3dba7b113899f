/** The help texts, made from the table of commands. */
import type { CommandSpec, GroupSpec, OptionSpec } from "./CommandSpec.js"
import { commands, commandsOf, globalOptions, groups } from "./Commands.js"
import type { Style } from "./Style.js"
import { pad, width, wrap } from "./Text.js"

const longestName = 26
/** What a line of a file or pipe may have. */
const usualColumns = 80

/** How a help text looks: its colours, and the columns that it has. */
interface Page extends Style {
  readonly columns: number
}

/** Lines of a text, each a little inside. */
const inside = (text: string, { columns }: Page): string =>
  wrap(text, columns - 2)
    .map((line) => `  ${line}`)
    .join("\n")

/** Two columns: a name, and what it is about, beside it or below where the name is long. */
const columns = (rows: ReadonlyArray<readonly [string, string]>, { cyan, columns }: Page): string => {
  const room = Math.min(longestName, Math.max(...rows.map(([name]) => width(name))))
  const indent = `\n${" ".repeat(room + 4)}`
  return rows
    .map(([name, about]) => {
      const text = wrap(about, columns - room - 4).join(indent)
      return width(name) > room ? `  ${cyan(name)}${indent}${text}` : `  ${cyan(pad(name, room))}  ${text}`
    })
    .join("\n")
}

const optionRow = ({ name, value, about }: OptionSpec) =>
  [value === undefined ? `--${name}` : `--${name} ${value}`, about] as const

const section = (title: string, body: string, { bold }: Page): string => `${bold(title)}\n${body}\n`

const environment: ReadonlyArray<readonly [string, string]> = [
  ["SMMKIT_URL", "the address of the panel's API, such as https://panel.example/api/v2"],
  ["SMMKIT_KEY", "your API key there"],
  ["SMMKIT_PROFILE", "as --profile"],
  [
    "SMMKIT_ACCOUNTS_FILE",
    "the file of accounts: a JSON list of objects with name, url, and key or keyFile (default: smmkit/accounts.json in the user's folder for settings)"
  ],
  ["SMMKIT_TIMEOUT", "as --timeout"],
  ["SMMKIT_JOURNAL", "where orders are written down: a file, or a postgres:// address"],
  ["SMMKIT_ACCOUNT", "what the account is called in the journal (default: the panel's host)"],
  ["SMMKIT_MAX_ORDER, SMMKIT_MAX_DAY", "as --max-order and --max-day; the lower holds"],
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

const ofCommand = ({ name, about, synopsis, options, notes, examples }: CommandSpec, page: Page): string =>
  [
    section(`smmkit ${name}`, inside(`${about[0]?.toUpperCase() ?? ""}${about.slice(1)}.`, page), page),
    section(
      "Usage",
      inside(`smmkit ${name}${synopsis === "" ? "" : ` ${synopsis}`} [--json] [--timeout SECONDS]`, page),
      page
    ),
    ...(options.length === 0 ? [] : [section("Options", columns(options.map(optionRow), page), page)]),
    section("Everywhere", columns(globalOptions.map(optionRow), page), page),
    ...(notes === undefined
      ? []
      : [section("Notes", notes.map((note) => inside(note, page)).join("\n"), page)]),
    section("Examples", examples.map((line) => `  ${line}`).join("\n"), page)
  ].join("\n")

const ofAll = (page: Page): string =>
  [
    section("smmkit", "  The SMM panel API v2 from a terminal.", page),
    section("Usage", "  smmkit COMMAND [OPTIONS] [ID...]", page),
    section(
      "Commands",
      columns(
        [...commands.filter(({ name }) => !name.includes(" ")), ...groups].map(
          ({ name, about }) => [name, about] as const
        ),
        page
      ),
      page
    ),
    section("Everywhere", columns(globalOptions.map(optionRow), page), page),
    section("Environment", columns(environment, page), page),
    section("Exit codes", columns(exitCodes, page), page),
    `${wrap("`smmkit help COMMAND` tells more. `smmkit sandbox` starts a panel to try it on, without an account.", page.columns).join("\n")}\n`
  ].join("\n")

const ofGroup = (group: GroupSpec, page: Page): string =>
  [
    section(
      `smmkit ${group.name}`,
      inside(`${group.about[0]?.toUpperCase() ?? ""}${group.about.slice(1)}.`, page),
      page
    ),
    section(
      "Commands",
      columns(
        commandsOf(group).map(({ name, about }) => [name, about] as const),
        page
      ),
      page
    ),
    `\`smmkit help ${group.name} COMMAND\` tells more.\n`
  ].join("\n")

/** The help of one command or group of commands, or of the whole program, in so many columns. */
export const help = (
  topic: CommandSpec | GroupSpec | undefined,
  style: Style,
  columns: number = usualColumns
): string => {
  const page = { ...style, columns }
  return topic === undefined
    ? ofAll(page)
    : "options" in topic
      ? ofCommand(topic, page)
      : ofGroup(topic, page)
}
