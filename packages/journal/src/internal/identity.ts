/**
 * What makes two orders the same, and two accounts.
 *
 * An order's identity is made of a form of the journal's own, before any dialect: what core calls a field on
 * the wire, or how it writes a number, may change without making a known order a new one. The version stands
 * in the digest. A later version is put before the earlier ones, by which orders are still found.
 */
import * as Crypto from "node:crypto"
import type { Order } from "@smmkit/core/Order"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import * as Redacted from "effect/Redacted"

/** In one call where Node has one (20.12), which takes half the time. */
const sha256 = (text: string): string =>
  typeof Crypto.hash === "function"
    ? Crypto.hash("sha256", text, "hex")
    : Crypto.createHash("sha256").update(text).digest("hex")

export const digest = (...parts: ReadonlyArray<string>): string => sha256(JSON.stringify(parts))

/** A panel's address with an API key, and the key alone: digests, from which the key cannot be read. */
export const credential = ({ url, key }: Pick<PanelConfig.Service, "url" | "key">) => ({
  digest: digest("account", url, Redacted.value(key)).slice(0, 32),
  keyDigest: digest("key", Redacted.value(key)).slice(0, 32)
})

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]) =>
  one < other ? -1 : one > other ? 1 : 0

/** A form with its fields in one order. */
export const sorted = (form: OrderForm): OrderForm => Object.fromEntries(Object.entries(form).sort(byName))

type Field = readonly [name: string, value: string]

const text = (value: unknown): string =>
  Array.isArray(value) ? value.map((one) => text(one)).join("\n") : String(value).trim()

/** The fields of an order by their names here, which are those of its type; the type itself is the service's. */
const fieldsOf = (order: Order): ReadonlyArray<Field> => {
  const fields: Array<Field> = []
  // As this is done for each order, in one pass.
  const add = (name: string, value: unknown) => {
    if (value !== undefined) fields.push([name, text(value)])
  }
  for (const [name, value] of Object.entries(order)) {
    if (name === "extra" || name === "fields") {
      for (const [own, its] of Object.entries(value ?? {})) add(own, its)
    } else if (name !== "type") add(name, value)
  }
  return fields
}

/** The versions of an order's identity, the present one first. */
const versions: ReadonlyArray<(fields: ReadonlyArray<Field>) => string> = [
  (fields) => `1:${digest("order", "1", ...[...fields].sort(byName).flat()).slice(0, 40)}`
]

/** The digests by which an order is known: the one that is written, and those of earlier versions. */
export type Fingerprints = readonly [present: string, ...earlier: Array<string>]

const all = (fields: ReadonlyArray<Field>): Fingerprints => {
  const [present = "", ...earlier] = versions.map((version) => version(fields))
  return [present, ...earlier]
}

export const fingerprints = (order: Order): Fingerprints => all(fieldsOf(order))

/** The same of an order that is known by its form only. */
export const ofForm = (form: OrderForm): Fingerprints =>
  all(Object.entries(form).map(([name, value]): Field => [name, text(value)]))

/** The digests by which a refill or a cancel of an order is known. */
export const ofChange = (action: "refill" | "cancel", order: string): Fingerprints => [
  `1:${digest(action, "1", order).slice(0, 40)}`
]

/** The first field in which two forms differ. */
export const difference = (one: OrderForm, other: OrderForm): string | undefined =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].find((name) => one[name] !== other[name])

/** Whether a text holds no half of a character: what does not is one text to a program and another to a database. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text)
