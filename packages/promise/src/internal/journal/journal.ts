/** The journal, which is loaded only where a panel is given one. */
import * as Options from "@smmkit/core/Options"
import * as Journal from "@smmkit/journal/Journal"
import { type JournalEntry, outcomeUnknown } from "@smmkit/journal/JournalEntry"
import * as Place from "@smmkit/journal/Place"
import { booksChecks } from "@smmkit/journal/Refund"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type { JournalOptions } from "../../Options.js"
import * as Clock from "../clock.js"
import type { Failure } from "../errors.js"
import { milliseconds, notNegative } from "../options.js"
import type { Journaling, Placed } from "./layers.js"
import * as Postgres from "./postgres.js"

const check = Options.checker("panel")

const amount = notNegative('give an amount in plain digits, such as "20"')
const name = Options.is(
  (value): value is string => Predicate.isString(value) && value !== "",
  "give a name that is not empty"
)
const time = milliseconds({ least: 1 })
const object = Options.is(Predicate.isRecord, "give an object")

const names = ["place", "account", "limits", "run", "exclusive", "settlingTime", "honoursRequestId", "books"]
const limits = ["perOrder", "perRun", "perDay"]
const books = Object.keys(booksChecks)

/** The option of that name, where it is given. */
const optional = <A>(field: string, value: unknown, to: Options.Check<A>) =>
  value === undefined ? Either.right(undefined) : check(field, value, to)

const foreign = (of: object, known: ReadonlyArray<string>, path: string) => {
  const field = Object.keys(of).find((name) => !known.includes(name))
  const remedy = `there is no such option; there are ${known.join(", ")}`
  return field === undefined
    ? Either.right(undefined)
    : check(path + field, undefined, () => Either.left(remedy))
}

const checked = (options: JournalOptions) =>
  Either.gen(function* () {
    yield* foreign(options, names, "journal.")
    const given = yield* check("journal.limits", options.limits ?? {}, object)
    yield* foreign(given, limits, "journal.limits.")
    const limit = (name: string) => optional(`journal.limits.${name}`, given[name], amount)
    const kept = yield* check("journal.books", options.books ?? {}, object)
    yield* foreign(kept, books, "journal.books.")
    return {
      account: yield* optional("journal.account", options.account, name),
      run: yield* optional("journal.run", options.run, name),
      exclusive: yield* optional("journal.exclusive", options.exclusive, Options.flag),
      settlingTime: yield* optional("journal.settlingTime", options.settlingTime, time),
      honoursRequestId: yield* optional("journal.honoursRequestId", options.honoursRequestId, time),
      limits: {
        perOrder: yield* limit("perOrder"),
        perRun: yield* limit("perRun"),
        perDay: yield* limit("perDay")
      },
      books: {
        decimals: yield* optional("journal.books.decimals", kept["decimals"], booksChecks.decimals),
        rounding: yield* optional("journal.books.rounding", kept["rounding"], booksChecks.rounding)
      }
    }
  })

export const layer: Journaling["layer"] = (options = { place: "" }) =>
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const place = yield* Place.parse(options.place)
      const store = place._tag === "File" ? Place.layerWithClient(place) : Postgres.layer(place)
      return Journal.layer(yield* checked(options)).pipe(
        Layer.provideMerge(store),
        // Its beats are to go on while the process lives, and not to keep it alive.
        Layer.provide(Layer.setClock(Clock.make()))
      )
    })
  )

export const following: Journaling["following"] = Effect.promise(() => import("./following.js"))

const placed = (entry: JournalEntry): Effect.Effect<Placed, Failure> =>
  entry.order === null ? Effect.fail(outcomeUnknown(entry)) : Effect.succeed({ entry, order: entry.order })

export const place: Journaling["place"] = (order) =>
  Effect.flatMap(Journal.Journal, (journal) => Effect.flatMap(journal.place(order), placed))

export const placeOnce: Journaling["placeOnce"] = (key, order, { quote, atMost }) =>
  Effect.flatMap(Journal.Journal, (journal) =>
    Effect.flatMap(journal.placeOnce(key, order, { quote, atMost }), placed)
  )

const refilled = (entry: JournalEntry) =>
  Either.map(
    Either.fromNullable(entry.order, () => outcomeUnknown(entry)),
    (refill) => ({ refill })
  )

export const refill: Journaling["refill"] = (order) =>
  Effect.flatMap(Journal.Journal, (journal) => Effect.flatMap(journal.refillOnce(order), refilled))

export const refillMany: Journaling["refillMany"] = (orders) =>
  Effect.flatMap(Journal.Journal, (journal) =>
    Effect.map(
      journal.refillMany(orders),
      Arr.map(({ id, result }) => ({ id, result: Either.flatMap(result, refilled) }))
    )
  )

export const cancel: Journaling["cancel"] = (order) =>
  Effect.flatMap(Journal.Journal, (journal) => Effect.asVoid(journal.cancelOnce(order)))

export const cancelMany: Journaling["cancelMany"] = (orders) =>
  Effect.flatMap(Journal.Journal, (journal) => journal.cancelMany(orders))
