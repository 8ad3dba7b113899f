/** Tables for people: as wide as their terminal, and in a file or a pipe with every cell whole. */
import type { Output } from "./Output.js"
import { type Look, lookOf } from "./Style.js"
import { fit, pad, width } from "./Text.js"

export interface Column {
  readonly title: string
  /** Numbers stand on the right. */
  readonly isNumber?: true
  /** How its cells look: as the state does that they name, or all alike. */
  readonly look?: "state" | Look
  /** The least room it takes, even of short cells. */
  readonly least?: number
  /** So much of a long cell is worth more than an optional column. Without it, every cell stands whole. */
  readonly enough?: number
  /** Whether it is left out where the terminal has no room for it; of several, the last one first. */
  readonly isOptional?: true
}

/** The text of a cell, or of what went wrong: that takes the rest of the line, and no part in the widths. */
export type Cell = string | { readonly failure: string }

/** Writes rows, of which the first ones set the widths; the head goes before the first. */
export type Writer = (rows: ReadonlyArray<ReadonlyArray<Cell>>) => string

const gap = "  "
/** A longer cell makes no column of a pipe so wide, and to a shorter one none is cut on a terminal. */
const [longest, shortest] = [60, 8]

/** A column with the room it has been given; none at all where it is left out. */
interface Placed extends Column {
  readonly at: number
  readonly room: number
}

const roomOf = (columns: ReadonlyArray<Placed>): number =>
  columns.reduce((sum, { room }) => sum + room + gap.length, -gap.length)

/** Gives the columns their room: what is optional goes first, then long cells are cut as evenly as can be. */
const layout = (columns: ReadonlyArray<Placed>, room: number): ReadonlyArray<Placed> => {
  const last = columns.findLast(({ isOptional }) => isOptional)
  const least = last === undefined ? shortest : Number.POSITIVE_INFINITY
  const roomAt = ({ enough, room }: Placed, most: number) =>
    enough === undefined ? room : Math.min(room, Math.max(most, Math.min(enough, least)))
  const cut = (most: number) => columns.map((one) => ({ ...one, room: roomAt(one, most) }))
  const others = columns.filter((one) => one !== last)
  if (last && roomOf(cut(0)) > room) return layout(others, room)
  let most = Math.max(...columns.map(({ room }) => room))
  while (most > 0 && roomOf(cut(most)) > room) most -= 1
  return cut(most)
}

/** Makes a writer of a table. `isCut` cuts every line, so that each is one line of the terminal. */
export const make = (
  columns: ReadonlyArray<Column>,
  { plain, stdout }: Output.Service,
  { isCut = false }: { readonly isCut?: boolean } = {}
): Writer => {
  let placed: ReadonlyArray<Placed> | undefined

  const measured = (rows: ReadonlyArray<ReadonlyArray<Cell>>) =>
    columns.map((column, at) => {
      const widths = rows.map(({ [at]: cell }) => (typeof cell === "string" ? width(cell) : 0))
      const most = stdout.isTerminal ? stdout.columns : longest
      const widest = widths.reduce((one, other) => Math.max(one, other), 0)
      return { ...column, at, room: Math.max(column.least ?? 0, width(column.title), Math.min(most, widest)) }
    })

  const line = (cells: ReadonlyArray<Cell>, layout: ReadonlyArray<Placed>, isHead = false): string => {
    const parts: Array<string> = []
    let left = isCut ? stdout.columns : Number.POSITIVE_INFINITY
    for (const column of layout) {
      const { at, room, isNumber, enough, look = "plain" } = column
      const cell = cells[at] ?? ""
      const isRest = typeof cell !== "string"
      const text = isRest ? cell.failure : cell
      const shown = stdout.isTerminal && enough !== undefined && !isRest ? fit(text, room) : text
      const isLast = isRest || column === layout.at(-1)
      // Nothing follows the last column, so nothing needs to fill it.
      const cut = fit(isRest || (isLast && isNumber !== true) ? shown : pad(shown, room, isNumber), left)
      parts.push(stdout.paint(isHead ? "bold" : isRest ? "red" : look === "state" ? lookOf(text) : look, cut))
      left = Math.max(0, left - width(cut) - gap.length)
      if (isLast || left === 0) break
    }
    return parts.join(gap).trimEnd()
  }

  return (given) => {
    if (given.length === 0) return ""
    const rows = given.map((row) =>
      row.map((cell) => (typeof cell === "string" ? plain(cell) : { failure: plain(cell.failure) }))
    )
    const isFirst = placed === undefined
    placed ??= layout(measured(rows), stdout.isTerminal ? stdout.columns : Number.POSITIVE_INFINITY)
    const now = placed
    const head = isFirst ? [columns.map(({ title }) => title)] : []
    return `${[...head.map((row) => line(row, now, true)), ...rows.map((row) => line(row, now))].join("\n")}\n`
  }
}
