/** What a trait is made of, and the few ways in which traits go about it. */
import type { Action, Form, Reply } from "../../Exchange.js"
import type { Asked } from "../asked.js"
import { deep, type Fields, isFields, isRefusal } from "./values.js"

/** One call, and what the panel would say to it, as traits see them. */
export interface Call {
  readonly action: Action | "unknown"
  readonly form: Form
  readonly asked: Asked
  /** The canonical words, where the whole answer is a refusal. */
  readonly refused: string | undefined
  readonly currency: string
  /** What an order cost at first, whatever was given back of it since; undefined where there is none. */
  readonly priceOf: (order: string) => string | undefined
}

/**
 * A trait: one sentence on how the panel writes, what of the answer it claims, and how it changes values
 * and reply. Traits with a claim in common exclude each other.
 */
export interface Definition {
  readonly says: string
  /** The actions whose answers it changes. Default: all. */
  readonly on?: ReadonlyArray<Action>
  readonly claims?: ReadonlyArray<string>
  /** Refuses the call in canonical words before the panel does anything; undefined lets it pass. */
  readonly refuses?: (call: Omit<Call, "refused">) => string | undefined
  /** The answer, changed; undefined leaves it as it is. */
  readonly value?: (value: unknown, call: Call) => unknown
  /** The reply, changed; `value` is what was written into it. */
  readonly reply?: (reply: Reply, value: unknown, call: Call) => Reply
}

/** A table of traits, of which each keeps its name. */
export const define = <Name extends string>(traits: Record<Name, Definition>): Record<Name, Definition> =>
  traits

type Change = NonNullable<Definition["value"]>
type Print = NonNullable<Definition["reply"]>

/** The fields of an answer that is one object and no refusal, changed. */
export const fields =
  (change: (fields: Fields, call: Call) => unknown): Change =>
  (value, call) =>
    isFields(value) && !isRefusal(value) ? change(value, call) : undefined

/** The rows of an answer that is a list, changed together. */
export const rows =
  (change: (rows: ReadonlyArray<Fields>) => unknown): Change =>
  (value) =>
    Array.isArray(value) && value.every(isFields) ? change(value) : undefined

/** Each row of an answer that is a list, changed. */
export const eachRow = (change: (row: Fields) => Fields): Change => rows((list) => list.map(change))

/** The refusal that is the whole answer, changed. */
export const refusal =
  (change: (refusal: Fields & { readonly error: string }) => unknown): Change =>
  (value) =>
    isRefusal(value) ? change(value) : undefined

/** All refusals in an answer, those about single IDs too. */
export const refusals =
  (change: (refusal: Fields & { readonly error: string }, call: Call) => unknown): Change =>
  (value, call) =>
    deep(value, (one) => (isRefusal(one) ? change(one, call) : one))

/** The fields of everything that has a state, changed. */
export const states =
  (change: (fields: Fields) => Fields): Change =>
  (value) =>
    deep(value, (one) => (isFields(one) && typeof one["status"] === "string" ? change(one) : one))

/** The fields of every order in a `status` answer, changed by what its ID tells. */
export const orders =
  (change: (fields: Fields, order: string, call: Call) => Fields): Change =>
  (value, call) => {
    const one = (fields: unknown, order: string): unknown =>
      isFields(fields) && !isRefusal(fields) ? change(fields, order, call) : fields
    if (!isFields(value) || isRefusal(value)) return undefined
    if ("one" in call.asked) return one(value, call.asked.one)
    return Object.fromEntries(Object.entries(value).map(([order, fields]) => [order, one(fields, order)]))
  }

/** The status of the reply to a refusal, unless something else has set one. */
export const refusedWith =
  (status: (words: string) => number): Print =>
  (reply, _, { refused }) =>
    refused !== undefined && reply.status === 200 ? { ...reply, status: status(refused) } : reply

/** The words of the refusal that was written, whatever its field is called. */
const wordsIn = (value: unknown): string | undefined => {
  if (!isFields(value)) return undefined
  const words = value["error"] ?? value["Error"]
  return typeof words === "string" ? words : undefined
}

/** The body of a refusal that is no JSON. */
export const refusedAs =
  (body: (words: string) => string): Print =>
  (reply, value, { refused }) => {
    const words = refused === undefined ? undefined : wordsIn(value)
    return words === undefined
      ? reply
      : { ...reply, headers: { ...reply.headers, "content-type": "text/plain" }, body: body(words) }
  }

export const asHtml = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, "content-type": "text/html; charset=UTF-8" }
})
