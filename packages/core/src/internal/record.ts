/**
 * Answers as schemas, each field described once and for both directions.
 *
 * A `Schema.Struct` of transformations does the same, three times as slow: it walks each answer once to
 * read it, once to transform it and once to check the outcome. A catalogue has ten thousand of them.
 */
import type { LazyArbitrary } from "effect/Arbitrary"
import * as BigDecimal from "effect/BigDecimal"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { type Described, describe } from "./described.js"
import { isObject } from "./json.js"
import { Refusal } from "./refusal.js"
import { readCount, readDecimal, readFlag, readId, readText, writeDecimal, writeId } from "./wire.js"

/** One field of an answer. */
export interface Field<A> {
  readonly is: (value: unknown) => value is A
  /** The value, or undefined where what the panel sent is none. */
  readonly read: (value: unknown) => A | undefined
  /** What a panel sends for the value; undefined leaves the field out. */
  write(value: A): unknown
  readonly arbitrary: LazyArbitrary<A>
  /** The field's name on the wire, where it is another. */
  readonly wire?: string
}

const isRefusal = /* @__PURE__ */ Schema.is(Refusal)

const nothing = Option.none<never>()

// Enough for the prices and the bounds of nearly any catalogue.
const mostKnown = 4096

/** A field with few values that recur from row to row: each is read once and then shared, which spares memory too. */
export const recurring = <A>(field: Field<A>): Field<A> => {
  const known = new Map<unknown, A>()
  return {
    ...field,
    read: (value) => {
      const shared = known.get(value)
      if (shared !== undefined) return shared
      const read = field.read(value)
      if (read !== undefined && typeof value !== "object") {
        if (known.size >= mostKnown) known.clear()
        known.set(value, read)
      }
      return read
    }
  }
}

/** A field that a panel may leave out; one that cannot be read counts as left out. */
export const optional = <A>(field: Field<A>): Field<Option.Option<A>> => ({
  is: (value): value is Option.Option<A> =>
    Option.isOption(value) && (Option.isNone(value) || field.is(value.value)),
  read: (value) => {
    const read = value === undefined || value === null ? undefined : field.read(value)
    return read === undefined ? nothing : Option.some(read)
  },
  write: (value) => (Option.isSome(value) ? field.write(value.value) : undefined),
  arbitrary: (fc) => fc.option(field.arbitrary(fc)).map(Option.fromNullable),
  ...(field.wire === undefined ? {} : { wire: field.wire })
})

/** An amount: text or number in an answer, text where smmkit writes it. */
export const decimal: Field<BigDecimal.BigDecimal> = {
  is: BigDecimal.isBigDecimal,
  read: readDecimal,
  write: writeDecimal,
  arbitrary: (fc) =>
    fc
      .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(20))
      .map(([value, scale]) => BigDecimal.make(value, scale))
}

/** A whole number such as a start count: text or number in an answer, text where smmkit writes it. */
export const count: Field<number> = {
  is: (value): value is number => Number.isSafeInteger(value),
  read: readCount,
  write: String,
  arbitrary: (fc) => fc.maxSafeInteger()
}

/** Yes or no. */
export const flag: Field<boolean> = {
  is: (value): value is boolean => typeof value === "boolean",
  read: readFlag,
  write: (value) => value,
  arbitrary: (fc) => fc.boolean()
}

/** Any text. */
export const text: Field<string> = {
  is: (value): value is string => typeof value === "string",
  read: (value) => (typeof value === "string" ? value : undefined),
  write: (value) => value,
  arbitrary: (fc) => fc.string()
}

/** A text that says something. */
export const someText: Field<string> = {
  is: (value): value is string => typeof value === "string" && readText(value) === value,
  read: readText,
  write: (value) => value,
  arbitrary: (fc) => fc.string().map((text) => `a${text}`.trim())
}

