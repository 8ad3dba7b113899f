/** What is asked of the store without changing it. */
import { escaped } from "@smmkit/journal/Database"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Arr from "effect/Array"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Row } from "../../FollowModel.js"
import type { FollowStore, Lag } from "../../FollowStore.js"
import type { RefundLine } from "../../RefundLine.js"
import { type Bucket, usualOf } from "../schedule/pace.js"
import { packed } from "./columns.js"
import { fromLine, Text } from "./records.js"
import { fromRow, fromRows, type Place, placeOf, unpacked } from "./rows.js"
import { type Tools, unreadable } from "./tools.js"

type Part = Pick<FollowStore.Service, "get" | "orders" | "lines" | "lag" | "usual">

const page = 500

const whole = Schema.NullOr(Schema.Number)

const decodeLag = Schema.decodeUnknown(
  Schema.Array(
    Schema.Struct({
      account: Text,
      name: Schema.NullOr(Text),
      open: Schema.Number,
      overdue: Schema.Number,
      since: whole,
      failing: Schema.Number,
      attended: Schema.Number,
      paused: Schema.Number,
      suspect: Schema.NullOr(Text),
      problem: Schema.NullOr(Text),
      events: Schema.Number
    })
  )
)

const decodePaces = Schema.decodeUnknown(
  Schema.Array(Schema.Struct({ service: Text, bucket: Schema.Number, orders: Schema.Number }))
)

const misread = (error: unknown) => unreadable(String(error))

const decodeFound = Schema.decodeUnknown(
  Schema.Struct({ account: Schema.String, order_id: Schema.String, packed: Schema.Unknown })
)

/** The list that a row was read as. */
const listOf = (found: unknown): Effect.Effect<unknown, StoreError> =>
  Effect.mapBoth(decodeFound(found), {
    onFailure: misread,
    onSuccess: ({ account, order_id, packed }) => unpacked(account, order_id, packed)
  })

