/** Claims, and what is written under them. */
import type { OrderId } from "@smmkit/core/Identifiers"
import { escaped } from "@smmkit/journal/Database"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Agenda, Claim, FollowStore, Report, Written } from "../../FollowStore.js"
import { bucketsOf, nothing } from "../schedule/pace.js"
import * as FileStatements from "./fileStatements.js"
import { Order, Text, toEvent, toLine } from "./records.js"
import { fromRows, toBirth, toRow, unpacked, unreadOf } from "./rows.js"
import { list, type Tools, unreadable } from "./tools.js"

type Part = Pick<FollowStore.Service, "claim" | "take" | "pace" | "write" | "commit" | "release" | "agenda">

const whole = Schema.NullOr(Schema.Number)

/** The time by which a claim goes. */
type Due = "due" | "refill_due"

/** What a claim says of the account. */
const ofAccount = {
  stamp: Schema.Number,
  witness: Schema.NullOr(Order),
  suspect: Schema.NullOr(Text),
  failures: Schema.Number
}

const Answer = Schema.Struct({
  ...ofAccount,
  now: Schema.Number,
  rows: Schema.Array(Schema.Unknown)
})
const decodeAnswer = Schema.decodeUnknown(Answer)

const decodeAccount = Schema.decodeUnknown(Schema.parseJson(Schema.Struct(ofAccount)))

const decodeAgenda = Schema.decodeUnknown(
  Schema.Struct({
    now: Schema.Number,
    rows: Schema.Array(
      Schema.Struct({
        account: Text,
        paused: Schema.Number,
        free: Schema.Number,
        due: whole,
        refill_due: whole
      })
    )
  })
)

/** Whether nothing is told of an order, and nothing booked. */
const isSilent = ({ events, lines, births }: Written): boolean =>
  events.length + lines.length + births.length === 0

/** A report as both databases take it apart, in rows of one level: what is written of orders, and all the rest. */
const batchOf = (report: Report) => {
  const { account, written, settled = [], failures, blocked = 0, limited = 0 } = report
  const { verdict, witness } = report
  const telling = written.filter((one) => one.lesson !== nothing || !isSilent(one))
  const paces = telling.flatMap(({ row, lesson }) => {
    const service = row.service === null ? null : escaped(row.service)
    if (service === null) return []
    return bucketsOf(lesson).map((bucket) => ({ order_id: escaped(row.order), service, bucket }))
  })
  const events = telling.flatMap(({ row, at, events }) =>
    events.map((event) => toEvent(row.order, at, event))
  )
  const rest = {
    events: events.map((event, ord) => ({ ord, ...event })),
    lines: telling.flatMap(({ row, at, lines }) => lines.map((line) => toLine(row.order, at, line))),
    settled: settled.map(({ order, line, how }) => ({ order_id: escaped(order), line, how: escaped(how) })),
    births: telling.flatMap(({ at, births }) =>
      births.map((birth) => ({ ...toBirth(birth), due: Math.round(at) }))
    ),
    paces,
    head: {
      failures: failures ?? null,
      blocked: Math.ceil(blocked),
      limited: Math.ceil(limited),
      judged: verdict === undefined ? "no" : "yes",
      suspect: verdict?.suspect == null ? null : escaped(verdict.suspect),
      problem: verdict?.problem == null ? null : escaped(verdict.problem),
      witness: witness === undefined ? null : escaped(witness)
    }
  }
  return { account: escaped(account), rows: written.map(toRow), rest }
}

/**
 * Whether nothing follows from a report but when its orders are looked at next. A look that a power cut has undone is
 * made again, as a claim is, so neither waits for the disk.
 */
const isQuiet = ({ written, settled = [], blocked = 0, limited = 0 }: Report): boolean =>
  settled.length === 0 && blocked + limited === 0 && written.every(isSilent)

/** What the two lists of a write on SQLite hold of a row: what looks change of nearly all, or all. */
type Entry = ReturnType<typeof toRow>

const isPlain = ({ refill, refill_due, failures, lot }: Entry): boolean =>
  failures === 0 && refill === undefined && refill_due === undefined && lot === undefined

const plainOf = ({ order_id, state, facts, due }: Entry) => [order_id, state, facts, due]

const decodeWait = Schema.decodeUnknown(whole)

const misread = (error: unknown) => unreadable(`a claim: ${String(error)}`)

