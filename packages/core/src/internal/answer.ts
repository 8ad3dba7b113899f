/**
 * The fields of answers. An answer is a `Schema.Struct` of them, with all that a schema gives; `reader`
 * makes of that struct a function that reads the same, three times as fast: a struct walks each answer once
 * to read it, once to transform it and once to check the outcome, and a catalogue has ten thousand of them.
 *
 * A schema takes what panels are known to send. A reader forgives more: an optional field of any other kind
 * counts as left out.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { isObject } from "./json.js"
import {
  isBounded,
  readCount,
  readDecimal,
  readFlag,
  readId,
  readTally,
  readText,
  writeDecimal,
  writeId
} from "./wire.js"

/** The value, or undefined where what the panel sent is none. */
type Read<A> = (value: unknown) => A | undefined

/** Under which a field's schema keeps how a reader reads it, and whether its values recur. */
const Reading = Symbol.for("@smmkit/core/Reading")
const Recurring = Symbol.for("@smmkit/core/Recurring")

/** One field: what panels send, what it is here, and how the one becomes the other. */
export const field = <A, I>(
  wire: Schema.Schema<I>,
  type: Schema.Schema<A>,
  { read, write }: { readonly read: Read<A>; readonly write: (value: A) => I }
): Schema.Schema<A, I> =>
  Schema.transformOrFail(wire, type, {
    decode: (sent, _, ast) => {
      const value = read(sent)
      return value === undefined
        ? ParseResult.fail(new ParseResult.Type(ast, sent, "cannot be read"))
        : ParseResult.succeed(value)
    },
    encode: (value) => ParseResult.succeed(write(value))
  }).annotations({ [Reading]: read })

const readingOf = (annotated: AST.Annotated): Read<unknown> =>
  Option.getOrElse(AST.getAnnotation<Read<unknown>>(annotated, Reading), () => () => undefined)

const nothing = Option.none<never>()

/** A field that a panel may leave out; one that cannot be read counts as left out. */
export const optional = <A, I>(of: Schema.Schema<A, I>) => {
  const read = readingOf(of.ast)
  const decode = Schema.decodeOption(of)
  const encode = Schema.encodeSync(of)
  return Schema.optionalToRequired(
    Schema.NullishOr(Schema.encodedSchema(of)),
    Schema.OptionFromSelf(Schema.typeSchema(of)),
    {
      decode: Option.flatMap((sent) => (sent === undefined || sent === null ? nothing : decode(sent))),
      encode: Option.map(encode)
    }
  ).annotations({
    description: "Null, or left out, where the panel does not say.",
    [Reading]: (sent: unknown) => {
      const value = sent === undefined || sent === null ? undefined : read(sent)
      return value === undefined ? nothing : Option.some(value)
    }
  })
}

/** Marks a field with few values that recur from row to row: each is read once and then shared, which spares memory too. */
export const recurring = <F extends { annotations(annotations: { readonly [Recurring]: true }): F }>(
  field: F
): F => field.annotations({ [Recurring]: true })

/** An amount: text or number in an answer, text where smmkit writes it. */
export const decimal = /* @__PURE__ */ (() =>
  field(
    Schema.Union(Schema.String, Schema.Number),
    Schema.BigDecimalFromSelf.pipe(
      Schema.filter(isBounded, {
        arbitrary: () => (fc) =>
          fc
            .tuple(fc.bigInt({ min: 1n - 10n ** 30n, max: 10n ** 30n - 1n }), fc.nat(40))
            .map(([value, scale]) => BigDecimal.make(value, scale))
      })
    ),
    { read: readDecimal, write: writeDecimal }
  ))()

const wholeBy = (read: Read<number>) =>
  field(
    Schema.Union(Schema.String, Schema.Number),
    Schema.Number.pipe(
      Schema.filter((value) => Number.isSafeInteger(value), { arbitrary: () => (fc) => fc.maxSafeInteger() })
    ),
    { read, write: String }
  )

/** A whole number such as the least of a service: text or number in an answer, text where smmkit writes it. */
export const count = /* @__PURE__ */ wholeBy(readCount)

/** The same of an order, by which money is given back: what may be another number counts as left out. */
export const tally = /* @__PURE__ */ wholeBy(readTally)

/** Yes or no. */
export const flag = /* @__PURE__ */ (() =>
  field(Schema.Union(Schema.Boolean, Schema.String, Schema.Number), Schema.Boolean, {
    read: readFlag,
    write: (value) => value
  }))()

/** Any text. */
export const text = /* @__PURE__ */ (() =>
  field(Schema.String, Schema.String, {
    read: (value) => (typeof value === "string" ? value : undefined),
    write: (value) => value
  }))()

const SomeText = /* @__PURE__ */ (() =>
  Schema.String.pipe(
    Schema.filter((text) => readText(text) === text, {
      arbitrary: () => (fc) => fc.string().map((text) => `a${text}`.trim())
    })
  ))()

/** A text that says something. */
export const someText = /* @__PURE__ */ (() =>
  field(Schema.Union(Schema.String, Schema.Number), SomeText, {
    read: readText,
    write: (value) => value
  }))()

/** A text that says something, or yes or no. */
export const someTextOrFlag = /* @__PURE__ */ (() =>
  field(Schema.Union(Schema.String, Schema.Boolean), Schema.Union(SomeText, Schema.Boolean), {
    read: (value) => (typeof value === "boolean" ? value : readText(value)),
    write: (value) => value
  }))()

