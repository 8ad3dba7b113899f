import { BigDecimal, Either, Option } from "effect"
import { Money, type PanelError } from "../src/index.js"

/** A decoded value as literals that a test can write down: `null` for `None`, digits for a decimal. */
export const plain = (value: unknown): unknown => {
  if (Option.isOption(value)) return Option.isSome(value) ? plain(value.value) : null
  if (BigDecimal.isBigDecimal(value)) return Money.formatAmount(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]))
}

/** What an error says of itself: its tag, the three questions, and the panel's words. */
export const verdict = (error: PanelError.PanelError): Readonly<Record<string, unknown>> => {
  const common = { tag: error._tag, processed: error.processed }
  switch (error._tag) {
    case "OutcomeUnknown":
      return { ...common, meaning: error.meaning, cause: verdict(error.cause) }
    case "UnexpectedAnswer":
      return { ...common, meaning: error.meaning, reason: error.reason, status: error.status }
    case "NotSent":
    case "Interrupted":
    case "OrderWithheld":
      return { ...common, reason: error.reason }
    case "InvalidOrder":
      return { ...common, field: error.field, value: error.value, remedy: error.remedy }
    default:
      return { ...common, meaning: error.meaning, said: error.said, status: error.status }
  }
}

/** A result as literals: the answer, or the verdict of the error. */
export const outcome = <A>(result: Either.Either<A, PanelError.PanelError>): unknown =>
  Either.match(result, { onLeft: verdict, onRight: plain })
