/** Entries of the journal, for people and for programs. */
import { formatAmount } from "@smmkit/core/Money"
import * as JournalEntry from "@smmkit/journal/JournalEntry"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { describe, UsageError } from "./Failure.js"
import type { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import { type Style, styleOf } from "./Style.js"
import type { Cell, Column } from "./Table.js"
import { quote } from "./Text.js"

type Entry = JournalEntry.JournalEntry

const amount = (value: Entry["price"]): string | null => (value === null ? null : formatAmount(value))

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The contract's six fields. */
export const brief = ({ action, key, state, order, request, error }: Entry) => ({
  action,
  key,
  state,
  order,
  request,
  error: error === null ? null : describe(error)
})

/** All that a person or a program may want to know. */
export const whole = (entry: Entry) => ({
  ...brief(entry),
  note: entry.note,
  by: entry.by,
  price: amount(entry.price),
  charge: amount(entry.charge),
  currency: entry.currency,
  host: entry.host,
  run: entry.run,
  attempts: entry.attempts,
  created: time(entry.created),
  updated: time(entry.updated)
})

const colour = (style: Style, state: Entry["state"]): ((text: string) => string) =>
  ({
    placed: style.green,
    refused: style.red,
    "not-placed": style.yellow,
    "in-doubt": style.yellow,
    sending: style.cyan
  })[state]

export const columns: ReadonlyArray<Column> = [
  { title: "KEY" },
  { title: "STATE", least: 8 },
  { title: "ORDER" },
  { title: "SERVICE" },
  { title: "PRICE", side: "right" },
  { title: "UPDATED", isOptional: true },
  { title: "LINK", enough: 12, isOptional: true }
]

export const cells =
  ({ plain, stdout }: Output.Service) =>
  (entry: Entry): ReadonlyArray<Cell> => [
    { text: plain(entry.key) },
    { text: entry.state, paint: colour(styleOf(stdout), entry.state) },
    { text: plain(entry.order ?? "") },
    { text: plain(entry.request["service"] ?? "") },
    { text: amount(entry.charge ?? entry.price) ?? "" },
    { text: time(entry.updated).slice(0, 19).replace("T", " ") },
    { text: plain(entry.request["link"] ?? entry.request["username"] ?? "") }
  ]

/** One entry, a fact a line. */
export const details = (entry: Entry, screen: Output.Service): string => {
  const { bold } = styleOf(screen.stdout)
  const { request, error, ...facts } = whole(entry)
  const rows = [
    ...Object.entries(facts).map(([name, value]) => [name, value] as const),
    ["error", error === null ? null : error.message] as const,
    ...Object.entries(request).map(([name, value]) => [`request.${name}`, value] as const)
  ]
  const room = Math.max(...rows.map(([name]) => name.length))
  return rows
    .flatMap(([name, value]) =>
      value === null || value === ""
        ? []
        : [`${bold(screen.plain(name).padEnd(room))}  ${screen.plain(String(value))}\n`]
    )
    .join("")
}

/** The words that an option was given, each one of those that it knows; undefined where it was not given. */
const wordsOf = <Word extends string>(
  { values }: Invocation,
  option: string,
  known: ReadonlyArray<Word>
): Effect.Effect<ReadonlyArray<Word> | undefined, UsageError> => {
  const given = values(option)
  if (given.length === 0) return Effect.succeed(undefined)
  return Effect.forEach(given, (name) =>
    Option.match(Option.fromNullable(known.find((word) => word === name)), {
      onNone: () => new UsageError({ message: `--${option} is ${quote(name)}: give ${known.join(", ")}` }),
      onSome: Effect.succeed
    })
  )
}

/** The states that the options ask for; all, unless told. */
export const statesOf = (invocation: Invocation) => wordsOf(invocation, "state", JournalEntry.State.literals)

/** What the entries that are meant ask of the panel, if the options say so. */
export const actionOf = (
  invocation: Invocation
): Effect.Effect<JournalEntry.Action | undefined, UsageError> =>
  Effect.map(wordsOf(invocation, "action", JournalEntry.Action.literals), (words) => words?.[0])

/** The one key that a command is about. */
export const keyOf = ({ command, operands }: Invocation): Effect.Effect<string, UsageError> => {
  const [key, ...others] = operands
  if (key !== undefined && others.length === 0) return Effect.succeed(key)
  return new UsageError({
    message:
      key === undefined
        ? `${command.name} needs a key, as \`smmkit journal list\` lists them`
        : `${command.name} takes one key: leave out ${others.map(quote).join(" ")}`
  })
}