const Id = /* @__PURE__ */ (() => Schema.Union(Schema.String, Schema.Number))()

/** An ID in whichever spelling. Canonical panels write it as a number, but for a lone refill. */
export const id = <A extends string>(
  brand: Schema.Schema<A, string>,
  write: (id: A) => string | number = writeId
) => {
  // `readId` gives nothing that the brands do not take.
  const isRead = (id: string | undefined): id is A => id !== undefined
  return field(Id, Schema.typeSchema(brand), {
    read: (value) => {
      const id = readId(value)
      return isRead(id) ? id : undefined
    },
    write
  })
}

/** IDs in a list. */
export const ids = <A extends string>(brand: Schema.Schema<A, string>) => {
  const read = readingOf(id(brand).ast)
  const type = Schema.Array(Schema.typeSchema(brand))
  const isIds = Schema.is(type)
  return field(Schema.Array(Id), type, {
    read: (value) => {
      const ids = Array.isArray(value) ? value.flatMap((one) => read(one) ?? []) : undefined
      return isIds(ids) ? ids : undefined
    },
    write: (ids) => ids
  })
}

/** A word such as a state: `canonical` spellings are taken as they are, others are up to the schema. */
export const word = <A extends string, I>(schema: Schema.Schema<A, I>, canonical: ReadonlyArray<A>) => {
  const known = new Map<unknown, A>(canonical.map((word) => [word, word]))
  const decode = Schema.decodeUnknownOption(schema)
  return field(
    Schema.encodedSchema(schema),
    Schema.typeSchema(schema).annotations({ arbitrary: () => (fc) => fc.constantFrom(...canonical) }),
    {
      read: (value) => known.get(value) ?? Option.getOrUndefined(decode(value)),
      write: Schema.encodeSync(schema)
    }
  )
}

/** What every answer is called, and that panels may add to it whatever they like. */
export const about = (identifier: string) => ({ identifier, jsonSchema: { additionalProperties: true } })

// Enough for the prices and the bounds of nearly any catalogue; longer texts do not recur.
const mostKnown = 4096
const longestKnown = 64

/** Remembers what was read, for as long as its reader lives. */
const remembering = (read: Read<unknown>): Read<unknown> => {
  const known = new Map<unknown, unknown>()
  return (value) => {
    const shared = known.get(value)
    if (shared !== undefined) return shared
    const fresh = read(value)
    if (
      fresh !== undefined &&
      typeof value !== "object" &&
      (typeof value !== "string" || value.length <= longestKnown)
    ) {
      if (known.size >= mostKnown) known.clear()
      known.set(value, fresh)
    }
    return fresh
  }
}

interface Entry {
  readonly name: string
  /** The field's name on the wire. */
  readonly wire: string
  readonly read: Read<unknown>
}

const entryOf = (name: string, field: Schema.Struct.Field): Entry => {
  const { ast } = field
  const annotated = ast._tag === "PropertySignatureTransformation" ? ast.to : ast
  const read = readingOf(annotated)
  const isRecurring = Option.isSome(AST.getAnnotation(annotated, Recurring))
  return {
    name,
    wire: String((ast._tag === "PropertySignatureTransformation" ? ast.from.fromKey : undefined) ?? name),
    read: isRecurring ? remembering(read) : read
  }
}

type Reader<A> = (input: unknown) => Either.Either<A, undefined>

const wrong = Either.left(undefined)

/** Reads what a struct of these fields holds, or nothing; what it has read so far it keeps, so each panel has its own. */
const filling = <Fields extends Schema.Struct.Fields>(
  schema: Schema.Struct<Fields>
): ((input: unknown) => Schema.Struct.Type<Fields> | undefined) => {
  const entries = Object.entries<Schema.Struct.Field>(schema.fields).map(([name, field]) =>
    entryOf(name, field)
  )
  // A copy of one object with all fields is made much faster than an object that grows field by field.
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(entries.map(({ name }) => [name, null]))
  const fill = (
    value: Record<string, unknown>,
    input: unknown
  ): value is typeof value & Schema.Struct.Type<Fields> => {
    if (!isObject(input)) return false
    for (const { name, wire, read } of entries) {
      const one = read(input[wire])
      if (one === undefined) return false
      value[name] = one
    }
    return true
  }
  return (input) => {
    const value = { ...blank }
    return fill(value, input) ? value : undefined
  }
}

/** What of an answer is a struct of these fields. */
export const reader = <Fields extends Schema.Struct.Fields>(
  schema: Schema.Struct<Fields>
): Reader<Schema.Struct.Type<Fields>> => {
  const read = filling(schema)
  return (input) => Either.fromNullable(read(input), () => undefined)
}

/** As `reader`, of a list. */
export const listReader = <Fields extends Schema.Struct.Fields>(
  schema: Schema.Struct<Fields>
): Reader<ReadonlyArray<Schema.Struct.Type<Fields>>> => {
  const read = filling(schema)
  return (input) => {
    if (!Array.isArray(input)) return wrong
    const rows: Array<Schema.Struct.Type<Fields>> = []
    for (const one of input) {
      const row = read(one)
      if (row === undefined) return wrong
      rows.push(row)
    }
    return Either.right(rows)
  }
}
