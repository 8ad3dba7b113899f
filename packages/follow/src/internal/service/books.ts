/** How panels keep their books, as it is told in an option. */
import * as Check from "@smmkit/core/Options"
import { type Books, booksChecks } from "@smmkit/journal/Refund"
import * as Either from "effect/Either"

/** Checks how one panel keeps them; where nothing is said, every amount is exact. */
export const booksOf = (
  check: ReturnType<typeof Check.checker>,
  field: string,
  given: Books = {}
): Either.Either<Books, Check.InvalidOption> =>
  Either.gen(function* () {
    yield* check(field, given, Check.only(Object.keys(booksChecks)))
    if (given.decimals !== undefined) yield* check(`${field}.decimals`, given.decimals, booksChecks.decimals)
    if (given.rounding !== undefined) yield* check(`${field}.rounding`, given.rounding, booksChecks.rounding)
    return { ...given }
  })

/** The same of many panels, by their accounts' IDs. */
export const allBooks = (
  check: ReturnType<typeof Check.checker>,
  given: Readonly<Record<string, Books>> = {}
): Either.Either<Readonly<Record<string, Books>>, Check.InvalidOption> =>
  Either.gen(function* () {
    const all = yield* check("books", given, () => Check.copy("give an object of books by account")(given))
    // Of entries, as an account may be called like a field that every object has.
    const entries = Object.entries(all).map(([id, books]) =>
      Either.map(booksOf(check, `books.${id}`, books), (own) => [id, own] as const)
    )
    return Object.fromEntries(yield* Either.all(entries))
  })
