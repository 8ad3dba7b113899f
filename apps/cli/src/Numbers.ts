/** Numbers as people write them in options. */
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import { UsageError } from "./Failure.js"
import { quote } from "./Text.js"

const wrong = (name: string, text: string, remedy: string) =>
  Effect.fail(new UsageError({ message: `${name} is ${quote(text)}: ${remedy}` }))

/** Some seconds, with decimals or without. */
export const seconds = (name: string, text: string, most: number): Effect.Effect<number, UsageError> => {
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : 0
  return value >= 0.001 && value <= most
    ? Effect.succeed(value)
    : wrong(name, text, `give seconds from 0.001 to ${most}, such as 10 or 2.5`)
}

/** A whole number within bounds. */
export const whole = (
  name: string,
  text: string,
  least: number,
  most: number
): Effect.Effect<number, UsageError> => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : -1
  return value >= least && value <= most
    ? Effect.succeed(value)
    : wrong(name, text, `give a whole number from ${least} to ${most}`)
}

/** A number above zero. */
export const positive = (name: string, text: string, most: number): Effect.Effect<number, UsageError> => {
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : 0
  return value > 0 && value <= most
    ? Effect.succeed(value)
    : wrong(name, text, `give a number above 0, up to ${most}`)
}

/** An exact amount of money. */
export const amount = (name: string, text: string): Effect.Effect<BigDecimal.BigDecimal, UsageError> =>
  /^\d{1,15}(?:\.\d{1,15})?$/.test(text)
    ? Effect.succeed(BigDecimal.unsafeFromString(text))
    : wrong(name, text, "give an amount in plain digits, such as 25 or 0.50")
