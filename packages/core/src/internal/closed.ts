/**
 * Whether all that an object holds is accounted for: as a refusal's words, as what was sent, or as what says
 * nothing. In anything else the ID of an order may stand.
 */
import type { Asked } from "../Call.js"
import * as Dialect from "../Dialect.js"
import { isObject } from "./json.js"
import * as Refusal from "./refusals/texts.js"
import { fold, readId } from "./wire.js"

export type Fields = Readonly<Record<string, unknown>>

/** What the request sent, and how the panel speaks. */
type Sent = Asked["sent"]

const texts: ReadonlySet<string> = new Set(["error", "errors", "message", "msg"])

/** Whether a field of this name holds words. */
const isTexts = (name: string): boolean => texts.has(fold(name))

const singles: ReadonlySet<string> = new Set(
  "status success code statusCode error_code balance currency type name min max limit remaining retry_after"
    .split(" ")
    .map(fold)
)

export const ids: ReadonlySet<string> = new Set(["order", "orders", "id"])
/** Names whose value may be new, though the request sent it: refill IDs may equal order IDs. */
const results: ReadonlySet<string> = new Set([...ids, "refill", "refills"])

// A panel's nonsense may be nested deeper than the stack is.
const deepest = 32

const zero = /^[-+]?0*(?:[.,]0*)?$/

export const isEmpty = (value: unknown): boolean =>
  !value ||
  (typeof value === "string" && zero.test(value.trim())) ||
  (typeof value === "object" && Object.keys(value).length === 0)

const isSingle = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"

const isAsked = (value: unknown, { asked }: Sent): boolean => {
  const named = (typeof value === "string" ? value.split(",") : [value]).flat()
  return named.every((one) => {
    const id = readId(one)
    return id !== undefined && asked.includes(id)
  })
}

/** Whether the field has come back as it was sent, under the documented name or the panel's own. */
const isSent = (name: string, value: unknown, { params, dialect }: Sent): boolean =>
  isSingle(value) &&
  Object.entries(params).some(
    ([sent, text]) =>
      (sent === name || Dialect.nameOf(dialect, sent) === name) && String(value).trim() === text.trim()
  )

/** "The link is required", as opposed to anything that could be an ID. */
const sentence = /\p{L}\s+\p{L}+\s+\p{L}/u

/** Laravel lists what is wrong under the names of the fields that were sent. */
const isComplaint = (name: string, value: unknown, { params }: Sent): boolean =>
  !results.has(fold(name)) &&
  Object.hasOwn(params, name) &&
  [value].flat().every((text) => typeof text === "string" && sentence.test(text))

/** What may be an ID, or holds JSON or a form that may hold one: no words, wherever words are expected. */
export const isNoWords = (text: string): boolean =>
  /^\s*\S*\p{N}\S*\s*$/u.test(text) || /[{}]|^\s*\[|"\s*:|=[\s\S]*[&=]/.test(text.replace(/https?:\S+/gi, ""))

/** A refusal says little. What says more proves nothing, and would be read for ever. */
export const mostTexts = 128

const isText = (value: unknown, sent: Sent, depth: number): boolean => {
  if (depth > deepest) return false
  if (typeof value === "string" && !isEmpty(value)) return !isNoWords(value)
  if (Array.isArray(value))
    return value.length <= mostTexts && value.every((one) => isText(one, sent, depth + 1))
  return isEmpty(value) || (isObject(value) && isClosedText(value, sent, depth + 1))
}

/** An object where a text is expected. */
const isClosedText = (fields: Fields, sent: Sent, depth: number): boolean => {
  const complaints = Object.keys(fields).filter((name) => isComplaint(name, fields[name], sent))
  return isClosed(fields, sent, complaints, depth)
}

/** The name under which a field stands, in whatever letters; none where several would be it. */
export const nameOf = (fields: Fields, name: string): ReadonlyArray<string> => {
  const names = Object.keys(fields).filter((own) => own.toLowerCase() === name)
  return names.length === 1 ? names : []
}

/** Whether every field of an object is accounted for; those that are `aside` are judged elsewhere. */
export const isClosed = (
  fields: Fields,
  sent: Sent,
  aside: ReadonlyArray<string> = [],
  depth = 0
): boolean => {
  const entries = Object.entries(fields)
  const isAccounted = (name: string, value: unknown): boolean => {
    if (isEmpty(value) || aside.includes(name)) return true
    const folded = fold(name)
    if (texts.has(folded)) {
      return isText(value, sent, depth) || (folded === "error" && (value === true || value === 1))
    }
    if (results.has(folded)) return ids.has(folded) && isAsked(value, sent)
    const isHarmless = singles.has(folded) || sent.dialect.harmless.includes(name.toLowerCase())
    return (isHarmless && isSingle(value)) || isSent(name, value, sent)
  }
  return (
    depth <= deepest &&
    entries.length <= Refusal.mostNames &&
    entries.every(([name, value]) => isAccounted(name, value))
  )
}

/** A text that stands where a word or a number is expected, and its name. */
export type Remark = readonly [name: string, text: string]

/** Such texts of an object, but for what was sent and what the program declares harmless. */
export const remarksOf = (
  fields: Fields,
  sent: Sent,
  aside: ReadonlyArray<string> = []
): ReadonlyArray<Remark> =>
  Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string" &&
    !isEmpty(value) &&
    !isTexts(name) &&
    !aside.includes(name) &&
    !sent.dialect.harmless.includes(name.toLowerCase()) &&
    !isSent(name, value, sent) &&
    !isComplaint(name, value, sent)
      ? [[fold(name), value]]
      : []
  )

/** All texts of a closed object, or of what stands where a text is expected. */
export const textsOf = (value: unknown, isWithin = false, depth = 0): ReadonlyArray<string> => {
  if (depth > deepest) return []
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()]
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one, isWithin, depth + 1))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    isTexts(name) || (isWithin && !singles.has(fold(name))) ? textsOf(inner, true, depth + 1) : []
  )
}

/** An object, and those in it that stand where a text is expected. */
export const objectsIn = (value: unknown, depth = 0): ReadonlyArray<Fields> => {
  if (depth > deepest) return []
  if (Array.isArray(value)) return value.flatMap((one) => objectsIn(one, depth + 1))
  if (!isObject(value)) return []
  const texted = Object.keys(value).filter(isTexts)
  return [value, ...texted.flatMap((name) => objectsIn(value[name], depth + 1))]
}
