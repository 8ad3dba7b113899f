/** Tables for people: as wide as their terminal, and in a file or a pipe with every cell whole. */
import type { Output } from "./Output.js"
import { styleOf } from "./Style.js"
import { fit, pad, width } from "./Text.js"

export interface Column {
  readonly title: string
  /** Numbers stand on the right. */
  readonly side?: "left" | "right"
  /** The least room it takes, even of short cells. */
  readonly least?: number
  /** The columns of a terminal that are enough of a long cell. Without it, every cell stands whole. */
  readonly enough?: number
  /** Whether it is left out where the terminal has no room for it; of several, the last one first. */
  readonly isOptional?: true
}

/** One cell: the text that is measured, and how it is painted afterwards. */
export interface Cell {
  readonly text: string
  readonly paint?: ((text: string) => string) | undefined
  /** Whether it takes the rest of the line, and no part in the widths. */
  readonly isRest?: true
}

/** Writes rows, of which the first ones set the widths; the head goes before the first. */
export interface Writer {
  readonly write: (rows: ReadonlyArray<ReadonlyArray<Cell>>) => string
}

const gap = "  "
/** A cell longer than this makes no column of a pipe so wide. */
const longest = 60

/** A column with the room it has been given; none at all where it is left out. */
interface Placed extends Column {
  readonly at: number
  readonly room: number
}

const roomOf = (columns: ReadonlyArray<Placed>): number =>
  columns.reduce((sum, { room }) => sum + room + gap.length, -gap.length)

/** Gives the columns their room: long cells are cut as evenly as can be, and what is optional may go. */
const layout = (columns: ReadonlyArray<Placed>, room: number): ReadonlyArray<Placed> => {
  const cut = (most: number) =>
    columns.map((one) =>
      one.enough === undefined ? one : { ...one, room: Math.min(one.room, Math.max(one.enough, most)) }
    )
  const least = cut(0)
  if (roomOf(least) <= room) {
    let most = Math.max(0, ...columns.map(({ room }) => room))
    while (roomOf(cut(most)) > room) most -= 1
    // What is left over goes to the first that can use it.
    let spare = room - roomOf(cut(most))
    return cut(most).map((one, at) => {
      const more = Math.min(spare, (columns[at]?.room ?? 0) - one.room)
      spare -= more
      return { ...one, room: one.room + more }
    })
  }
  const last = columns.findLast(({ isOptional }) => isOptional)
  return last === undefined
    ? least
    : layout(
        columns.filter((one) => one !== last),
        room
      )
}

/** Makes a writer of a table. `isCut` cuts every line, so that each is one line of the terminal. */
export const make = (
  columns: ReadonlyArray<Column>,
  { stdout }: Output.Service,
  { isCut = false }: { readonly isCut?: boolean } = {}
): Writer => {
  const { bold } = styleOf(stdout)
  let placed: ReadonlyArray<Placed> | undefined
  const most = stdout.isTerminal ? stdout.columns : longest

  const measured = (rows: ReadonlyArray<ReadonlyArray<Cell>>) =>
    columns.map((column, at) => ({
      ...column,
      at,
      room: rows.reduce(
        (room, cells) => {
          const { text, isRest } = cells[at] ?? { text: "" }
          return isRest === true ? room : Math.max(room, Math.min(most, width(text)))
        },
        Math.max(column.least ?? 0, width(column.title))
      )
    }))

  const line = (cells: ReadonlyArray<Cell>, layout: ReadonlyArray<Placed>): string => {
    const parts: Array<string> = []
    let left = isCut ? stdout.columns : Number.POSITIVE_INFINITY
    for (const [position, { at, room, side, enough }] of layout.entries()) {
      const { text, paint, isRest } = cells[at] ?? { text: "" }
      const isLast = position === layout.length - 1 || isRest === true
      const shown = stdout.isTerminal && enough !== undefined && isRest !== true ? fit(text, room) : text
      // Nothing follows the last column, so nothing needs to fill it.
      const filled = isRest === true || (isLast && side !== "left") ? shown : pad(shown, room, side)
      const cut = fit(filled, left)
      parts.push(paint === undefined ? cut : paint(cut))
      left = Math.max(0, left - width(cut) - gap.length)
      if (isLast || left === 0) break
    }
    return parts.join(gap).trimEnd()
  }

  return {
    write: (rows) => {
      if (rows.length === 0) return ""
      const isFirst = placed === undefined
      placed ??= layout(measured(rows), stdout.isTerminal ? stdout.columns : Number.POSITIVE_INFINITY)
      const layoutNow = placed
      const head = isFirst
        ? [
            line(
              columns.map(({ title }) => ({ text: title, paint: bold })),
              layoutNow
            )
          ]
        : []
      return `${[...head, ...rows.map((row) => line(row, layoutNow))].join("\n")}\n`
    }
  }
}
