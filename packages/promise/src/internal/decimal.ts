/** Exact decimals as texts, over Effect's. */
import * as Money from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Decimal } from "../Decimal.js"
import { InvalidArgument } from "../UsageErrors.js"

// As long as any amount that a panel may write; what is longer would take ever longer to reckon with.
const plain = /^-?\d{1,400}(?:\.\d{1,400})?$/

const remedy = 'give an amount in plain digits, such as "12.50"'

const invalid = (field: string, value: unknown, remedy: string): InvalidArgument => {
  const text =
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 100) : typeof value
  return new InvalidArgument(`${field} is ${JSON.stringify(text)}: ${remedy}`, { field, value: text, remedy })
}

const read = (field: string, value: unknown): BigDecimal.BigDecimal => {
  const text = typeof value === "string" && plain.test(value) ? value : ""
  return Option.getOrThrowWith(BigDecimal.fromString(text === "" ? "-" : text), () =>
    invalid(field, value, remedy)
  )
}

const factor = (field: string, value: unknown): BigDecimal.BigDecimal =>
  typeof value === "number" && Number.isSafeInteger(value)
    ? BigDecimal.make(BigInt(value), 0)
    : read(field, value)

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value

/** All of a list, which may be of anyone's making, and fail. */
const listed = (amounts: unknown): ReadonlyArray<unknown> => {
  try {
    if (isIterable(amounts)) return [...amounts]
  } catch {
    throw invalid("amounts", amounts, "give a list of amounts: reading this one failed")
  }
  throw invalid("amounts", amounts, "give a list of amounts")
}

const mostDecimals = 400

export const decimal: Decimal = {
  add: (one, other) => Money.formatAmount(BigDecimal.sum(read("one", one), read("other", other))),
  subtract: (one, other) => Money.formatAmount(BigDecimal.subtract(read("one", one), read("other", other))),
  times: (one, other) => Money.formatAmount(BigDecimal.multiply(read("one", one), factor("other", other))),
  sum: (amounts) => {
    const total = listed(amounts).reduce(
      (sum: BigDecimal.BigDecimal, amount, at) => BigDecimal.sum(sum, read(`amounts[${at}]`, amount)),
      BigDecimal.make(0n, 0)
    )
    return Money.formatAmount(total)
  },
  compare: (one, other) => BigDecimal.Order(read("one", one), read("other", other)),
  round: (amount, decimals) => {
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > mostDecimals) {
      throw invalid("decimals", decimals, `give a whole number from 0 to ${mostDecimals}`)
    }
    const exact = read("amount", amount)
    const rounded = BigDecimal.round(exact, { scale: decimals, mode: "half-from-zero" })
    return Money.formatAmount(BigDecimal.scale(rounded, decimals))
  }
}
