/** From records to orders with keys: each row is good, or bad with everything that helps to mend it. */

import type { Money } from "@smmkit/core/Money"
import type { Order } from "@smmkit/core/Order"
import * as OrderForm from "@smmkit/core/OrderForm"
import * as Quote from "@smmkit/core/Quote"
import type { Service } from "@smmkit/core/Service"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Row } from "../../Bulk.js"
import type { BadRow } from "../../BulkError.js"
import * as Identity from "../identity.js"
import { checkKey } from "../planning.js"

export interface Candidate {
  readonly row: number
  readonly order: Order
  readonly request: OrderForm.OrderForm
  readonly price: Money | undefined
  /** The row's own key; undefined where it has none. */
  readonly ownKey: string | undefined
  /** What is counted: equal rows, or equal keys. */
  readonly counted: string
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

/** Reads one row. Empty cells are fields that the order does not have. */
export const read = (
  { row, fields }: Row,
  catalogue: ReadonlyMap<string, Service>,
  extraNames: ReadonlyArray<string>
): Either.Either<Candidate, BadRow> => {
  const given = Object.entries(fields).filter(([, value]) => value.trim() !== "")
  const own = given.find(([name]) => name === "key")?.[1]
  const form = Object.fromEntries(given.filter(([name]) => name !== "key" && !extraNames.includes(name)))
  const extra = Object.fromEntries(given.filter(([name]) => extraNames.includes(name)))
  const id = form["service"]?.trim()
  if (id === undefined) return Either.left(bad(row, "service", "", "give the ID of a service"))
  const service = catalogue.get(id)
  if (service === undefined) {
    return Either.left(bad(row, "service", id, "give the ID of a service in the panel's catalogue"))
  }
  return Either.gen(function* () {
    const order = yield* OrderForm.fromForm(service.type, { ...form, service: id }, extra)
    yield* Quote.check(order, service)
    const request = Identity.sorted(yield* OrderForm.toForm(order))
    const ownKey = own === undefined ? undefined : yield* checkKey(own)
    return {
      row,
      order,
      request,
      price: Option.getOrUndefined(Quote.quote(order, service)),
      ownKey,
      counted:
        ownKey === undefined
          ? Identity.digest("row", ...Object.entries(request).flat()).slice(0, 40)
          : `key ${ownKey}`
    }
  }).pipe(Either.mapLeft(({ field, value, remedy }) => bad(row, field, value, remedy)))
}

/** Gives a row its key: its own, or one made of its content and its count among equal rows. */
export const keyed = (batch: string, candidate: Candidate, count: number): Either.Either<GoodRow, BadRow> => {
  if (candidate.ownKey === undefined) {
    return Either.right({ ...candidate, key: `bulk:${batch}:${candidate.counted}:${count}` })
  }
  return count === 1
    ? Either.right({ ...candidate, key: candidate.ownKey })
    : Either.left(
        bad(
          candidate.row,
          "key",
          candidate.ownKey,
          "another row has this key; give each row a key of its own"
        )
      )
}
