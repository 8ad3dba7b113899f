/** The limit of looking: the same calls with bare undici and `JSON.parse`, and three bare statements for each. */
import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { Agent, request } from "undici"

const most = 100

/** A table of as many orders as are followed, all of which are due. */
export const fill = (count: number) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* sql`CREATE TABLE bare (id VARCHAR NOT NULL PRIMARY KEY, due BIGINT NOT NULL, seen BIGINT, state VARCHAR,
      remains BIGINT, charge VARCHAR)`
    yield* sql.onDialectOrElse({
      pg: () => sql`INSERT INTO bare (id, due) SELECT n::text, n FROM generate_series(1, ${count}::int) AS n`,
      orElse: () => sql`WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < ${count})
        INSERT INTO bare (id, due) SELECT CAST(n AS TEXT), n FROM t`
    })
    yield* sql`CREATE INDEX bare_due ON bare (due)`
    yield* sql`ANALYZE bare`
  })

interface Shown {
  readonly status: string
  readonly remains: string
  readonly charge: string
}

export const make = (url: string) =>
  Effect.map(SqlClient.SqlClient, (sql) => {
    const dispatcher = new Agent({ connections: 1 })
    const headers = { "content-type": "application/x-www-form-urlencoded" }
    let due = 1_000_000_000_000

    const call = (ids: ReadonlyArray<string>) =>
      Effect.promise(async (): Promise<Readonly<Record<string, Shown>>> => {
        const body = new URLSearchParams({
          key: "fake-key",
          action: "status",
          orders: ids.join(",")
        }).toString()
        const reply = await request(url, { dispatcher, method: "POST", headers, body })
        return JSON.parse(await reply.body.text())
      })

    const { claim, write } = sql.onDialectOrElse({
      pg: () => ({
        claim: (ids: string) =>
          sql`UPDATE bare SET due = ${due}::bigint WHERE id = ANY (ARRAY(SELECT json_array_elements_text(${ids}::json)))`,
        write: (
          rows: string
        ) => sql`UPDATE bare b SET due = ${due}::bigint, seen = ${due}::bigint, state = t.status,
            remains = t.remains, charge = t.charge
          FROM json_to_recordset(${rows}::json) AS t (id text, status text, remains bigint, charge text)
          WHERE b.id = t.id`
      }),
      orElse: () => ({
        claim: (ids: string) =>
          sql`UPDATE bare SET due = ${due} WHERE id IN (SELECT value FROM json_each(${ids}))`,
        write: (
          rows: string
        ) => sql`UPDATE bare SET due = ${due}, seen = ${due}, state = t.value ->> 'status',
            remains = t.value ->> 'remains', charge = t.value ->> 'charge'
          FROM json_each(${rows}) AS t WHERE bare.id = t.value ->> 'id'`
      })
    })

    /** One round: what is due, the claim, the call, the write. */
    return Effect.gen(function* () {
      due += 1
      const rows = yield* sql<{
        id: string
      }>`SELECT id FROM bare WHERE due <= ${due} ORDER BY due LIMIT ${most}`
      const ids = rows.map(({ id }) => id)
      yield* claim(JSON.stringify(ids))
      const shown = yield* call(ids)
      yield* write(JSON.stringify(ids.map((id) => ({ id, ...shown[id] }))))
      return ids.length
    })
  })
