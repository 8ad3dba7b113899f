/**
 * Whether the panel still knows the account. Where it knows most of a batch no more, the key, the address or the
 * panel itself is likelier to be wrong than all of these orders are to be gone.
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { ReadError } from "@smmkit/core/PanelError"
import * as Either from "effect/Either"
import type { Claim } from "../../FollowStore.js"

/** So many orders may be gone at once where the panel shows another one of the account beside them. */
const few = 5

/** How it is told, and known again by a later look. */
const lost = "the panel knows "

/** Why the account is suspect by these answers; null where it is not. */
export const suspicion = (
  { orders, witness, suspect }: Pick<Claim, "orders" | "witness" | "suspect">,
  answers: ReadonlyMap<OrderId, Either.Either<unknown, ReadError>>
): string | null => {
  const isKnown = (id: OrderId) => Either.isRight(answers.get(id) ?? Either.left(null))
  const isMissing = (id: OrderId) => {
    const answer = answers.get(id)
    return answer !== undefined && Either.isLeft(answer) && isUnknown(answer.left)
  }
  const missing = orders.filter(({ row }) => isMissing(row.order))
  const known = [...answers.keys()].filter(isKnown).length
  const asked = answers.size
  // One that is alone, or none that could be read, says nothing of the account: it stays what it was.
  if (known === 0 && (asked < 2 || missing.length === 0)) return suspect?.startsWith(lost) ? suspect : null
  if (missing.length <= known) return null
  const hasWitness = witness !== null && isKnown(witness)
  const isFew = missing.length <= few
  const isConfirmed = missing.every(
    ({ row }) => row.gone !== null || row.waiting.some(({ _tag }) => _tag === "Gone")
  )
  if (hasWitness && (isFew || isConfirmed)) return null
  return `${lost}${missing.length} of ${orders.length} orders no more`
}

/** Refused as unknown, or left out of the answer. */
export const isUnknown = (error: ReadError): boolean =>
  error._tag === "NotFound" || (error._tag === "UnexpectedAnswer" && error.reason === "missing")