export const make = (tools: Tools): Part => {
  const { sql, dialect, ask, rows, given, moment } = tools
  const columns = sql.literal(`o.account, o.order_id, ${packed(dialect, "o.")} AS packed`)
  const amount = (name: string) => sql.literal(dialect === "pg" ? `l.${name}::text AS ${name}` : `l.${name}`)

  /** Pages of rows in the order of a key, each beginning after the last of the one before. */
  const paged = <A, At>(
    read: (
      after: At | undefined
    ) => Effect.Effect<readonly [list: ReadonlyArray<A>, next: Option.Option<At>], StoreError>
  ): Stream.Stream<A, StoreError> =>
    Stream.paginateChunkEffect<At | undefined, A, StoreError, never>(undefined, (after) =>
      Effect.map(read(after), ([list, next]) => [Chunk.fromIterable(list), next])
    )

  /** Where the next page begins, if there is one. */
  const lastOf = <A>(found: ReadonlyArray<A>): Option.Option<A> =>
    found.length < page ? Option.none() : Arr.last(found)

  return {
    get: (account, order) =>
      Effect.gen(function* () {
        const [row] = yield* ask(
          rows(sql`SELECT ${columns} FROM smmkit_follow_order o
            WHERE o.account = ${escaped(account)} AND o.order_id = ${escaped(order)}`)
        )
        if (row === undefined) return Option.none()
        return Option.some((yield* fromRow(yield* listOf(row))).row)
      }),
    orders: ({ account, states, open } = {}) =>
      paged<Row, Place>((after) => {
        const conditions = [
          ...(account === undefined ? [] : [sql`o.account = ${escaped(account)}`]),
          ...(states === undefined ? [] : [sql.in("o.state", states.map(escaped))]),
          ...(open === undefined ? [] : [sql.literal(`o.due IS ${open ? "NOT NULL" : "NULL"}`)]),
          ...(after === undefined
            ? []
            : [sql`(o.account, o.order_id) > (${escaped(after.account)}, ${escaped(after.order)})`])
        ]
        return Effect.gen(function* () {
          const found = yield* ask(
            rows(sql`SELECT ${columns} FROM smmkit_follow_order o
              WHERE ${conditions.length === 0 ? sql.literal("1 = 1") : sql.and(conditions)}
              ORDER BY o.account, o.order_id LIMIT ${page}`)
          )
          const lists = yield* Effect.forEach(found, listOf)
          const held = yield* fromRows(lists)
          return [held.map(({ row }) => row), Option.flatMap(lastOf(lists), placeOf)]
        })
      }),
    lines: ({ account, order, open } = {}) =>
      paged<RefundLine, RefundLine>((after) => {
        const conditions = [
          ...(account === undefined ? [] : [sql`l.account = ${escaped(account)}`]),
          ...(order === undefined ? [] : [sql`l.order_id = ${escaped(order)}`]),
          ...(open === undefined ? [] : [sql.literal(`l.settled_at IS ${open ? "NULL" : "NOT NULL"}`)]),
          ...(after === undefined
            ? []
            : [
                sql`(l.account, l.order_id, l.line) > (${escaped(after.account)}, ${escaped(after.order)}, ${after.line})`
              ])
        ]
        return Effect.flatMap(
          ask(
            rows(sql`SELECT l.account, l.order_id, l.line, l.at, ${amount("amount")}, ${amount("total")},
                l.currency, l.reason, l.settled_at, l.settled_how, o.key, o.parent
              FROM smmkit_follow_line l
              LEFT JOIN smmkit_follow_order o ON o.account = l.account AND o.order_id = l.order_id
              WHERE ${conditions.length === 0 ? sql.literal("1 = 1") : sql.and(conditions)}
              ORDER BY l.account, l.order_id, l.line LIMIT ${page}`)
          ),
          (found) => Effect.map(Effect.forEach(found, fromLine), (lines) => [lines, lastOf(lines)] as const)
        )
      }),
    lag: Effect.gen(function* () {
      const now = moment(yield* given)
      // Account by account: over all of them at once PostgreSQL reads the rows. Those that fail are few.
      const of = (what: string, where: string) =>
        sql`(SELECT ${sql.literal(what)} FROM smmkit_follow_order o WHERE o.account = a.account AND ${sql.literal(where)}`
      const found = yield* ask(
        rows(sql`SELECT a.account, j.name, a.paused, a.suspect, a.problem, a.events,
            CASE WHEN a.attended > ${now} THEN 1 ELSE 0 END AS attended,
            ${of("count(*)", "o.due IS NOT NULL")}) AS open,
            coalesce(f.failing, 0) AS failing,
            ${of("count(*)", "o.due <= ")}${now}) AS overdue,
            ${of("min(o.due)", "o.due <= ")}${now}) AS since
          FROM smmkit_follow_account a LEFT JOIN smmkit_journal_account j ON j.id = a.account
          LEFT JOIN (SELECT account, count(*) AS failing
            FROM smmkit_follow_order WHERE failures > 0 AND due IS NOT NULL GROUP BY account) f ON f.account = a.account
          ORDER BY a.account`)
      )
      const decoded = yield* Effect.mapError(decodeLag(found), misread)
      return decoded.map(
        (one): Lag => ({
          ...one,
          name: one.name ?? one.account,
          attended: one.attended !== 0,
          paused: one.paused !== 0
        })
      )
    }),
    usual: (account) =>
      Effect.gen(function* () {
        const found = yield* ask(
          rows(
            sql`SELECT service, bucket, orders FROM smmkit_follow_pace WHERE account = ${escaped(account)}`
          )
        )
        const byService = new Map<string, Array<Bucket>>()
        for (const { service, ...bucket } of yield* Effect.mapError(decodePaces(found), misread)) {
          byService.set(service, [...(byService.get(service) ?? []), bucket])
        }
        return new Map([...byService].map(([service, buckets]) => [service, usualOf(buckets)]))
      })
  }
}
