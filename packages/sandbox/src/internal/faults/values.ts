/** Answers as values that can be changed and written again without loss: a number keeps its digits. */
import * as Predicate from "effect/Predicate"

// No text of an answer begins with this, so it can mark a number until the text is written.
const mark = "\u0000"

/** A number by its digits, which a double need not hold. */
export class Numeral {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
  toJSON(): string {
    return mark + this.digits
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const marked = /"\\u0000([^"]+)"/g

/** The value of a text; undefined where it is no JSON. */
export const read = (text: string): unknown => {
  const safe = text.replace(tokens, (token) => (token.startsWith('"') ? token : `"\\u0000${token}"`))
  try {
    return JSON.parse(safe, (_, value) =>
      typeof value === "string" && value.startsWith(mark) ? new Numeral(value.slice(1)) : value
    )
  } catch {
    return undefined
  }
}

/** The text of a value, indented by so much. */
export const write = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(marked, "$1")

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  Predicate.isRecord(value) && !(value instanceof Numeral)

/** A number, or a text that is written like one. */
export const isNumeric = (value: unknown): value is string =>
  typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value)

export const isRefusal = (value: unknown): value is Fields & { readonly error: string } =>
  isFields(value) && typeof value["error"] === "string"

/** Fields without some of them. */
export const without = (fields: Fields, ...names: ReadonlyArray<string>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

/** Every value in an answer, from the inside out, with the name of the field that it stands in. */
export const deep = (
  value: unknown,
  change: (value: unknown, name: string | undefined) => unknown,
  name?: string
): unknown => {
  if (Array.isArray(value)) {
    return change(
      value.map((one) => deep(one, change, name)),
      name
    )
  }
  if (!isFields(value)) return change(value, name)
  const changed = Object.entries(value).map(([key, field]) => [key, deep(field, change, key)])
  return change(Object.fromEntries(changed), name)
}
