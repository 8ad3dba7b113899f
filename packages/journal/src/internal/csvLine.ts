/** Lines of CSV as a spreadsheet takes them: texts, whatever they begin with. */

/** A spreadsheet takes such a cell for a formula, so an apostrophe makes it a text. */
const neutralised = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export const line = (cells: ReadonlyArray<string>): string =>
  `${cells.map((cell) => quoted(neutralised(cell))).join(",")}\r\n`
