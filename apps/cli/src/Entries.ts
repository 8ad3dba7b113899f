/** Entries of the journal, for people and for programs. */
import { Money } from "@smmkit/core"
import { EntryJson, type JournalEntry } from "@smmkit/journal"
import type { Output } from "./Output.js"
import type { View } from "./Rows.js"

type Entry = JournalEntry.JournalEntry

/** A time as people read it. */
export const short = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")

/** How a list tells them: to a program by the contract's six fields. */
export const view: View<Entry> = {
  columns: [
    { title: "KEY" },
    { title: "STATE", least: 8, look: "state" },
    { title: "ORDER" },
    { title: "SERVICE", isOptional: true },
    { title: "PRICE", isNumber: true },
    { title: "UPDATED", isOptional: true },
    { title: "LINK", enough: 12, isOptional: true }
  ],
  cells: ({ key, state, order, request, charge, price, updated }) => {
    const cost = charge ?? price
    return [
      key,
      state,
      order ?? "",
      request["service"] ?? "",
      cost === null ? "" : Money.formatAmount(cost),
      short(updated),
      request["link"] ?? request["username"] ?? ""
    ]
  },
  json: (entry) => {
    const { action, key, state, order, request, error } = EntryJson.toJson(entry)
    return { action, key, state, order, request, error }
  }
}

/** One entry, a fact a line. */
export const details = (entry: Entry, { plain, stdout }: Output.Service): string => {
  const { request, error, ...facts } = EntryJson.toJson(entry)
  const rows = [
    ...Object.entries({ ...facts, error: error?.message }),
    ...Object.entries(request).map(([name, value]) => [`request.${name}`, value] as const)
  ]
  const room = Math.max(...rows.map(([name]) => name.length))
  return rows
    .filter(([, value]) => (value ?? "") !== "")
    .map(([name, value]) => `${stdout.paint("bold", plain(name).padEnd(room))}  ${plain(String(value))}\n`)
    .join("")
}
