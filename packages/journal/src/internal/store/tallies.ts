/** How the accounts of a store stand, for those who operate it. */
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { State } from "../../EntryState.js"
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

  const accounts = sql`SELECT ${sql.literal(AccountRow.columns.join(", "))} FROM smmkit_journal_account
    ORDER BY name`.pipe(
    Effect.flatMap(Effect.forEach(AccountRow.fromRow)),
    Effect.mapError(() => Reading.unreadable("an account"))
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
        const book = Book.open(at)
        const dayOf = (account: string) => Book.scopeOf(account, { day: Steps.dayOf(at) })
        yield* Reading.loadSpending(
          sql,
          book,
          all.map(({ id }) => dayOf(id))
        )
        return all.map(({ id, name, host, limits }): Tally => {
          const of = (state: State) => byState.get(state)?.get(id)
          const entries = (state: State) => of(state)?.count ?? 0
          const doubt = of("in-doubt")
          return {
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
            spent: Book.sumsOf(book, dayOf(id))
          }
        })
      })
    )
  }
}
