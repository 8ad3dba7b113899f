/** What webhooks could not deliver: letters that wait for another try, and dead ones. */
import { escaped } from "@smmkit/journal/Database"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { EventId, FollowStore } from "../../FollowStore.js"
import { fromEvent } from "./records.js"
import { type Tools, unreadable } from "./tools.js"

type Part = Pick<FollowStore.Service, "mail">

const page = 100

const decodeRow = Schema.decodeUnknown(
  Schema.Struct({
    since: Schema.Number,
    tries: Schema.Number,
    due: Schema.NullOr(Schema.Number),
    problem: Schema.String
  })
)

const decodeWaiting = Schema.decodeUnknown(
  Schema.Tuple(Schema.Struct({ waiting: Schema.Number, next: Schema.NullOr(Schema.Number) }))
)

const misread = (error: unknown) => unreadable(String(error))

export const make = (tools: Tools): Part => {
  const { sql, ask, change, rows, given, moment } = tools

  const letter = (row: unknown) =>
    Effect.all({
      row: Effect.mapError(decodeRow(row), misread),
      event: fromEvent(row)
    }).pipe(Effect.map(({ row, event }) => ({ ...row, event })))

  const columns = sql.literal(
    "l.account, l.number, l.order_id, l.key, l.parent, l.n, l.at, l.what, l.since, l.tries, l.due, l.problem"
  )

  const of = (name: string, { account, number }: EventId) =>
    sql`name = ${escaped(name)} AND account = ${escaped(account)} AND number = ${number}`

  return {
    mail: {
      advance: (name, { account, number, from, events }, failures) =>
        Effect.flatMap(given, (time) => {
          const now = moment(time)
          // One that has its number only since a backup was restored happened at another time.
          const last = events.at(-1)
          const isThere =
            last === undefined
              ? sql`EXISTS (SELECT 1 FROM smmkit_follow_account a
                  WHERE a.account = ${escaped(account)} AND a.events >= ${number})`
              : sql`EXISTS (SELECT 1 FROM smmkit_follow_event e
                  WHERE e.account = ${escaped(account)} AND e.number = ${last.number} AND e.at = ${last.at})`
          const greatest = tools.dialect === "pg" ? sql.literal("greatest") : sql.literal("max")
          return change(() =>
            Effect.gen(function* () {
              const moved = yield* sql`UPDATE smmkit_follow_cursor SET number = ${greatest}(number, ${number})
                WHERE name = ${escaped(name)} AND account = ${escaped(account)} AND number >= ${from} AND ${isThere}
                RETURNING number`
              if (moved.length === 0) return false
              yield* Effect.forEach(
                failures,
                ({ number, problem, wait }) => sql`INSERT INTO smmkit_follow_letter
                  SELECT ${escaped(name)}, e.account, e.number, e.order_id, o.key, o.parent, e.n, e.at, e.what,
                    ${now}, 1, ${wait === null ? sql`NULL` : sql`${now} + ${wait}`}, ${escaped(problem)}
                  FROM smmkit_follow_event e
                  LEFT JOIN smmkit_follow_order o ON o.account = e.account AND o.order_id = e.order_id
                  WHERE e.account = ${escaped(account)} AND e.number = ${number} AND e.order_id IS NOT NULL
                  ON CONFLICT (name, account, number) DO NOTHING`,
                { discard: true }
              )
              return true
            })
          )
        }),
      due: (name) =>
        Effect.gen(function* () {
          const now = moment(yield* given)
          const found = yield* ask(
            rows(sql`SELECT ${columns} FROM smmkit_follow_letter l
              WHERE l.name = ${escaped(name)} AND l.due <= ${now} ORDER BY l.due LIMIT ${page}`)
          )
          return yield* Effect.forEach(found, letter)
        }),
      tried: (name, delivered, failures) =>
        Effect.flatMap(given, (time) =>
          change(() =>
            Effect.zipRight(
              Effect.forEach(delivered, (id) => sql`DELETE FROM smmkit_follow_letter WHERE ${of(name, id)}`, {
                discard: true
              }),
              Effect.forEach(
                failures,
                ({ problem, wait, ...id }) => sql`UPDATE smmkit_follow_letter SET tries = tries + 1,
                    due = ${wait === null ? sql`NULL` : sql`${moment(time)} + ${wait}`}, problem = ${escaped(problem)}
                  WHERE ${of(name, id)}`,
                { discard: true }
              )
            )
          )
        ),
      waiting: (name) =>
        Effect.gen(function* () {
          const found = yield* ask(
            rows(sql`SELECT count(*) AS waiting, min(l.due) AS next FROM smmkit_follow_letter l
              WHERE l.name = ${escaped(name)} AND l.due IS NOT NULL`)
          )
          const [row] = yield* Effect.mapError(decodeWaiting(found), misread)
          return row
        }),
      dead: (name) =>
        Stream.paginateChunkEffect({ account: "", number: 0 }, ({ account, number }) =>
          Effect.gen(function* () {
            const found = yield* ask(
              rows(sql`SELECT ${columns} FROM smmkit_follow_letter l
                WHERE l.name = ${escaped(name)} AND l.due IS NULL
                  AND (l.account, l.number) > (${escaped(account)}, ${number})
                ORDER BY l.account, l.number LIMIT ${page}`)
            )
            const letters = yield* Effect.forEach(found, letter)
            const last = letters.at(-1)
            return [
              Chunk.fromIterable(letters),
              Option.map(Option.fromNullable(letters.length < page ? undefined : last), ({ event }) => event)
            ]
          })
        ),
      revive: (name, id) =>
        Effect.gen(function* () {
          const now = moment(yield* given)
          const revived =
            yield* ask(sql`UPDATE smmkit_follow_letter SET due = ${now}, since = ${now}, tries = 0
            WHERE ${of(name, id)} AND due IS NULL RETURNING number`)
          return revived.length > 0
        }),
      discard: (name, id) =>
        Effect.map(
          ask(sql`DELETE FROM smmkit_follow_letter WHERE ${of(name, id)} AND due IS NULL RETURNING number`),
          (gone) => gone.length > 0
        )
    }
  }
}
