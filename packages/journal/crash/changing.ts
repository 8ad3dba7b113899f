/** What is asked of an order that was placed: the cancel of some, the refill of others, each once. */
import { Identifiers } from "@smmkit/core"
import { Journal } from "@smmkit/journal"
import { Effect, Either, Schedule } from "effect"

const kindOf = (order: string) => Number(order) % 3

const wordOf = <
  A extends { readonly action: string; readonly state: string },
  E extends { readonly _tag: string }
>(
  said: Either.Either<A, E>
): string => (Either.isRight(said) ? `${said.right.action} ${said.right.state}` : `change ${said.left._tag}`)

/** A refill is asked for again while it is too early. */
const often = Schedule.intersect(Schedule.spaced("300 millis"), Schedule.recurs(10))

/** Cancels an order, if it is one of those. Gives in a word what came of it. */
export const cancelled = (order: string): Effect.Effect<string, never, Journal.Journal> =>
  kindOf(order) === 1
    ? Effect.flatMap(Journal.Journal, ({ cancelOnce }) =>
        Effect.map(Effect.either(cancelOnce(Identifiers.OrderId.make(order), { nth: 1 })), wordOf)
      )
    : Effect.succeed("unchanged")

/** Cancels an order, or refills it, or neither. */
export const changed = (order: string): Effect.Effect<string, never, Journal.Journal> =>
  kindOf(order) === 0
    ? Effect.flatMap(Journal.Journal, ({ refillOnce }) =>
        refillOnce(Identifiers.OrderId.make(order), { nth: 1 }).pipe(
          Effect.retry({ schedule: often, while: ({ _tag }) => _tag === "RequestRefusal" }),
          Effect.either,
          Effect.map(wordOf)
        )
      )
    : cancelled(order)
