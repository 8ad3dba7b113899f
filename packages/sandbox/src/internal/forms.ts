/** The requests that clients send, as the form that they mean: any encoding, read as panels' scripts read it. */
import * as Querystring from "node:querystring"
import type { Dialect } from "@smmkit/core/Dialect"
import * as Effect from "effect/Effect"
import type { Form } from "../Exchange.js"
import { isFields, Numeral, read as readJson } from "./faults/values.js"

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

const mostFields = 1000

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
  const lists = new Map<string, Array<string>>()
  const fields = new Map<string, string>()
  for (const [name, value] of pairs) {
    const list = element.exec(name)?.[1]
    if (list === undefined) {
      lists.delete(name)
      fields.set(name, value)
    } else {
      const entries = lists.get(list) ?? []
      lists.set(list, [...entries, value])
      fields.set(list, joined(list, [...entries, value]))
    }
  }
  return Object.fromEntries(fields)
}

export const fromUrlEncoded = (text: string): Form =>
  fromPairs(
    Object.entries(Querystring.parse(text, "&", "=", { maxKeys: mostFields })).flatMap(([name, value = ""]) =>
      [value].flat().map((one) => [name, one] as const)
    )
  )

/** A number as PHP would write it: one of whole digits as it is, of whatever size. */
const digits = ({ digits }: Numeral): string => (/^-?\d+$/.test(digits) ? digits : String(Number(digits)))

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

/** Files are no fields. */
const fromMultipart = (contentType: string, body: Uint8Array): Effect.Effect<Form> =>
  Effect.tryPromise(() => new Response(body, { headers: { "content-type": contentType } }).formData()).pipe(
    Effect.map((data) =>
      fromPairs(
        [...data].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []))
      )
    ),
    Effect.orElseSucceed(() => ({}))
  )

const textOf = (body: Uint8Array): string => new TextDecoder().decode(body)

const nothing: Effect.Effect<Form> = Effect.succeed({})

/** The fields of a body by its content type. What is neither JSON nor a form has none. */
const fromBody = ({ body: kind }: Dialect, { contentType = "", body }: Request): Effect.Effect<Form> => {
  const [type = ""] = contentType.toLowerCase().split(";")
  if (/^[^/]+\/(?:[^/]+\+)?json$/.test(type.trim())) return Effect.sync(() => fromJson(textOf(body)))
  if (kind === "json") return nothing
  switch (type.trim()) {
    case "application/x-www-form-urlencoded":
      return Effect.sync(() => fromUrlEncoded(textOf(body)))
    case "multipart/form-data":
      return fromMultipart(contentType, body)
    default:
      return nothing
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
export const read = (dialect: Dialect, request: Request): Effect.Effect<Form> =>
  Effect.map(fromBody(dialect, request), (body) => {
    const fields = documented(
      dialect,
      dialect.body === "json" ? body : { ...fromUrlEncoded(request.query), ...body }
    )
    const { key: _, ...form } = fields
    const key = keyOf(dialect, fields, request)
    return key === undefined ? form : { ...form, key }
  })
