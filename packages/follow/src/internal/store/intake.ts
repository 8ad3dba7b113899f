/**
 * Orders that were placed before follow came, page by page: first those that the journal has at hand, then its
 * history. What is moved into history meanwhile is met there, or was met before.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FollowStore } from "../../FollowStore.js"
import { type Tools, unreadable } from "./tools.js"
import { bornNames, bornOf, isOrder } from "./triggers.js"

/** How many entries are gone through at once. */
const page = 1000

/**
 * How far apart they fall due, in milliseconds, so that they take no more than their part of a budget. The first is due
 * at once, also to a program that looks a moment after it has taken it in and goes.
 */
const apart = 12

const decodePlace = Schema.decodeUnknown(
  Schema.Tuple(
    Schema.Struct({
      stage: Schema.Literal("hot", "history", "done"),
      month: Schema.String,
      account: Schema.String,
      action: Schema.String,
      key: Schema.String,
      taken: Schema.Number
    })
  )
)

const decodeLast = Schema.decodeUnknown(
  Schema.Array(
    Schema.Struct({
      month: Schema.String,
      account: Schema.String,
      action: Schema.String,
      key: Schema.String,
      count: Schema.Number
    })
  )
)

export const make = (tools: Tools): Pick<FollowStore.Service, "takeIn"> => {
  const { sql, dialect, ask, change, rows, given, moment } = tools

  const place = Effect.flatMap(
    rows(sql`SELECT stage, month, account, action, key, taken FROM smmkit_follow_intake WHERE id = 1`),
    (found) => Effect.mapError(decodePlace(found), (error) => unreadable(`the intake: ${String(error)}`))
  )

  const next = (now: number | null) =>
    Effect.gen(function* () {
      // Locks the place: whoever else takes in waits, and goes on from there.
      yield* sql`UPDATE smmkit_follow_intake SET taken = taken WHERE id = 1`
      const [{ stage, month, account, action, key, taken }] = yield* place
      if (stage === "done") return false
      const isHot = stage === "hot"
      const table = sql.literal(`smmkit_journal_${isHot ? "entry" : "history"} e`)
      const after = isHot
        ? sql`(e.account, e.action, e.key) > (${account}, ${action}, ${key})`
        : sql`(e.month, e.account, e.action, e.key) > (${month}, ${account}, ${action}, ${key})`
      const order = sql.literal(`${isHot ? "" : "e.month, "}e.account, e.action, e.key`)
      const isPlaced = sql.literal(isOrder("e"))
      const some = sql`SELECT e.*, row_number() OVER (ORDER BY ${order}) AS place,
          count(*) FILTER (WHERE ${isPlaced}) OVER (ORDER BY ${order}) AS nth
        FROM ${table} WHERE ${after} ORDER BY ${order} LIMIT ${page}`
      yield* sql`INSERT INTO smmkit_follow_account (account)
        SELECT DISTINCT e.account FROM (${some}) AS e WHERE ${isPlaced} ON CONFLICT (account) DO NOTHING`
      yield* sql`INSERT INTO smmkit_follow_order (${sql.literal(bornNames)})
        SELECT ${sql.literal(bornOf(dialect, "e", "e.created", ""))} ${moment(now)} + (${taken} + e.nth - 1) * ${apart}
        FROM (${some}) AS e WHERE ${isPlaced} ON CONFLICT (account, order_id) DO NOTHING`
      const found = yield* rows(sql`SELECT ${isHot ? sql.literal("''") : sql.literal("e.month")} AS month,
          e.account, e.action, e.key, e.place AS count FROM (${some}) AS e ORDER BY e.place DESC LIMIT 1`)
      const [last] = yield* Effect.mapError(decodeLast(found), (error) =>
        unreadable(`the intake: ${String(error)}`)
      )
      const count = last?.count ?? 0
      const isOver = count < page
      const upto = isOver ? { month: "", account: "", action: "", key: "" } : last
      yield* sql`UPDATE smmkit_follow_intake SET stage = ${isOver ? (isHot ? "history" : "done") : stage},
        month = ${upto?.month ?? ""}, account = ${upto?.account ?? ""}, action = ${upto?.action ?? ""},
        key = ${upto?.key ?? ""}, taken = ${taken + count} WHERE id = 1`
      return true
    })

  return {
    takeIn: Effect.gen(function* () {
      const [{ stage }] = yield* ask(place)
      if (stage === "done") return false
      const now = yield* given
      return yield* change(() => next(now))
    })
  }
}
