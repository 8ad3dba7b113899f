/** Which orders are followed, and what is set of accounts. */
import { escaped } from "@smmkit/journal/Database"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import type { Birth } from "../../FollowModel.js"
import type { FollowStore } from "../../FollowStore.js"
import { recordset, toldNames } from "./columns.js"
import { toBirth } from "./rows.js"
import { list, type Tools } from "./tools.js"

type Part = Pick<FollowStore.Service, "budget" | "attend" | "watch" | "unwatch" | "hurry" | "pause">

/**
 * Nobody says longer than it lasts that an account is looked after, so a time beyond that tells of a store's clock that
 * was set back, and by how much: the budget goes back with it, or no call could be made until that time has come
 * again. Less than this, in milliseconds, is no news.
 */
const tolerance = 1000

/** How many orders are taken at once. */
const together = 500

/** Of what is told twice of an order, what was not told the first time counts as well: no statement may have it twice. */
const eachOnce = (orders: ReadonlyArray<Birth>): ReadonlyArray<Birth> => {
  const all = new Map<string, Birth>()
  for (const one of orders) {
    const id = JSON.stringify([one.account, one.order])
    const before = all.get(id)
    all.set(id, before === undefined ? one : both(before, one))
  }
  return Array.from(all.values())
}

const both = (one: Birth, other: Birth): Birth => ({
  ...one,
  key: one.key ?? other.key,
  parent: one.parent ?? other.parent,
  service: one.service ?? other.service,
  price: one.price ?? other.price,
  currency: one.currency ?? other.currency,
  units: one.units ?? other.units,
  runs: one.runs ?? other.runs,
  term: one.term ?? other.term
})

export const make = (tools: Tools): Part => {
  const { sql, dialect, ask, given, moment } = tools

  const births = (json: string) =>
    dialect === "pg"
      ? sql`SELECT ${sql.literal(toldNames.map((name) => `t.${name}`).join(", "))}
          FROM json_to_recordset(${json}::json) AS t (${sql.literal(recordset(toldNames))})`
      : sql`SELECT ${sql.literal(toldNames.map((name) => `t.value ->> '$.${name}' AS ${name}`).join(", "))}
          FROM json_each(${json}) AS t`

  const entered = (accounts: ReadonlyArray<string>) =>
    sql`INSERT INTO smmkit_follow_account (account) SELECT j.value FROM ${list(tools, accounts)} WHERE true
      ON CONFLICT (account) DO NOTHING`

  const learnt = sql.literal(
    toldNames
      .filter((name) => name !== "account" && name !== "order_id" && name !== "placed")
      .map((name) => `${name} = coalesce(smmkit_follow_order.${name}, excluded.${name})`)
      .join(", ")
  )

  const some = (orders: ReadonlyArray<Birth>) =>
    Effect.gen(function* () {
      const now = moment(yield* given)
      const told = births(JSON.stringify(orders.map(toBirth)))
      yield* ask(entered([...new Set(orders.map(({ account }) => account))]))
      yield* ask(sql`INSERT INTO smmkit_follow_order (${sql.literal(toldNames.join(", "))}, due)
        SELECT b.*, ${now} FROM (${told}) AS b WHERE true
        ON CONFLICT (account, order_id) DO UPDATE SET ${learnt},
          due = coalesce(smmkit_follow_order.due, excluded.due)`)
    })

  return {
    budget: (account, { spacing, perCall }) =>
      ask(
        Effect.asVoid(sql`INSERT INTO smmkit_follow_account (account, spacing, per_call)
          VALUES (${escaped(account)}, ${spacing}, ${perCall})
          ON CONFLICT (account) DO UPDATE SET spacing = excluded.spacing, per_call = excluded.per_call`)
      ),
    attend: (accounts, time) =>
      Effect.flatMap(given, (now) => {
        const until = sql`${moment(now)} + ${time}`
        const back = sql`CASE WHEN attended > ${until} + ${tolerance} THEN attended - (${until}) ELSE 0 END`
        return ask(
          Effect.asVoid(sql`UPDATE smmkit_follow_account SET attended = ${until},
              next_at = next_at - ${back}, send_at = send_at - ${back}, blocked_until = blocked_until - ${back}
            WHERE account IN (SELECT j.value FROM ${list(tools, accounts)})`)
        )
      }),
    watch: (orders) => Effect.forEach(Arr.chunksOf(eachOnce(orders), together), some, { discard: true }),
    unwatch: (account, orders) =>
      ask(
        Effect.asVoid(sql`UPDATE smmkit_follow_order SET due = NULL, refill_due = NULL, claim = 0, leased = 0
          WHERE account = ${escaped(account)} AND order_id IN (SELECT j.value FROM ${list(tools, orders)})`)
      ),
    hurry: (account, order) =>
      Effect.gen(function* () {
        const now = moment(yield* given)
        const id = escaped(account)
        const least = dialect === "pg" ? sql.literal("least") : sql.literal("min")
        const found =
          yield* ask(sql`UPDATE smmkit_follow_order SET lot = NULL, claim = 0, leased = 0, due = ${least}(${now},
              coalesce((SELECT o.due FROM smmkit_follow_order o WHERE o.account = ${id} AND o.due IS NOT NULL
                ORDER BY o.account, o.due, o.order_id LIMIT 1), ${now})) - 1
          WHERE account = ${id} AND order_id = ${escaped(order)} RETURNING order_id`)
        return found.length > 0
      }),
    pause: (account, paused) => {
      const id = escaped(account)
      return ask(
        Effect.map(
          sql`INSERT INTO smmkit_follow_account (account, paused)
            SELECT k.account, ${sql.literal(paused ? "1" : "0")} FROM (
              SELECT account FROM smmkit_follow_account WHERE account = ${id}
              UNION SELECT id FROM smmkit_journal_account WHERE id = ${id}) AS k WHERE true
            ON CONFLICT (account) DO UPDATE SET paused = excluded.paused RETURNING account`,
          (found) => found.length > 0
        )
      )
    }
  }
}
