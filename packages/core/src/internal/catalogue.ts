/** From the catalogue that a panel sends to the documented list, each service once. */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { ServiceId } from "../Identifiers.js"
import type { Offer } from "../Offer.js"
import { isObject, listIn } from "./json.js"
import { folded } from "./refusals/texts.js"
import { readId, readText, writeDecimal } from "./wire.js"

/** A label as text, where a panel sent a number or nothing. */
const label = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : ""

/** A row as documented, where a panel left out a label, or says `description`. */
const documentedRow = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { name, type, category, desc, description } = fields
  const isLabelled = typeof name === "string" && typeof type === "string" && typeof category === "string"
  if (isLabelled && description === undefined) return fields
  return {
    ...fields,
    name: label(name),
    type: label(type),
    category: label(category),
    desc: readText(desc) ?? description
  }
}

/** The documented rows. One without an ID cannot be ordered, and is no reason to lose the others. */
const documentedRows = (json: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  const rows: Array<Readonly<Record<string, unknown>>> = []
  for (const row of json) {
    if (!isObject(row)) continue
    const fields = "service" in row ? row : folded(row)
    if (readId(fields["service"]) !== undefined) rows.push(documentedRow(fields))
  }
  return rows.length === 0 ? json : rows
}

/** The rows of a list, be it one that is written as an object. */
const rowsIn = (value: unknown): ReadonlyArray<unknown> | undefined =>
  listIn(value, (row) => isObject(row) && "service" in row)

const envelopes = ["services", "data", "result", "msg", "message"]

// An envelope stands in another at most.
const deepest = 2

/** The list as documented, where a panel wrapped it, or said in words that it is empty. */
export const documented = (json: unknown, depth = 0): unknown => {
  const rows = rowsIn(json)
  if (rows !== undefined) return documentedRows(rows)
  if (!isObject(json) || depth === deepest) return json
  const fields = folded(json)
  for (const name of envelopes) {
    const inner = documented(fields[name], depth + 1)
    if (Array.isArray(inner)) return inner
  }
  // The SmartPanel family says so in words: {"status":"success","data":"Empty Data"}.
  const { status, data } = fields
  return status === "success" && typeof data === "string" && /\bempty\b|\bno (?:data|services)\b/i.test(data)
    ? []
    : json
}

/** What of a service its price and its checks depend on. */
const terms = ["type", "rate", "currency", "min", "max"] as const

const shown = (value: Offer[(typeof terms)[number]]): string => {
  if (typeof value === "string") return value
  const known = Option.getOrUndefined<BigDecimal.BigDecimal | number | string>(value)
  return known === undefined
    ? "nothing"
    : BigDecimal.isBigDecimal(known)
      ? writeDecimal(known)
      : String(known)
}

/** Two rows of one service as one. Where they disagree, nobody knows what holds, so neither does. */
const merged = (one: Offer, other: Offer): Offer => {
  const differing = terms.filter((term) =>
    term === "rate"
      ? !Option.getEquivalence(BigDecimal.Equivalence)(one.rate, other.rate)
      : shown(one[term]) !== shown(other[term])
  )
  if (differing.length === 0) return one
  const said = differing.map((term) => `${term} ${shown(one[term])} or ${shown(other[term])}`)
  const isOpen = (term: (typeof terms)[number]) => differing.includes(term)
  return {
    ...one,
    // A price is one in its currency.
    rate: isOpen("rate") || isOpen("currency") ? Option.none() : one.rate,
    currency: isOpen("currency") ? Option.none() : one.currency,
    min: isOpen("min") ? Option.none() : one.min,
    max: isOpen("max") ? Option.none() : one.max,
    unclear: Option.some([...Option.toArray(one.unclear), ...said].join(", "))
  }
}

/** Whether two rows may have one ID. To sort ten thousand numbers takes a quarter of what a map of their texts takes. */
const mayRepeat = (list: ReadonlyArray<Offer>): boolean => {
  const ids = new Float64Array(list.length)
  list.forEach(({ service }, at) => {
    ids[at] = Number(service)
  })
  return ids.sort().some((id, at) => Number.isNaN(id) || id === ids[at - 1])
}

/** The services by ID, in the order of the catalogue. */
export const byId = (list: ReadonlyArray<Offer>): ReadonlyMap<ServiceId, Offer> => {
  const services = new Map<ServiceId, Offer>()
  for (const row of list) {
    const other = services.get(row.service)
    services.set(row.service, other === undefined ? row : merged(other, row))
  }
  return services
}

/** Each service once. */
export const once = (list: ReadonlyArray<Offer>): ReadonlyArray<Offer> =>
  mayRepeat(list) ? [...byId(list).values()] : list
