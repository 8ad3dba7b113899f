/** The help texts, made from the table of commands. */
import {
  type CommandSpec,
  commandsOf,
  type GroupSpec,
  globalOptions,
  type OptionSpec,
  topics
} from "./Commands.js"
import { environment, exitCodes } from "./manual/Panel.js"
import type { Paint } from "./Style.js"
import { pad, width, wrap } from "./Text.js"

const longestName = 26
/** What a line of a file or pipe may have. */
const usualColumns = 80

/** How a help text looks: its colours, and the columns that it has. */
interface Page {
  readonly paint: Paint
  readonly columns: number
}

type Row = readonly [name: string, about: string]

/** Lines of a text, each a little inside. */
const inside = (text: string, { columns }: Page): string =>
  wrap(text, columns - 2)
    .map((line) => `  ${line}`)
    .join("\n")

/** A command to paste, which goes on in a next line before an option or a > only, as a value may hold blanks. */
const example = (line: string, { columns }: Page): string =>
  `  ${wrap(line.replace(/ (?!--|>)/g, "\u00a0"), columns - 6).join(" \\\n    ")}`.replaceAll("\u00a0", " ")

/** Two columns: a name, and what it is about, beside it or below where the name is long. */
const list = (rows: ReadonlyArray<Row>, { paint, columns }: Page): string => {
  const widest = Math.max(...rows.map(([name]) => width(name)))
  const room = Math.min(longestName, Math.floor(columns / 3), widest)
  const indent = `\n${" ".repeat(room + 4)}`
  return rows
    .map(([name, about]) => {
      const text = wrap(about, columns - room - 4).join(indent)
      return width(name) > room
        ? `  ${paint("cyan", name)}${indent}${text}`
        : `  ${paint("cyan", pad(name, room))}  ${text}`
    })
    .join("\n")
}

const ofOption = ({ name, value, about }: OptionSpec): Row => [
  value === undefined ? `--${name}` : `--${name} ${value}`,
  about
]

const ofTopic = ({ name, about }: GroupSpec): Row => [name, about]

/** The rows of a text with a name and a colon in each line. */
const ofText = (text: string): ReadonlyArray<Row> =>
  text.split(/\n\s*/).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)])

type Sections = ReadonlyArray<readonly [title: string, body: string]>

const ofCommand = ({ name, synopsis, options, notes, examples }: CommandSpec, page: Page): Sections => [
  ["Usage", inside(`smmkit ${name} ${synopsis} [--json] [--timeout SECONDS]`.replace("  ", " "), page)],
  ["Options", options.length === 0 ? "" : list(options.map(ofOption), page)],
  ["Everywhere", list(globalOptions.map(ofOption), page)],
  ["Notes", notes.map((note) => inside(note, page)).join("\n")],
  ["Examples", examples.map((line) => example(line, page)).join("\n")]
]

const ofAll = (page: Page): Sections => [
  ["Usage", "  smmkit COMMAND [OPTIONS] [ID...]"],
  ["Commands", list(topics.map(ofTopic), page)],
  ["Everywhere", list(globalOptions.map(ofOption), page)],
  ["Environment", list(ofText(environment), page)],
  ["Exit codes", list(ofText(exitCodes), page)]
]

/** The help of one command or group of commands, or of the whole program, in so many columns. */
export const help = (
  topic: CommandSpec | GroupSpec | undefined,
  paint: Paint,
  columns = usualColumns
): string => {
  const page = { paint, columns }
  const { name, about } = topic ?? { name: "", about: "the SMM panel API v2 from a terminal" }
  const sections =
    topic === undefined
      ? ofAll(page)
      : "options" in topic
        ? ofCommand(topic, page)
        : [["Commands", list(commandsOf(topic).map(ofTopic), page)] as const]
  const head = [
    `smmkit ${name}`.trim(),
    inside(`${about[0]?.toUpperCase()}${about.slice(1)}.`, page)
  ] as const
  const end = [
    `\`smmkit help ${name === "" ? "" : `${name} `}COMMAND\` tells more.`,
    ...(topic === undefined ? ["`smmkit sandbox` starts a panel to try it on, without an account."] : [])
  ]
  return [
    ...[head, ...sections].flatMap(([title, body]) =>
      body === "" ? [] : [`${paint("bold", title)}\n${body}\n`]
    ),
    ...(topic !== undefined && "options" in topic ? [] : [`${wrap(end.join(" "), columns).join("\n")}\n`])
  ].join("\n")
}
