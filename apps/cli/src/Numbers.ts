/** Options that a person writes as numbers or as one of some words. */
import { BigDecimal, Effect } from "effect"
import { UsageError } from "./Failure.js"
import type { Invocation } from "./Parse.js"
import { quote } from "./Text.js"

const wrong = (name: string, text: string, remedy: string) =>
  new UsageError({ message: `${name} is ${quote(text)}: ${remedy}` })

/** A number that is written in such digits and lies within bounds. */
const within =
  (written: RegExp, remedy: (least: number, most: number) => string) =>
  (name: string, text: string, least: number, most: number): Effect.Effect<number, UsageError> => {
    const value = written.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? Effect.succeed(value) : wrong(name, text, remedy(least, most))
  }

const decimals = /^\d{1,9}(?:\.\d{1,9})?$/

/** A whole number within bounds. */
export const whole = within(/^\d{1,16}$/, (least, most) => `give a whole number from ${least} to ${most}`)

/** A number above zero, however small. */
export const positive = (name: string, text: string, most: number) =>
  within(decimals, () => `give a number above 0, up to ${most}`)(name, text, Number.MIN_VALUE, most)

const mostSeconds = 86_400

/** Some seconds, with decimals or without. */
export const seconds = (name: string, text: string) =>
  within(decimals, () => `give seconds from 0.001 to ${mostSeconds}, such as 10 or 2.5`)(
    name,
    text,
    0.001,
    mostSeconds
  )

/** An exact amount of money. */
export const amount = (name: string, text: string): Effect.Effect<BigDecimal.BigDecimal, UsageError> =>
  /^\d{1,15}(?:\.\d{1,15})?$/.test(text)
    ? Effect.succeed(BigDecimal.unsafeFromString(text))
    : wrong(name, text, "give an amount in plain digits, such as 25 or 0.50")

/** What an option says, if it is given. */
export const given = <A>(
  invocation: Invocation,
  name: string,
  read: (name: string, text: string) => Effect.Effect<A, UsageError>
): Effect.Effect<A | undefined, UsageError> => {
  const text = invocation.value(name)
  return text === undefined ? Effect.succeed(undefined) : read(`--${name}`, text)
}

/** One of the words that an option knows. */
export const word =
  <Word extends string>(known: ReadonlyArray<Word>) =>
  (name: string, text: string): Effect.Effect<Word, UsageError> => {
    const found = known.find((one) => one === text)
    return found === undefined ? wrong(name, text, `give ${known.join(", ")}`) : Effect.succeed(found)
  }
