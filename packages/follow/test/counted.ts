import { Reactivity } from "@effect/experimental"
import { SqlClient, Statement } from "@effect/sql"
import { Effect, Layer } from "effect"

/** A client that counts its statements, and keeps the last one. */
export const counted = (counts: { statements: number; last?: string }) =>
  Layer.scoped(
    SqlClient.SqlClient,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const acquirer = Effect.map(sql.reserve, (one) => {
        const count = (text: string) =>
          Effect.sync(() => {
            counts.statements += 1
            counts.last = text
          })
        return {
          execute: (...args: Parameters<typeof one.execute>) =>
            Effect.zipRight(count(args[0]), one.execute(...args)),
          executeRaw: (...args: Parameters<typeof one.executeRaw>) =>
            Effect.zipRight(count(args[0]), one.executeRaw(...args)),
          executeValues: (...args: Parameters<typeof one.executeValues>) =>
            Effect.zipRight(count(args[0]), one.executeValues(...args)),
          executeUnprepared: (...args: Parameters<typeof one.executeUnprepared>) =>
            Effect.zipRight(count(args[0]), one.executeUnprepared(...args)),
          executeStream: one.executeStream
        }
      })
      return yield* SqlClient.make({
        acquirer,
        transactionAcquirer: acquirer,
        compiler: Statement.makeCompilerSqlite(),
        spanAttributes: [],
        beginTransaction: "BEGIN IMMEDIATE"
      })
    })
  ).pipe(Layer.provide(Reactivity.layer))
