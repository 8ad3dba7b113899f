/** Which entries that somebody was told of a store does not hold. */
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import type { Ref } from "../../StoreMessage.js"
import { entryId } from "../book/book.js"
import { escaped } from "../book/escaping.js"
import { list } from "../sql/lists.js"
import { months } from "../sql/schema.js"
import type { Told } from "./witness.js"

/** The names of an entry as its table has them. */
const stored = ({ account, action, key }: Ref) => ({ account: escaped(account), action, key: escaped(key) })

/** The first of these that the store does not hold, or holds as it was before. */
export const missing = (
  sql: SqlClient,
  all: ReadonlyArray<Told>
): Effect.Effect<Told | undefined, SqlError> =>
  Effect.gen(function* () {
    if (all.length === 0) return undefined
    const own = list(sql, ["account", "action", "key"], all.map(stored))
    const found = yield* sql<Ref & { version: number | string | null }>`
      SELECT j.account, j.action, j.key, e.version FROM ${own} CROSS JOIN smmkit_journal_entry e
      WHERE e.account = j.account AND e.action = j.action AND e.key = j.key
      UNION ALL SELECT j.account, j.action, j.key, NULL FROM ${own}
      CROSS JOIN smmkit_journal_tombstone e
      WHERE e.account = j.account AND e.action = j.action AND e.key = j.key`
    const versions = new Map(
      found.map((row) => [
        entryId(row),
        row.version === null ? Number.POSITIVE_INFINITY : Number(row.version)
      ])
    )
    const absent = all.filter((one) => (versions.get(entryId(stored(one))) ?? 0) < one.version)
    if (absent.length === 0) return undefined
    // What came to nothing after it was told of may have been archived or erased, and its key begun anew.
    const ended = yield* sql<Ref & { updated: number | string }>`${sql.literal(months)}
      SELECT j.account, j.action, j.key, max(h.updated) AS updated
      FROM ${list(sql, ["account", "action", "key"], absent.map(stored))} CROSS JOIN smmkit_journal_history h
      WHERE h.month IN (SELECT month FROM months)
        AND h.account = j.account AND h.action = j.action AND h.key = j.key GROUP BY 1, 2, 3`
    const ends = new Map(ended.map((row) => [entryId(row), Number(row.updated)]))
    return absent.find((one) => (ends.get(entryId(stored(one))) ?? Number.NEGATIVE_INFINITY) < one.updated)
  })
