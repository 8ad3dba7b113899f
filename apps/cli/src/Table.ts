/** Tables for people. */
import type { Output } from "./Output.js"
import { styleOf } from "./Style.js"
import { fit, pad, width } from "./Text.js"

export interface Column {
  readonly title: string
  /** Numbers stand on the right. */
  readonly side?: "left" | "right"
  /** The most columns of a terminal that it takes, and the least anywhere. */
  readonly most?: number
  readonly least?: number
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

/**
 * Makes a writer of a table. A text longer than its column is cut on a terminal only: what goes into a
 * file or a pipe is whole. `isCut` cuts the lines as well, so that each is one line of the terminal.
 */
export const make = (
  columns: ReadonlyArray<Column>,
  { stdout }: Output.Service,
  { isCut = false }: { readonly isCut?: boolean } = {}
): Writer => {
  const { bold } = styleOf(stdout)
  let widths: ReadonlyArray<number> | undefined
  const shown = ({ text }: Cell, { most = Number.POSITIVE_INFINITY }: Column): string =>
    stdout.isTerminal ? fit(text, most) : text

  const line = (cells: ReadonlyArray<Cell>): string => {
    let room = isCut ? stdout.columns : Number.POSITIVE_INFINITY
    const padded: Array<string> = []
    for (const [at, column] of columns.entries()) {
      const cell = cells[at] ?? { text: "" }
      const isLast = at === columns.length - 1 || cell.isRest === true
      const text = cell.isRest === true ? cell.text : shown(cell, column)
      // Nothing follows the last column, so nothing needs to fill it.
      const filled = isLast && column.side !== "left" ? text : pad(text, widths?.[at] ?? 0, column.side)
      const cut = fit(filled, room)
      padded.push(cell.paint === undefined ? cut : cell.paint(cut))
      room = Math.max(0, room - width(cut) - gap.length)
      if (isLast || room === 0) break
    }
    return padded.join(gap).trimEnd()
  }

  const widthIn = (cell: Cell | undefined, column: Column): number =>
    cell === undefined || cell.isRest === true ? 0 : width(shown(cell, column))

  return {
    write: (rows) => {
      if (rows.length === 0) return ""
      const isFirst = widths === undefined
      widths ??= columns.map((column, at) =>
        rows.reduce(
          (most, cells) => Math.max(most, widthIn(cells[at], column)),
          Math.max(column.least ?? 0, width(column.title))
        )
      )
      const head = isFirst ? [line(columns.map(({ title }) => ({ text: title, paint: bold })))] : []
      return `${[...head, ...rows.map(line)].join("\n")}\n`
    }
  }
}
