/** How the accounts of a store stand, for those who operate it. */
import type { SqlError } from "@effect/sql/SqlError"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import type { ParseError } from "effect/ParseResult"
import type { Account } from "../../Account.js"
import { State } from "../../EntryState.js"
import type { StoreError } from "../../JournalError.js"
import type { Tally } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import * as AccountRow from "../book/accountRow.js"
import * as Book from "../book/book.js"
import * as Reading from "../book/bookReading.js"
import { unescaped } from "../book/escaping.js"
import * as Steps from "../book/steps.js"
import type { Tools } from "../evidence/quiet.js"

interface Count {
  readonly account: string
  readonly count: number | string
  readonly since: number | string
}

export const make = ({
  sql,
  ask,
  time
}: Pick<Tools, "sql" | "ask"> & { readonly time: Effect.Effect<number, SqlError> }): Pick<
  Store.Service,
  "tallies"
> => {
  /** By account. Each state has an index of its own, which is all that is read. */
  const counts = (state: State) =>
    Effect.map(
      sql<Count>`SELECT e.account, count(*) AS count,
        ${sql.literal(state === "in-doubt" ? "min(e.deadline)" : "0")} AS since
        FROM smmkit_journal_entry e WHERE ${sql.literal(`e.state = '${state}'`)} GROUP BY e.account`,
      (rows) =>
        new Map(
          rows.map(({ account, count, since }) => [
            unescaped(account),
            { count: Number(count), since: Number(since) }
          ])
        )
    )

  /** Of one that cannot be read nothing is told, but in the log. */
  const readable = <A>(what: string, read: Effect.Effect<A, StoreError | SqlError | ParseError>) =>
    Effect.matchEffect(read, {
      onFailure: (error) =>
        error._tag === "SqlError"
          ? Effect.fail(error)
          : Effect.as(Effect.logWarning(`${what} cannot be read, and is not counted`), []),
      onSuccess: (one) => Effect.succeed([one])
    })

  const accounts = sql`SELECT ${sql.literal(AccountRow.columns.join(", "))} FROM smmkit_journal_account
    ORDER BY name`.pipe(
    Effect.flatMap((rows) =>
      Effect.forEach(rows, (row) => readable(`account ${String(row["id"])}`, AccountRow.fromRow(row)))
    ),
    Effect.map(Arr.flatten)
  )

  /** What accounts have spent on a day. */
  const spentOn = (day: string, accounts: ReadonlyArray<Account>) => {
    const book = Book.open(0)
    const scopes = accounts.map(({ id }) => ({ id, scope: Book.scopeOf(id, { day }) }))
    return Effect.map(
      Reading.loadSpending(
        sql,
        book,
        scopes.map(({ scope }) => scope)
      ),
      () => new Map(scopes.map(({ id, scope }) => [id, Book.sumsOf(book, scope)]))
    )
  }

  /** The same, of each by itself where one cannot be read. */
  const spent = (day: string, accounts: ReadonlyArray<Account>) =>
    Effect.catchTag(spentOn(day, accounts), "StoreError", () =>
      Effect.map(
        Effect.forEach(accounts, (account) =>
          readable(`what account ${account.id} has spent`, spentOn(day, [account]))
        ),
        (each) => new Map(each.flat().flatMap((sums) => [...sums]))
      )
    )

  return {
    tallies: ask(
      Effect.gen(function* () {
        const at = yield* time
        const byState = new Map(
          yield* Effect.forEach(State.literals, (state) =>
            Effect.map(counts(state), (rows) => [state, rows] as const)
          )
        )
        const all = yield* accounts
        const spending = yield* spent(Steps.dayOf(at), all)
        return all.flatMap(({ id, name, host, limits }): ReadonlyArray<Tally> => {
          const sums = spending.get(id)
          if (sums === undefined) return []
          const of = (state: State) => byState.get(state)?.get(id)
          const entries = (state: State) => of(state)?.count ?? 0
          const doubt = of("in-doubt")
          return [
            {
              account: id,
              name,
              host,
              at,
              entries: {
                sending: entries("sending"),
                placed: entries("placed"),
                refused: entries("refused"),
                "not-placed": entries("not-placed"),
                "in-doubt": entries("in-doubt")
              },
              oldestDoubt: doubt === undefined ? null : Math.min(at, doubt.since),
              limits,
              spent: sums
            }
          ]
        })
      })
    )
  }
}
