/**
 * The documented refusal is `{"error": "text"}`. This module finds that text in the other shapes that
 * panels give it.
 */
import * as Schema from "effect/Schema"
import { brokenJson, isObject } from "../json.js"
import { readFlag } from "../wire.js"

/** The documented shape, which the sandbox writes; an answer per ID holds one in place of its value. */
export const Refusal = /* @__PURE__ */ Schema.Struct({ error: Schema.String })
export type Refusal = typeof Refusal.Type

const hasCapital = (name: string): boolean => {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at)
    if (code >= 65 && code <= 90) return true
  }
  return false
}

type Fields = Readonly<Record<string, unknown>>

/** What was copied before, as several readers look into one answer, which may have any number of fields. */
const copies = /* @__PURE__ */ new WeakMap<Fields, Fields>()

const copied = (value: Fields): Fields => {
  const known = copies.get(value)
  if (known !== undefined) return known
  const copy = Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]))
  copies.set(value, copy)
  return copy
}

// What has more fields than this is no object that a panel documents; of one that holds an ID each, none is copied.
export const mostNames = 512

/** Field names as documented, where a panel capitalised them; most panels did not, so look before copying. */
export const folded = (value: Fields): Fields => {
  let names = 0
  let isCapitalised = false
  for (const name in value) {
    if (++names > mostNames) return value
    isCapitalised ||= hasCapital(name)
  }
  return isCapitalised ? copied(value) : value
}

// A panel's nonsense may be nested deeper than the stack is.
const deepest = 8

// What is longer than any text that is understood is not read to its end, nor is a list of very many.
const mostWords = 4000
const mostParts = 256

/** The texts of a list, as far as they are read. */
const joined = (list: ReadonlyArray<unknown>, within: (inner: unknown) => string): string => {
  let text = ""
  for (const one of list.slice(0, mostParts)) {
    if (text.length > mostWords) break
    const more = within(one)
    if (more !== "") text = text === "" ? more : `${text} ${more}`
  }
  return text
}

/** The words in whatever stands where words are expected: a text, a list of them, an object around one. */
const words = (value: unknown, depth = 0): string => {
  if (typeof value === "string") return value.trim()
  if (depth === deepest) return ""
  const within = (inner: unknown) => words(inner, depth + 1)
  if (Array.isArray(value)) return joined(value, within)
  if (!isObject(value)) return ""
  const inner = folded(value)
  const said = inner["message"] ?? inner["msg"] ?? inner["error"]
  if (said !== undefined && said !== null) return within(said)
  const parts = Object.values(inner)
  return parts.every(Array.isArray) ? joined(parts, within) : ""
}

const isAmong = (words: ReadonlyArray<unknown>, value: unknown): boolean =>
  words.includes(typeof value === "string" ? value.trim().toLowerCase() : value)

export const isFailing = (value: unknown): boolean =>
  isAmong([false, "false", "error", "fail", "failed", "failure"], value)

// `success` is a flag; `status` may be 0 for an order that waits.
export const isFailure = (success: unknown): boolean => readFlag(success) === false || isFailing(success)

/**
 * How a panel said no: in words, or only by a flag, or with words that may be anything (`message`
 * alone, or a bare text), which count only where the table of refusals knows them.
 */
export type Said =
  | { readonly kind: "refusal"; readonly words: string }
  | { readonly kind: "remark"; readonly words: string }

/** Under `error` too a panel may say that all went well; whether anything was done is then another question. */
const refusal = (words: string): Said => ({
  kind: /^ok\b|\bsuccess/i.test(words) ? "remark" : "refusal",
  words
})

/** The fields of an answer, which may stand in a list of one. */
const fieldsOf = (json: unknown): Readonly<Record<string, unknown>> => {
  const answer: unknown = Array.isArray(json) && json.length === 1 ? json[0] : json
  return isObject(answer) ? folded(answer) : {}
}

/** The answer, or the only one of a list, unless a list of several was to be expected. */
export const only = (json: unknown, asked: ReadonlyArray<string>): unknown =>
  Array.isArray(json) && json.length === 1 && asked.length < 2 ? json[0] : json

/** What a JSON answer says against the request, or undefined where it says nothing. */
export const read = (json: unknown): Said | undefined => {
  if (typeof json === "string") return json.trim() === "" ? undefined : { kind: "remark", words: json.trim() }
  return isObject(json) ? readFolded(folded(json)) : undefined
}

/** As `read`, of an object whose names are as documented. */
export const readFolded = (fields: Readonly<Record<string, unknown>>): Said | undefined => {
  const { error, errors, message, msg, status, success, data } = fields
  // Nearly every answer has none of these, and then there is nothing to look into.
  if ((error ?? errors ?? message ?? msg ?? success ?? data) === undefined) return undefined
  const flag = readFlag(error)
  const text = (flag === undefined ? words(error) : "") || words(errors)
  const remark = words(message) || words(msg)
  if (text !== "") return refusal(remark !== "" && isFailing(text) ? remark : text)
  if (flag === true) return refusal(remark)
  // `status` is also the state of an order, and an order may have failed; so a flag there needs words.
  const inData = isObject(data) ? words(data) : ""
  if (isFailure(success) || (isFailing(status) && (remark !== "" || inData !== "")))
    return refusal(remark || inData)
  return remark === "" ? undefined : { kind: "remark", words: remark }
}

/** Whether an answer, alone or in a list, flags a failure; such an answer confirms nothing. */
export const isFlagged = (json: unknown): boolean => {
  const { status, success } = fieldsOf(json)
  return isFailing(status) || isFailure(success)
}

/** Whether a flag, or a word in its place, says that all went well. */
export const isSuccess = (value: unknown): boolean =>
  isAmong([true, "ok", "success", "successful", "true"], value)

/** Whether a word in place of a flag is known, whatever it says. */
export const isWord = (value: unknown): boolean => isSuccess(value) || isFailing(value)

/** Whether an answer says outright that what was asked for was done, whatever else it says. */
export const isAffirmed = (json: unknown): boolean => {
  const { status, success, error } = fieldsOf(json)
  return readFlag(error) === false || readFlag(success) === true || isSuccess(status) || isSuccess(success)
}

/** What a body that is no JSON says against the request: `error=Invalid+API+key`, or plain text. */
export const readText = (body: string): Said | undefined => {
  const text = body.trim()
  // A page, or JSON that is broken: whatever its pieces say, they are no answer.
  if (text === "" || text.length > 500 || text.startsWith("<") || brokenJson.test(text)) return undefined
  const form = /^error=([^&]*)/i.exec(text)?.[1]
  if (form === undefined) return { kind: "remark", words: text }
  try {
    return refusal(decodeURIComponent(form.replaceAll("+", " ")))
  } catch {
    return refusal(form)
  }
}
