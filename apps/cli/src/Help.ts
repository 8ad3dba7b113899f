/** The help texts, made from the table of commands. */
import type { CommandSpec, GroupSpec, OptionSpec } from "./Commands.js"
import { commandsOf, globalOptions, topics } from "./Commands.js"
import { environment, exitCodes } from "./Manual.js"
import type { Paint } from "./Style.js"
import { pad, width, wrap } from "./Text.js"

const longestName = 26
/** What a line of a file or pipe may have. */
const usualColumns = 80

const ofOption = ({ name, value, about }: OptionSpec) => ({
  name: `--${name}${value === undefined ? "" : ` ${value}`}`,
  about
})

/** The rows of a text with a name and a colon in each line. */
const ofText = (text: string): ReadonlyArray<GroupSpec> =>
  Array.from(text.matchAll(/^ *(.*?): (.*)$/gm), ([, name = "", about = ""]) => ({ name, about }))

/** What a help text is made of, in its colours and in the columns that it has. */
const page = (paint: Paint, columns: number) => ({
  /** Texts in lines, each a little inside. */
  inside: (...texts: ReadonlyArray<string>): string =>
    texts
      .flatMap((text) => wrap(text, columns - 2))
      .map((line) => `  ${line}`)
      .join("\n"),
  /** A command to paste, which goes on in a next line before an option or a > only, as a value may hold blanks. */
  example: (line: string): string =>
    `  ${wrap(line.replace(/ (?!--|>)/g, "\u00a0"), columns - 6).join(" \\\n    ")}`.replaceAll(
      "\u00a0",
      " "
    ),
  /** Two columns: a name, and what it is about, beside it or below where the name is long. */
  list: (rows: ReadonlyArray<GroupSpec>): string => {
    const widest = Math.max(...rows.map(({ name }) => width(name)))
    const room = Math.min(longestName, Math.floor(columns / 3), widest)
    const indent = `\n${" ".repeat(room + 4)}`
    return rows
      .map(({ name, about }) => {
        const text = wrap(about, columns - room - 4).join(indent)
        return `  ${paint("cyan", pad(name, room))}${width(name) > room ? indent : "  "}${text}`
      })
      .join("\n")
  }
})

/** The help of one command or group of commands, or of the whole program, in so many columns. */
export const help = (
  topic: CommandSpec | GroupSpec | undefined,
  paint: Paint,
  columns = usualColumns
): string => {
  const { inside, example, list } = page(paint, columns)
  const { name, about } = topic ?? { name: "", about: "the SMM panel API v2 from a terminal" }
  const head = [`smmkit ${name}`.trim(), inside(`${about[0]?.toUpperCase()}${about.slice(1)}.`)]
  const everywhere = ["Everywhere", list(globalOptions.map(ofOption))]
  const write = (...sections: ReadonlyArray<ReadonlyArray<string>>): string =>
    [head, ...sections]
      .flatMap(([title = "", body]) => (body ? [`${paint("bold", title)}\n${body}\n`] : []))
      .join("\n")
  if (topic === undefined) {
    const end =
      "`smmkit help COMMAND` tells more. `smmkit sandbox` starts a panel to try it on, without an account."
    return `${write(
      ["Usage", "  smmkit COMMAND [OPTIONS] [ID...]"],
      ["Commands", list(topics)],
      everywhere,
      ["Environment", list(ofText(environment))],
      ["Exit codes", list(ofText(exitCodes))]
    )}\n${wrap(end, columns).join("\n")}\n`
  }
  if (!("options" in topic))
    return `${write(["Commands", list(commandsOf(topic))])}\n\`smmkit help ${name} COMMAND\` tells more.\n`
  const { synopsis, options, notes, examples } = topic
  return write(
    ["Usage", inside(`smmkit ${name} ${synopsis} [--json] [--timeout SECONDS]`.replace("  ", " "))],
    ["Options", options.length === 0 ? "" : list(options.map(ofOption))],
    everywhere,
    ["Notes", inside(...notes)],
    ["Examples", examples.map(example).join("\n")]
  )
}
