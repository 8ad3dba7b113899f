/** The store on a SqlClient, put together from its parts. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Database from "@smmkit/journal/Database"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { FollowStore } from "../../FollowStore.js"
import { StoreClock } from "../../StoreClock.js"
import * as Claims from "./claims.js"
import * as Intake from "./intake.js"
import * as Keeping from "./keeping.js"
import * as Letters from "./letters.js"
import * as Log from "./log.js"
import { migration } from "./migration.js"
import * as Reading from "./reading.js"
import { makeTools, unreadable } from "./tools.js"

const decodeNow = Schema.decodeUnknown(Schema.Tuple(Schema.Struct({ now: Schema.Number })))

export const make: Effect.Effect<FollowStore.Service, StoreError, SqlClient.SqlClient | Scope.Scope> =
  Effect.gen(function* () {
    const database = yield* Database.make(yield* SqlClient.SqlClient, migration)
    const clock = yield* Effect.serviceOption(StoreClock)
    const { sql, ask } = database
    const given: Effect.Effect<number | null> = Option.match(clock, {
      onSome: ({ now }): Effect.Effect<number | null> => Effect.map(now, Math.floor),
      onNone: () =>
        sql.onDialectOrElse({
          pg: (): Effect.Effect<number | null> => Effect.succeed(null),
          orElse: () => Clock.currentTimeMillis
        })
    })
    const tools = makeTools(database, given)
    return {
      now: Effect.gen(function* () {
        const rows = yield* ask(tools.rows(sql`SELECT ${tools.moment(yield* given)} AS now`))
        const [{ now }] = yield* Effect.mapError(decodeNow(rows), (error) => unreadable(String(error)))
        return now
      }),
      ...Claims.make(tools),
      ...Keeping.make(tools),
      ...Reading.make(tools),
      ...Log.make(tools),
      ...Letters.make(tools),
      ...Intake.make(tools)
    }
  })
