/** Lists of rows in a statement, as one value: of JSON, which both databases take apart. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Fragment } from "@effect/sql/Statement"

/** The types of columns that are no texts. */
const types: Readonly<Record<string, string>> = {
  units: "bigint",
  created: "bigint",
  updated: "bigint",
  attempts: "bigint",
  deadline: "bigint",
  line: "bigint",
  watched: "bigint",
  version: "bigint",
  price: "numeric",
  at_most: "numeric",
  charge: "numeric",
  amount: "numeric",
  per_order: "numeric",
  per_run: "numeric",
  per_day: "numeric",
  trusted: "bigint",
  base_at: "bigint",
  base_balance: "numeric",
  serial: "bigint",
  spent: "numeric",
  orders: "bigint",
  decimals: "bigint",
  unpriced: "bigint",
  quiet_until: "bigint"
}

/** Rows of these columns, as the table `j`. Put it first and join the rest by CROSS JOIN, so that it leads. */
export const list = (
  sql: SqlClient,
  names: ReadonlyArray<string>,
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>
): Fragment =>
  sql.onDialectOrElse({
    pg: () =>
      sql`json_to_recordset(${JSON.stringify(rows)}::json) AS j (${sql.literal(
        names.map((name) => `${name} ${types[name] ?? "text"}`).join(", ")
      )})`,
    // By place: SQLite looks through a row's text for each of its columns, and a name takes twice as long to find.
    orElse: () =>
      sql`(SELECT ${sql.literal(
        names.map((name, at) => `value ->> ${at} AS ${name}`).join(", ")
      )} FROM json_each(${JSON.stringify(rows.map((row) => names.map((name) => row[name])))})) AS j`
  })
