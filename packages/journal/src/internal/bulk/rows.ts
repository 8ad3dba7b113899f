/** From records to orders with keys: each row is good, or bad with everything that helps to mend it. */
import type { Money } from "@smmkit/core/Money"
import type { Offer } from "@smmkit/core/Offer"
import type { Order } from "@smmkit/core/Order"
import * as OrderForm from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { type BadRow, UnusableInput } from "../../BulkError.js"
import type { Row } from "../../BulkModel.js"
import * as Identity from "../identity.js"
import { wrongKey } from "../placing/planning.js"

export interface Candidate {
  readonly row: number
  readonly order: Order
  readonly request: OrderForm.OrderForm
  readonly price: Money | undefined
  /** The row's own key; undefined where it has none. */
  readonly ownKey: string | undefined
  readonly fingerprints: Identity.Fingerprints
  /** What is counted: equal rows, or equal keys. */
  readonly counted: string
  /** What the order is for: its service, and the link or the name that it goes to. */
  readonly target: string
}

export interface GoodRow extends Candidate {
  readonly key: string
}

const bad = (row: number, field: string, value: string, remedy: string): BadRow => ({
  row,
  field,
  value,
  remedy
})

/** Where an order goes to. */
const targets = ["link", "username", "usernames", "groups"]

/**
 * Columns are found whatever their capitals, and cells whatever blanks stand around them; the panel gets a field of its
 * own as the caller has spelled it, and as it stands.
 */
const split = (fields: Row["fields"], extraNames: ReadonlyArray<string>) => {
  const spelled = new Map(extraNames.map((name) => [name.toLowerCase(), name]))
  const given = Object.entries(fields).filter(([, value]) => value.trim() !== "")
  const extra = given.flatMap(([name, value]) => {
    const spelling = extraNames.includes(name) ? name : spelled.get(name.toLowerCase())
    return spelling === undefined ? [] : [[name, spelling, value] as const]
  })
  const isExtra = (name: string) => extra.some(([column]) => column === name)
  return {
    own: given.find(([name]) => name === "key")?.[1].trim(),
    form: Object.fromEntries(
      given.flatMap(([name, value]) => (name === "key" || isExtra(name) ? [] : [[name, value.trim()]]))
    ),
    extra: Object.fromEntries(extra.map(([, spelling, value]) => [spelling, value]))
  }
}

/** Reads one row. Empty cells are fields that the order does not have. */
export const read = (
  { row, fields }: Row,
  catalogue: ReadonlyMap<string, Offer>,
  extraNames: ReadonlyArray<string>
): Either.Either<Candidate, BadRow> => {
  const { own, form, extra } = split(fields, extraNames)
  const id = form["service"]
  if (id === undefined) return Either.left(bad(row, "service", "", "give the ID of a service"))
  const service = catalogue.get(id)
  if (service === undefined) {
    return Either.left(bad(row, "service", id, "give the ID of a service in the panel's catalogue"))
  }
  return Either.gen(function* () {
    const order = yield* OrderForm.fromForm(service.type, form, { extra })
    yield* Quote.check(order, service)
    const request = Identity.sorted(yield* OrderForm.toForm(order))
    const wrong = own === undefined ? undefined : wrongKey(own)
    if (wrong !== undefined) return yield* Either.left(wrong)
    const fingerprints = Identity.fingerprints(order)
    return {
      row,
      order,
      request,
      price: Option.getOrUndefined(Quote.quote(order, service)),
      ownKey: own,
      fingerprints,
      counted: own === undefined ? `row ${fingerprints[0]}` : `key ${own}`,
      target: Identity.digest("target", id, ...targets.map((name) => request[name] ?? ""))
    }
  }).pipe(Either.mapLeft(({ field, value, remedy }) => bad(row, field, value, remedy)))
}

/** The beginning of the keys that are made of a content. */
const madeOf = (batch: string, content: string): string => `bulk:${batch}:${content.replace(":", "_")}:`

/** As the how-manieth of what an entry of this content would be counted among the rows, going by its key. */
export const placeOf = (
  batch: string,
  { fingerprints }: Pick<Candidate, "fingerprints">,
  key: string
): { readonly counted: string; readonly nth: number } => {
  const made = fingerprints.map((content) => madeOf(batch, content)).find((start) => key.startsWith(start))
  return made === undefined
    ? { counted: `key ${key}`, nth: 1 }
    : { counted: `row ${fingerprints[0]}`, nth: Number(key.slice(made.length)) }
}

/**
 * The keys that a row may have been placed under, the present one first: its own, or those made of its
 * content, by this version's identity and those before it, and its count among equal rows.
 */
export const keys = (
  batch: string,
  candidate: Candidate,
  count: number
): Either.Either<readonly [string, ...Array<string>], BadRow> => {
  const { row, fingerprints, ownKey } = candidate
  if (ownKey === undefined) {
    const made = (content: string) => `${madeOf(batch, content)}${count}`
    const [present, ...earlier] = fingerprints
    return Either.right([made(present), ...earlier.map(made)])
  }
  return count === 1
    ? Either.right([ownKey])
    : Either.left(bad(row, "key", ownKey, "another row has this key; give each row a key of its own"))
}

/** A key holds the name of its batch, a digest and a count, and is to stay a key. */
const longestBatch = 190

/** What is wrong with the name of a batch. */
export const checkBatch = (batch: string): Either.Either<string, UnusableInput> => {
  if (batch.length <= longestBatch && wrongKey(batch) === undefined) return Either.right(batch)
  const length = batch.length > longestBatch ? `it has ${batch.length} characters; ` : ""
  return Either.left(
    new UnusableInput({
      name: `the batch name ${JSON.stringify(batch.slice(0, 60))}`,
      remedy: `${length}give one of 1 to ${longestBatch} characters, none of them a control character or half of one that was cut`
    })
  )
}