export const make = (tools: Tools): Part => {
  const { sql, dialect, given, alone, lightly, ask, change } = tools

  /** What of a claim can be read. The rest goes behind all that can: it is left as it is, and would be first each time. */
  const readable = Effect.fnUntraced(function* (
    claim: Omit<Claim, "orders" | "late">,
    rows: ReadonlyArray<unknown>,
    due: Due
  ) {
    const orders = yield* fromRows(rows)
    const late = orders.reduce((most, { row }) => {
      const since = due === "due" ? row.due : row.refillDue
      return since === null ? most : Math.max(most, claim.now - since)
    }, 0)
    const unread = unreadOf(rows, orders)
    if (unread.length > 0)
      yield* ask(sql`UPDATE smmkit_follow_order SET ${sql.literal(due)} = leased
          WHERE account = ${escaped(claim.account)} AND claim = ${claim.stamp}
            AND order_id IN (SELECT j.value FROM ${list(tools, unread)})`)
    return Option.some({ ...claim, late, orders })
  })

  const claimOf = Effect.fnUntraced(function* (account: string, answer: unknown, due: Due) {
    if (answer === null) return Option.none<Claim>()
    const { rows, ...rest } = yield* Effect.mapError(decodeAnswer(answer), misread)
    return yield* readable({ account, ...rest }, rows, due)
  })

  /** The one answer of a server's function. */
  const called = (text: string, params: ReadonlyArray<string | number | boolean | null>) =>
    Effect.map(
      sql.unsafe<{ answer: unknown }>(`SELECT ${text} AS answer`, params),
      ([row]) => row?.answer ?? null
    )

  const claimOfRows = Effect.fnUntraced(function* (
    account: string,
    now: number,
    rows: ReadonlyArray<ReadonlyArray<unknown>>,
    due: Due
  ) {
    if (rows.length === 0) return Option.none<Claim>()
    const telling = rows.find(([, , told]) => told !== null)
    const told = yield* Effect.mapError(decodeAccount(telling?.[2]), misread)
    const id = escaped(account)
    const lists = rows.map(([order, packed]) => unpacked(id, order, packed))
    return yield* readable({ account, now, ...told }, lists, due)
  })

  const claimInFile = Effect.fnUntraced(function* (account: string, due: Due, most: number, lease: number) {
    const now = (yield* given) ?? 0
    const params = [escaped(account), now, lease, most]
    const rows = yield* lightly(sql.unsafe(FileStatements.claimBy(due), params).values)
    return yield* claimOfRows(account, now, rows, due)
  })

  const claimOnServer = Effect.fnUntraced(function* (account: string, due: Due, most: number, lease: number) {
    const name = due === "due" ? "claim" : "claim_refill"
    const params = [escaped(account), most, lease, yield* given]
    const call = `smmkit_follow_${name}_1($1::text, $2::bigint, $3::bigint, $4::bigint)`
    return yield* claimOf(account, yield* alone(called(call, params)), due)
  })

  /** Whoever takes one order is to change it, which nobody can that cannot read it. */
  const taken = (claim: Effect.Effect<Option.Option<Claim>, StoreError>) =>
    Effect.filterOrFail(
      claim,
      Option.match({ onNone: () => true, onSome: ({ orders }) => orders.length > 0 }),
      () => unreadable("the row of the order")
    )

  const takeInFile = Effect.fnUntraced(function* (account: string, order: OrderId, lease: number) {
    const now = (yield* given) ?? 0
    const id = escaped(account)
    const rows = yield* change(() =>
      Effect.gen(function* () {
        yield* sql`UPDATE smmkit_follow_account SET claims = claims + 1 WHERE account = ${id}`
        return yield* sql.unsafe(FileStatements.take, [id, escaped(order), now + lease]).values
      })
    )
    return yield* claimOfRows(account, now, rows, "due")
  })

  const takeOnServer = Effect.fnUntraced(function* (account: string, order: OrderId, lease: number) {
    const params = [escaped(account), escaped(order), lease, yield* given]
    const call = "smmkit_follow_take_1($1::text, $2::text, $3::bigint, $4::bigint)"
    return yield* claimOf(account, yield* alone(called(call, params)), "due")
  })

  const writeInFile = (report: Report, now: number | null) => {
    const { account, rows, rest } = batchOf(report)
    const [others, plain] = Arr.partition(rows, isPlain)
    const lists = [plain.map(plainOf), others.map((row) => Object.values(row)), rest]
    const [first, second, third] = lists.map((part) => JSON.stringify(part))
    return sql`INSERT INTO smmkit_follow_write_1 (account, stamp, plain, others, rest, moment)
      VALUES (${account}, ${report.stamp}, ${first}, ${second}, ${third}, ${now ?? 0})`
  }

  const writeOnServer = (report: Report, exact: boolean, now: number | null) => {
    const { account, rows, rest } = batchOf(report)
    const ids = rows.map((row) => row.order_id)
    const jsons = [ids, rows, rest].map((part) => JSON.stringify(part))
    const call =
      "smmkit_follow_write_1($1::text, $2::bigint, $3::boolean, $4::json, $5::json, $6::json, $7::bigint)"
    return Effect.map(
      called(call, [account, report.stamp, exact, ...jsons, now]),
      (answer) => answer === true
    )
  }

  const agendaInFile = (accounts: ReadonlyArray<string>, now: number | null) => {
    const next = (due: string) => sql`(SELECT ${sql.literal(`o.${due}`)} FROM smmkit_follow_order o
      WHERE o.account = a.account AND ${sql.literal(`o.${due} IS NOT NULL`)} AND o.leased <= ${now}
      ORDER BY ${sql.literal(`o.${due}`)} LIMIT 1)`
    return sql`SELECT a.account, a.paused, max(a.next_at, a.blocked_until) AS free, ${next("due")} AS due,
        ${next("refill_due")} AS refill_due
      FROM ${list(tools, accounts)} CROSS JOIN smmkit_follow_account a WHERE a.account = j.value`
  }

  return {
    claim: ({ account, of, most, lease }) => {
      const due = of === "orders" ? "due" : "refill_due"
      return (dialect === "sqlite" ? claimInFile : claimOnServer)(account, due, most, lease)
    },
    take: (account, order, lease) =>
      taken((dialect === "sqlite" ? takeInFile : takeOnServer)(account, order, lease)),
    pace: ({ account, taken, longest }) =>
      Effect.gen(function* () {
        const now = yield* given
        const id = escaped(account)
        const isTaken = taken ? 1 : 0
        const most = Math.floor(longest)
        const answer =
          dialect === "sqlite"
            ? Effect.map(
                sql.unsafe<{ wait: unknown }>(FileStatements.pace, [id, now, isTaken, most]),
                ([row]) => row?.wait ?? null
              )
            : called("smmkit_follow_pace_1($1::text, $2::bigint, $3::bigint, $4::bigint)", [
                id,
                isTaken,
                most,
                now
              ])
        const wait = yield* Effect.mapError(decodeWait(yield* alone(answer)), misread)
        return Option.fromNullable(wait)
      }),
    write: (report) =>
      Effect.flatMap(given, (now) => {
        return dialect === "pg"
          ? Effect.asVoid(alone(writeOnServer(report, false, now)))
          : Effect.asVoid((isQuiet(report) ? lightly : alone)(writeInFile(report, now)))
      }),
    commit: (report) =>
      Effect.flatMap(given, (now) => {
        if (dialect === "pg") return alone(writeOnServer(report, true, now))
        return change(() =>
          Effect.gen(function* () {
            const held = yield* sql`SELECT o.order_id FROM ${list(
              tools,
              report.written.map(({ row }) => row.order)
            )} CROSS JOIN smmkit_follow_order o
              WHERE o.account = ${escaped(report.account)} AND o.order_id = j.value AND o.claim = ${report.stamp}`
            if (held.length < report.written.length) return false
            yield* writeInFile(report, now)
            return true
          })
        )
      }),
    release: ({ account, stamp, orders }) =>
      ask(
        Effect.asVoid(sql`UPDATE smmkit_follow_order SET claim = 0, leased = 0
          WHERE account = ${escaped(account)} AND claim = ${stamp}
            AND order_id IN (SELECT j.value FROM ${list(
              tools,
              orders.map(({ row }) => row.order)
            )})`)
      ),
    agenda: (accounts) =>
      Effect.gen(function* () {
        const time = yield* given
        const answer = yield* dialect === "pg"
          ? alone(
              called("smmkit_follow_agenda_1($1::json, $2::bigint)", [
                JSON.stringify(accounts.map(escaped)),
                time
              ])
            )
          : Effect.map(alone(agendaInFile(accounts, time)), (rows): unknown => ({ now: time, rows }))
        const { now, rows } = yield* Effect.mapError(decodeAgenda(answer), misread)
        const agendas = rows.map(
          ({ paused, refill_due, ...rest }): Agenda => ({
            ...rest,
            paused: paused !== 0,
            refillDue: refill_due
          })
        )
        return { now, agendas }
      })
  }
}
