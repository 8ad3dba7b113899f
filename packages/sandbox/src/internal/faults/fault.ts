/** What a fault is made of, and the few ways in which faults go about it. */
import * as Predicate from "effect/Predicate"
import type { Exchange, Form, Reply } from "../../Exchange.js"
import { answered, mapReply } from "../exchanges.js"

/** One call as a fault sees it. */
export interface Call {
  readonly action: string
  readonly form: Form
  /** How long, in milliseconds, where a script says so. */
  readonly after: number | undefined
  readonly currency: string
  /** What an order cost at first, whatever was given back of it since. */
  readonly priceOf: (order: string) => string | undefined
  /** Lets the panel get the call later, whatever the caller thinks of it by then. */
  readonly later: (wait: number) => void
  /** Takes money from the account, as another program with the same key would. */
  readonly spend: () => void
  /** Gives money back to the account: the rest of an order under way, or out of goodwill. */
  readonly giveBack: () => void
  /** Orders the same for another link, as another program with the same key would. */
  readonly order: () => void
}

/** A fault: one sentence on what happens, and how. `next` lets the panel do as it would without it. */
export interface Definition {
  readonly says: string
  /** The actions that it can befall. Default: all. */
  readonly on?: ReadonlyArray<string>
  readonly act: (call: Call, next: () => Exchange) => Exchange
}

/** A table of faults, of which each keeps its name. */
export const define = <Name extends string>(faults: Record<Name, Definition>): Record<Name, Definition> =>
  faults

/** The panel does not get the call; this happens instead. */
export const instead =
  (exchange: Exchange | ((call: Call) => Exchange)): Definition["act"] =>
  (call) =>
    typeof exchange === "function" ? exchange(call) : exchange

/** The panel does what it was asked, but this is what the caller gets. */
export const afterwards =
  (exchange: Exchange): Definition["act"] =>
  (_, next) => {
    next()
    return exchange
  }

/** The panel's reply, changed. */
export const reply =
  (change: (reply: Reply, call: Call) => Reply): Definition["act"] =>
  (call, next) =>
    mapReply(next(), (reply) => change(reply, call))

/** The panel's answer, changed as JSON; undefined leaves it as it is. */
export const json = (change: (value: unknown, call: Call) => unknown): Definition["act"] =>
  reply((reply, call) => {
    const answer = parsed(reply)
    const value = answer === undefined ? undefined : change(answer, call)
    return value === undefined ? reply : { ...reply, body: JSON.stringify(value) }
  })

/** The panel's answer as people would read it. */
export const indented: Definition["act"] = reply((reply) => {
  const answer = parsed(reply)
  return answer === undefined ? reply : { ...reply, body: JSON.stringify(answer, null, 4) }
})

/** The answer of a reply; undefined where another fault has made of it what is no JSON. */
const parsed = ({ body }: Reply): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => Predicate.isRecord(value)

export const isRefusal = (value: unknown): value is Fields & { readonly error: string } =>
  isFields(value) && typeof value["error"] === "string"

/** The fields of an answer that is one object and no refusal, changed. */
export const fields = (change: (fields: Fields, call: Call) => unknown): Definition["act"] =>
  json((value, call) => (isFields(value) && !isRefusal(value) ? change(value, call) : undefined))

/** The rows of an answer that is a list, changed together. */
export const rows = (change: (rows: ReadonlyArray<Fields>) => unknown): Definition["act"] =>
  json((value) => (Array.isArray(value) && value.every(isFields) ? change(value) : undefined))

/** The refusal that is the whole answer, changed. */
export const refusal = (change: (words: string) => unknown): Definition["act"] =>
  json((value) => (isRefusal(value) ? change(value.error) : undefined))

/** The reply whose whole answer is a refusal, changed. A failure that another fault sends is none. */
export const refusingReply = (change: (reply: Reply, words: string) => Reply): Definition["act"] =>
  reply((reply) => {
    const value = parsed(reply)
    return isRefusal(value) && reply.status < 500 ? change(reply, value.error) : reply
  })

/** Every value in an answer, from the inside out. */
export const deep = (value: unknown, change: (value: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return change(value.map((one) => deep(one, change)))
  if (!isFields(value)) return change(value)
  return change(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, deep(field, change)])))
}

/** The fields of every order in a `status` answer, changed. */
export const orders = (change: (fields: Fields) => Fields): Definition["act"] =>
  json((value) =>
    deep(value, (one) => (isFields(one) && typeof one["status"] === "string" ? change(one) : one))
  )

/** The fields of every order in a `status` answer, changed by what its ID tells. */
export const eachOrder = (change: (fields: Fields, order: string, call: Call) => Fields): Definition["act"] =>
  json((value, call) => {
    const one = (fields: unknown, order: string): unknown =>
      isFields(fields) && !isRefusal(fields) ? change(fields, order, call) : fields
    if (!isFields(value) || isRefusal(value) || "status" in value) return one(value, call.form["order"] ?? "")
    return Object.fromEntries(Object.entries(value).map(([order, fields]) => [order, one(fields, order)]))
  })

/** Fields without some of them. */
export const without = (fields: Fields, ...names: ReadonlyArray<string>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

const html = { "content-type": "text/html; charset=UTF-8" }

export const page = (status: number, body: string): Exchange => answered({ status, headers: html, body })

export const asHtml = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...html } })

export const text = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {}
): Exchange => answered({ status, headers: { "content-type": "application/json", ...headers }, body })