/** An ID in whichever spelling. Canonical panels write it as a number, but for a lone refill. */
export const id = <A extends string>(
  brand: Schema.Schema<A, string>,
  write: (id: string) => unknown = writeId
): Field<A> => {
  const is = Schema.is(brand)
  // `readId` gives nothing that the brands do not take.
  const isRead = (id: string | undefined): id is A => id !== undefined
  return {
    is,
    read: (value) => {
      const id = readId(value)
      return isRead(id) ? id : undefined
    },
    write,
    arbitrary: (fc) =>
      fc
        .bigInt({ min: 1n, max: 10n ** 20n })
        .map(String)
        .filter(is)
  }
}

/** A word such as a state: `canonical` spellings are taken as they are, others are up to the schema. */
export const word = <A extends string, I>(
  schema: Schema.Schema<A, I>,
  canonical: ReadonlyArray<A>
): Field<A> => {
  const known = new Map<unknown, A>(canonical.map((word) => [word, word]))
  const decode = Schema.decodeUnknownOption(schema)
  return {
    is: Schema.is(schema),
    read: (value) => known.get(value) ?? Option.getOrUndefined(decode(value)),
    write: (value) => value,
    arbitrary: (fc) => fc.constantFrom(...canonical)
  }
}

/** What an answer about many gives for one of them: the value, or the words of a refusal in its place. */
export const orRefusal = <A>(field: Field<A>): Field<A | Refusal> => ({
  is: (value): value is A | Refusal => isRefusal(value) || field.is(value),
  read: (value) =>
    isObject(value) && typeof value["error"] === "string" ? { error: value["error"] } : field.read(value),
  write: (value) => (isRefusal(value) ? value : field.write(value)),
  arbitrary: (fc) => fc.oneof(field.arbitrary(fc), fc.record({ error: fc.string() }))
})

type Fields = Readonly<Record<string, Field<unknown>>>

type Value<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer A> ? A : never }

/** The record of these fields. What it does not name is let go. */
export const record = <F extends Fields>(identifier: string, fields: F): Described<Value<F>> => {
  const entries = Object.entries(fields).map(([name, field]) => ({ name, wire: field.wire ?? name, field }))
  // A copy of one object with all fields is made much faster than an object that grows field by field.
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(entries.map(({ name }) => [name, null]))

  const is = (value: unknown): value is Value<F> =>
    isObject(value) && entries.every(({ name, field }) => field.is(value[name]))
  const fill = (value: Record<string, unknown>, input: unknown): value is Value<F> => {
    if (!isObject(input)) return false
    for (const { name, wire, field } of entries) {
      const read = field.read(input[wire])
      if (read === undefined) return false
      value[name] = read
    }
    return true
  }
  return describe({
    identifier,
    is,
    read: (input) => {
      const value = { ...blank }
      return fill(value, input) ? value : undefined
    },
    explain: (input, ast) => {
      if (!isObject(input)) return new ParseResult.Type(ast, input, "expected an object")
      const wrong = entries.find(({ wire, field }) => field.read(input[wire]) === undefined)
      if (wrong === undefined) return new ParseResult.Type(ast, input)
      const { name, wire } = wrong
      const issue = new ParseResult.Type(ast, input[wire], `cannot be read as ${name}`)
      return new ParseResult.Pointer(name, input, issue)
    },
    write: (value) =>
      Object.fromEntries(
        entries.flatMap(({ name, wire, field }) => {
          const written = field.write(value[name])
          return written === undefined ? [] : [[wire, written]]
        })
      ),
    isSame: (a, b) =>
      entries.every(
        ({ name, field }) =>
          Equal.equals(a[name], b[name]) ||
          JSON.stringify(field.write(a[name])) === JSON.stringify(field.write(b[name]))
      ),
    arbitrary: (fc) =>
      fc.record(Object.fromEntries(entries.map(({ name, field }) => [name, field.arbitrary(fc)]))).filter(is)
  })
}
