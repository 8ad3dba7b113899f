/** The rows of a file, held to smmkit's own rule on links before the journal sees them. */
import * as Bulk from "@smmkit/journal/Bulk"
import { type BadRow, BadRows, type UnusableInput } from "@smmkit/journal/BulkError"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import { badLink } from "./OrderOptions.js"

// All bad rows are told at once; a file with more of them than this is no file of orders.
export const mostBad = 10_000

export interface BulkInput {
  readonly input: Bulk.Input<UnusableInput> & { readonly results: string }
  /** The preview with the rows that were kept from the journal. */
  readonly completed: (preview: Bulk.Preview) => Bulk.Preview
}

const byRow = (one: BadRow, other: BadRow): number => one.row - other.row

export const fromCsv = (path: string): BulkInput => {
  const csv = Bulk.fromCsv(path)
  let bad: { total: number; rows: Array<BadRow> } = { total: 0, rows: [] }
  const check = (row: Bulk.Row): Either.Either<Bulk.Row, BadRow> => {
    const wrong = badLink(row.fields)
    return wrong === undefined ? Either.right(row) : Either.left({ row: row.row, ...wrong })
  }
  // Rows are read more than once, and each reading counts anew.
  const rows = Stream.suspend(() => {
    bad = { total: 0, rows: [] }
    return Stream.filterMap(csv.rows, (row) =>
      Either.getRight(
        Either.mapLeft(check(row), (wrong) => {
          bad.total += 1
          if (bad.rows.length < mostBad) bad.rows.push(wrong)
        })
      )
    )
  })
  return {
    input: { ...csv, rows },
    completed: (preview) => ({
      ...preview,
      rows: preview.rows + bad.total,
      bad: {
        total: preview.bad.total + bad.total,
        rows: [...preview.bad.rows, ...bad.rows].sort(byRow).slice(0, mostBad)
      }
    })
  }
}

export const badRows = (bad: Bulk.Preview["bad"]): BadRows => new BadRows(bad)
