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
export const list = (sql: SqlClient, names: ReadonlyArray<string>, rows: ReadonlyArray<object>): Fragment => {
  const json = JSON.stringify(rows)
  return sql.onDialectOrElse({
    pg: () =>
      sql`json_to_recordset(${json}::json) AS j (${sql.literal(
        names.map((name) => `${name} ${types[name] ?? "text"}`).join(", ")
      )})`,
    orElse: () =>
      sql`(SELECT ${sql.literal(
        names.map((name) => `value ->> '$.${name}' AS ${name}`).join(", ")
      )} FROM json_each(${json})) AS j`
  })
}
