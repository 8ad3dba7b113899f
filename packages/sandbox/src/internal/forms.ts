/** The requests that clients send, as the form that they mean: any encoding, read as panels' scripts read it. */
import type { Dialect } from "@smmkit/core/Dialect"
import type { Form } from "../Exchange.js"
import { isFields, Numeral, read as readJson } from "./faults/values.js"
import * as Multipart from "./multipart.js"

/** A request's parts that can hold fields. */
export interface Request {
  /** As it came; none is no form. */
  readonly contentType: string | undefined
  readonly body: Uint8Array
  /** What stands behind the question mark. */
  readonly query: string
  readonly header: (name: "x-api-key" | "authorization") => string | undefined
}

type Pairs = ReadonlyArray<readonly [name: string, value: string]>

const multiLine: ReadonlyArray<string> = ["comments", "usernames", "hashtags", "keywords", "groups"]

/** A list as the field has it: one entry a line where the field has lines, else joined by commas. */
const joined = (name: string, list: ReadonlyArray<string>): string =>
  list.join(multiLine.includes(name) ? "\n" : ",")

const element = /^([^[\]]+)\[[^[\]]*\]$/

/**
 * Fields by name. Of a field that comes several times the last one counts, and `orders[]` or `orders[0]` is
 * an entry of the list `orders`, as in PHP.
 */
const fromPairs = (pairs: Pairs): Form => {
  const fields = new Map<string, string | Array<string>>()
  for (const [name, value] of pairs) {
    const list = element.exec(name)?.[1]
    const entries = list === undefined ? undefined : fields.get(list)
    if (Array.isArray(entries)) entries.push(value)
    else fields.set(list ?? name, list === undefined ? value : [value])
  }
  return Object.fromEntries(
    [...fields].map(([name, value]) => [name, Array.isArray(value) ? joined(name, value) : value])
  )
}

/** A question mark at the beginning is a part of the first name. */
export const fromUrlEncoded = (text: string): Form => fromPairs([...new URLSearchParams(`&${text}`)])

/** A number as text: one of whole digits as it is, of whatever size; what is beyond numbers is very large. */
const digits = ({ digits }: Numeral): string => {
  if (/^-?\d+$/.test(digits)) return digits
  const value = Number(digits)
  if (Number.isInteger(value)) return BigInt(value).toString()
  return Number.isFinite(value) ? String(value) : `${value < 0 ? "-" : ""}${"9".repeat(309)}`
}

/** What a field of a JSON object is as text; what is no scalar and no list of them is left out. */
const texts = (name: string, value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value))
    return [
      joined(
        name,
        value.flatMap((one) => texts(name, one))
      )
    ]
  if (value instanceof Numeral) return [digits(value)]
  return typeof value === "string" || typeof value === "boolean" ? [String(value)] : []
}

const fromJson = (text: string): Form => {
  const body = readJson(text)
  return isFields(body)
    ? Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) => texts(name, value).map((one) => [name, one] as const))
      )
    : {}
}

const textOf = (body: Uint8Array): string => new TextDecoder().decode(body)

/** The fields of a body by its content type. What is neither JSON nor a form has none. */
const fromBody = ({ body: kind }: Dialect, { contentType = "", body }: Request): Form => {
  const [type = ""] = contentType.toLowerCase().split(";")
  if (/^[^/]+\/(?:[^/]+\+)?json$/.test(type.trim())) return fromJson(textOf(body))
  if (kind === "json") return {}
  switch (type.trim()) {
    case "application/x-www-form-urlencoded":
      return fromUrlEncoded(textOf(body))
    case "multipart/form-data":
      return fromPairs(Multipart.fields(contentType, body))
    default:
      return {}
  }
}

/** The documented names of fields that the dialect calls otherwise; the documented name is then another field. */
const documented = ({ names }: Dialect, form: Form): Form => {
  const fields = Object.keys(names)
  const kept = Object.entries(form).filter(([name]) => !fields.includes(name))
  const renamed = fields.flatMap((field) => {
    const name = names[field] ?? field
    // A list that is called `ids[]` was read as the list `ids`.
    const value = form[name] ?? form[name.replace(/\[[^[\]]*\]$/, "")]
    return value === undefined ? [] : [[field, value] as const]
  })
  return Object.fromEntries([...kept, ...renamed])
}

const bearer = /^Bearer +(\S+)$/i

const keyOf = ({ key }: Dialect, form: Form, { header }: Request): string | undefined => {
  switch (key) {
    case "body":
      return form["key"]
    case "X-Api-Key":
      return header("x-api-key")
    case "Bearer":
      return bearer.exec(header("authorization") ?? "")?.[1]
  }
}

/** The form that a request means to a panel of this dialect. What stands in the body counts before the query. */
export const read = (dialect: Dialect, request: Request): Form => {
  const body = fromBody(dialect, request)
  const fields = documented(
    dialect,
    dialect.body === "json" ? body : { ...fromUrlEncoded(request.query), ...body }
  )
  const { key: _, ...form } = fields
  const key = keyOf(dialect, fields, request)
  return key === undefined ? form : { ...form, key }
}
