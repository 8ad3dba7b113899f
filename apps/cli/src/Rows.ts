/** How the answers about many IDs look, each on a line of its own. */
import type { Answered } from "@smmkit/core/Call"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Either from "effect/Either"
import { describe } from "./Failure.js"
import type { Output } from "./Output.js"
import { styleOf } from "./Style.js"
import * as Table from "./Table.js"

/** How the answers of one command look. */
export interface View<A> {
  /** The protocol's name of the ID. */
  readonly id: "order" | "refill"
  readonly columns: ReadonlyArray<Table.Column>
  readonly json: (answer: A) => Readonly<Record<string, unknown>>
  readonly cells: (answer: A) => ReadonlyArray<Table.Cell>
  /** Of a command that changes something: what an answer says was done, for when the output fails. */
  readonly done?: (id: string, answer: A) => string
  /** Whether a person has seen the rows already. */
  readonly isShown?: boolean
}

/** Makes rows of answers, and a text of rows. */
export interface RowWriter<A, E, Row> {
  readonly row: (answer: Answered<string, A, E>) => Row
  readonly rows: (rows: ReadonlyArray<Row>) => string
  readonly end: string
}

/** A JSON array with one element a line. */
export const inJson = <A, E extends PanelError>(
  view: View<A>,
  { encode }: Output.Service
): RowWriter<A, E, string> => {
  let before = "[\n  "
  return {
    row: ({ id, result }) =>
      encode({
        [view.id]: id,
        ...(Either.isLeft(result) ? { error: describe(result.left) } : view.json(result.right))
      }),
    rows: (rows) => {
      if (rows.length === 0) return ""
      const text = before + rows.join(",\n  ")
      before = ",\n  "
      return text
    },
    end: "\n]\n"
  }
}

/** The columns of a table of answers, and the cells of one. */
export const columnsOf = <A>({ id, columns }: View<A>): ReadonlyArray<Table.Column> => [
  { title: id.toUpperCase() },
  ...columns
]

export const cellsOf =
  <A>(view: View<A>, { plain, stdout }: Output.Service) =>
  ({ id, result }: Answered<string, A, PanelError>): ReadonlyArray<Table.Cell> => [
    { text: plain(id) },
    ...(Either.isLeft(result)
      ? [{ text: plain(result.left.message), paint: styleOf(stdout).red, isRest: true as const }]
      : view.cells(result.right))
  ]

/** A table, whose first rows set the widths. */
export const inTable = <A, E extends PanelError>(
  view: View<A>,
  output: Output.Service
): RowWriter<A, E, ReadonlyArray<Table.Cell>> => {
  const table = Table.make(columnsOf(view), output)
  return {
    row: cellsOf(view, output),
    rows: (rows) => (view.isShown === true ? "" : table.write(rows)),
    end: ""
  }
}
