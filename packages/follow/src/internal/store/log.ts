/** The log of events, and how far its consumers have come. */
import { escaped } from "@smmkit/journal/Database"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { InvalidCursor } from "../../FollowError.js"
import type { FollowStore } from "../../FollowStore.js"
import { fromEvent, Text } from "./records.js"
import { type Tools, unreadable } from "./tools.js"

type Part = Pick<
  FollowStore.Service,
  "events" | "history" | "ends" | "cursor" | "setCursor" | "dropCursor" | "prune"
>

/** How many events are dropped at once. */
const together = 1000

const decodeEnds = Schema.decodeUnknown(
  Schema.Array(Schema.Struct({ account: Text, number: Schema.Number, dropped: Schema.Number }))
)

const decodeCursors = Schema.decodeUnknown(
  Schema.Array(Schema.Struct({ account: Text, number: Schema.Number }))
)

const misread = (error: unknown) => unreadable(String(error))

export const make = (tools: Tools): Part => {
  const { sql, ask, change, rows, given, moment } = tools

  const ends = (account: string | undefined) =>
    Effect.flatMap(
      ask(
        rows(sql`SELECT a.account, a.events AS number, a.dropped FROM smmkit_follow_account a
          ${account === undefined ? sql.literal("") : sql`WHERE a.account = ${escaped(account)}`}`)
      ),
      (found) => Effect.mapError(decodeEnds(found), misread)
    )

  const told = sql.literal(`SELECT e.account, e.number, e.order_id, e.n, e.at, e.what, o.key, o.parent
    FROM smmkit_follow_event e
    LEFT JOIN smmkit_follow_order o ON o.account = e.account AND o.order_id = e.order_id`)

  return {
    events: (account, after, most) =>
      Effect.gen(function* () {
        // The end is read before the events: what comes in between is read with the next ones.
        const [end = { number: 0, dropped: 0 }] = yield* ends(account)
        const bounds = { account, number: after, first: end.dropped + 1, last: end.number }
        if (after > end.number) return yield* new InvalidCursor({ ...bounds, reason: "ahead" })
        const found = yield* ask(
          rows(sql`${told}
            WHERE e.account = ${escaped(account)} AND e.number > ${after} AND e.number <= ${Math.min(end.number, after + most)}
            ORDER BY e.number`)
        )
        const last = Math.min(end.number, after + most)
        // None is ever missing but what was dropped, before this was read or while it was.
        if (found.length < last - after) {
          const [{ dropped } = end] = yield* ends(account)
          return yield* new InvalidCursor({ ...bounds, first: dropped + 1, reason: "dropped" })
        }
        const whole = found.filter(isWhole)
        return { events: yield* Effect.forEach(whole, fromEvent), last }
      }),
    history: (account, order) =>
      Effect.flatMap(
        ask(
          rows(sql`${told}
            WHERE e.account = ${escaped(account)} AND e.order_id = ${escaped(order)} ORDER BY e.n`)
        ),
        (found) => Effect.forEach(found, fromEvent)
      ),
    ends: Effect.map(
      ends(undefined),
      (list) => new Map(list.map(({ account, number }) => [account, number]))
    ),
    cursor: (name) =>
      Effect.gen(function* () {
        const consumer = escaped(name)
        const found = yield* change(() =>
          Effect.zipRight(
            sql`INSERT INTO smmkit_follow_consumer (name) VALUES (${consumer}) ON CONFLICT (name) DO NOTHING`,
            // A new consumer begins with what the log still holds.
            sql`INSERT INTO smmkit_follow_cursor (name, account, number)
              SELECT ${consumer}, a.account, a.dropped FROM smmkit_follow_account a WHERE true
              ON CONFLICT (name, account) DO NOTHING`
          ).pipe(
            Effect.zipRight(
              rows(sql`SELECT c.account, c.number FROM smmkit_follow_cursor c WHERE c.name = ${consumer}`)
            )
          )
        )
        const cursors = yield* Effect.mapError(decodeCursors(found), misread)
        return new Map(cursors.map(({ account, number }) => [account, number]))
      }),
    setCursor: (name, account, number) =>
      Effect.asVoid(
        change(() =>
          Effect.zipRight(
            sql`INSERT INTO smmkit_follow_consumer (name) VALUES (${escaped(name)}) ON CONFLICT (name) DO NOTHING`,
            sql`INSERT INTO smmkit_follow_cursor (name, account, number)
              VALUES (${escaped(name)}, ${escaped(account)}, ${number})
              ON CONFLICT (name, account) DO UPDATE SET number = excluded.number`
          )
        )
      ),
    dropCursor: (name) =>
      Effect.asVoid(
        change(() =>
          Effect.zipRight(
            sql`DELETE FROM smmkit_follow_cursor WHERE name = ${escaped(name)}`,
            sql`DELETE FROM smmkit_follow_consumer WHERE name = ${escaped(name)}`
          )
        )
      ),
    prune: (account, keep) =>
      Effect.gen(function* () {
        const now = moment(yield* given)
        const id = escaped(account)
        return yield* change(() =>
          Effect.gen(function* () {
            const [row] = yield* sql<{ upto: number | string | null }>`
              SELECT max(e.number) AS upto FROM smmkit_follow_event e
              WHERE e.account = ${id}
                AND e.number <= (SELECT a.dropped + ${together} FROM smmkit_follow_account a WHERE a.account = ${id})
                AND e.number <= coalesce((SELECT min(coalesce(c.number, 0)) FROM smmkit_follow_consumer n
                  LEFT JOIN smmkit_follow_cursor c ON c.name = n.name AND c.account = ${id}), e.number)
                AND NOT EXISTS (SELECT 1 FROM smmkit_follow_event x WHERE x.account = ${id}
                  AND x.number <= e.number AND x.at > ${now} - ${keep})`
            const upto = Number(row?.upto ?? 0)
            if (upto === 0) return 0
            yield* sql`UPDATE smmkit_follow_account SET dropped = ${upto} WHERE account = ${id} AND dropped < ${upto}`
            const gone = yield* sql`DELETE FROM smmkit_follow_event
              WHERE account = ${id} AND number <= ${upto} RETURNING number`
            return gone.length
          })
        )
      })
  }
}

/** An event whose order was erased is only a number any more. */
const isWhole = (row: unknown): boolean =>
  typeof row === "object" && row !== null && "order_id" in row && row.order_id !== null
