/**
 * The documented refusal is `{"error": "text"}`. This module finds that text in the other shapes that
 * panels give it.
 */
import * as Schema from "effect/Schema"
import { isObject } from "./json.js"

/** The documented shape, which the sandbox writes; an answer per ID holds one in place of its value. */
export const Refusal = Schema.Struct({ error: Schema.String })
export type Refusal = typeof Refusal.Type

/** Field names as documented, where a panel capitalised them. */
export const folded = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]))

/** The words in whatever stands where words are expected: a text, a list of them, an object around one. */
const words = (value: unknown): string => {
  if (typeof value === "string") return value.trim()
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join(" ")
  if (!isObject(value)) return ""
  const inner = folded(value)
  return words(
    inner["message"] ??
      inner["msg"] ??
      inner["error"] ??
      (Object.values(inner).every(Array.isArray) ? Object.values(inner) : "")
  )
}

const failing: ReadonlyArray<unknown> = [false, "false", "error", "fail", "failed", "failure"]

const isFailing = (value: unknown): boolean =>
  failing.includes(typeof value === "string" ? value.trim().toLowerCase() : value)

/**
 * How a panel said no: in words, or only by a flag, or with words that may be anything (`message`
 * alone, or a bare text), which count only where the table of refusals knows them.
 */
export type Said =
  | { readonly kind: "refusal"; readonly words: string }
  | { readonly kind: "remark"; readonly words: string }

const refusal = (text: string): Said => ({ kind: "refusal", words: text })

/** What a JSON answer says against the request, or undefined where it says nothing. */
export const read = (json: unknown): Said | undefined => {
  if (typeof json === "string") return json.trim() === "" ? undefined : { kind: "remark", words: json.trim() }
  if (!isObject(json)) return undefined
  const { error, errors, message, msg, status, success, data } = folded(json)
  const text = words(error) || words(errors)
  const remark = words(message) || words(msg)
  if (text !== "") return refusal(remark !== "" && isFailing(text) ? remark : text)
  if (error === true || error === 1) return refusal(remark)
  // `status` is also the state of an order, and an order may have failed; so a flag there needs words.
  const inData = isObject(data) ? words(data) : ""
  if (isFailing(success) || (isFailing(status) && (remark !== "" || inData !== "")))
    return refusal(remark || inData)
  return remark === "" ? undefined : { kind: "remark", words: remark }
}

/** Whether an answer flags a failure without a word about it; such an answer confirms nothing. */
export const isFlagged = (json: Readonly<Record<string, unknown>>): boolean => {
  const { status, success } = folded(json)
  return isFailing(status) || isFailing(success)
}

/** What a body that is no JSON says against the request: `error=Invalid+API+key`, or plain text. */
export const readText = (body: string): Said | undefined => {
  const text = body.trim()
  if (text === "" || text.startsWith("<") || text.length > 500) return undefined
  const form = /^error=([^&]*)/i.exec(text)?.[1]
  if (form === undefined) return { kind: "remark", words: text }
  try {
    return refusal(decodeURIComponent(form.replaceAll("+", " ")))
  } catch {
    return refusal(form)
  }
}
