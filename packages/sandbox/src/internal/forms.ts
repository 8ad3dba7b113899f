/** The bodies in which clients send a call, as the form that they mean. */
import * as Querystring from "node:querystring"
import * as Predicate from "effect/Predicate"
import type { Form } from "../Exchange.js"

/** Of a field that comes several times, the last one counts, as in PHP. */
export const fromUrlEncoded = (text: string): Form => {
  const form: Record<string, string> = {}
  for (const [name, value = ""] of Object.entries(Querystring.parse(text, "&", "=", { maxKeys: 100 }))) {
    form[name] = typeof value === "string" ? value : (value.at(-1) ?? "")
  }
  return form
}

/** A field of a JSON body as a form has it: lists joined by commas, what is no scalar left out. */
const asText = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return [value.flatMap(asText).join(",")]
  return Predicate.isString(value) || Predicate.isNumber(value) || Predicate.isBoolean(value)
    ? [String(value)]
    : []
}

const fromJson = (text: string): Form => {
  try {
    const body: unknown = JSON.parse(text)
    return Predicate.isRecord(body)
      ? Object.fromEntries(
          Object.entries(body).flatMap(([name, value]) => asText(value).map((one) => [name, one] as const))
        )
      : {}
  } catch {
    return {}
  }
}

/** A body by its content type; what is neither JSON nor a form has no fields, and is refused for that. */
export const read = (contentType: string, text: string): Form =>
  contentType.includes("json")
    ? fromJson(text)
    : contentType.includes("multipart")
      ? {}
      : fromUrlEncoded(text)
