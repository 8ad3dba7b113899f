/**
 * Schemas made of a description, which is one for both directions. A schema reads by the description's own
 * function, and so does `reader`, for answers that hold thousands: it leaves out what a schema does for
 * each value beside the reading.
 */
import type { LazyArbitrary } from "effect/Arbitrary"
import * as Arr from "effect/Array"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { AST } from "effect/SchemaAST"

/** How a kind of answer is read and written; a schema is made of it, and long answers are read by it alone. */
interface Description<A> {
  readonly identifier: string
  readonly is: (value: unknown) => value is A
  /** The value, or undefined where what the panel sent is none. */
  readonly read: (input: unknown) => A | undefined
  /** Why there is no value. */
  readonly explain: (input: unknown, ast: AST) => ParseResult.ParseIssue
  readonly write: (value: A) => unknown
  readonly isSame: (a: A, b: A) => boolean
  readonly arbitrary: LazyArbitrary<A>
}

/** A schema, and the description that it was made of. */
export interface Described<A> extends Schema.Schema<A, unknown> {
  readonly description: Description<A>
}

/** The schema of a description. */
export const describe = <A>(description: Description<A>): Described<A> => {
  const { identifier, read, explain, write, isSame, arbitrary } = description
  // A value that was read a moment ago is not checked field by field once more.
  let fresh: { readonly value: A } | undefined
  const is = (value: unknown): value is A => {
    const isFresh = fresh !== undefined && fresh.value === value
    fresh = undefined
    return isFresh || description.is(value)
  }
  const self = Schema.declare(is, { identifier, equivalence: () => isSame, arbitrary: () => arbitrary })
  const schema = Schema.transformOrFail(Schema.Unknown, self, {
    strict: false,
    decode: (input, _, ast) => {
      const value = read(input)
      if (value === undefined) return ParseResult.fail(explain(input, ast))
      fresh = { value }
      return ParseResult.succeed(value)
    },
    encode: (value) => ParseResult.succeed(write(value))
  })
  return Object.assign(schema, { description })
}

/** Reads as the schema does, at a third of the cost, without an account of what was wrong. */
export const reader =
  <A>({ description: { read } }: Described<A>) =>
  (input: unknown): Either.Either<A, undefined> => {
    const value = read(input)
    return value === undefined ? Either.left(undefined) : Either.right(value)
  }

/** A list of what is described. */
export const list = <A>(
  identifier: string,
  { description: row }: Described<A>
): Described<ReadonlyArray<A>> => {
  const read = (input: unknown): ReadonlyArray<A> | undefined => {
    if (!Array.isArray(input)) return undefined
    const rows: Array<A> = []
    for (const one of input) {
      const read = row.read(one)
      if (read === undefined) return undefined
      rows.push(read)
    }
    return rows
  }
  return describe({
    identifier,
    is: (value): value is ReadonlyArray<A> => Array.isArray(value) && value.every(row.is),
    read,
    explain: (input, ast) => {
      if (!Array.isArray(input)) return new ParseResult.Type(ast, input, "expected a list")
      const at = input.findIndex((one) => row.read(one) === undefined)
      return new ParseResult.Pointer(at, input, row.explain(input[at], ast))
    },
    write: (rows) => rows.map(row.write),
    isSame: Arr.getEquivalence(row.isSame),
    arbitrary: (fc) => fc.array(row.arbitrary(fc))
  })
}
