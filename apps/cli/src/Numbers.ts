/** Options and variables that a person writes as numbers or as one of some words. */
import { Options } from "@smmkit/core"
import { Either, Schema } from "effect"
import { type UsageError, usage } from "./Failure.js"
import type { Invocation } from "./Parse.js"
import { quote } from "./Text.js"

const written = (digits: RegExp) => Schema.String.pipe(Schema.pattern(digits))
const decimal = Schema.compose(written(/^\d{1,9}(?:\.\d{1,9})?$/), Schema.NumberFromString)

/** A whole number within bounds. */
export const whole =
  (least: number, most: number): Options.Check<number> =>
  (text) =>
    Options.whole({ least, most })(/^\d{1,16}$/.test(String(text)) ? Number(text) : undefined)

/** A number above zero, however small. */
export const positive = (most: number) =>
  Options.decoded(decimal.pipe(Schema.between(1e-9, most)), `give a number above 0, up to ${most}`)

/** Some seconds, with decimals or without. */
export const seconds = Options.decoded(
  decimal.pipe(Schema.between(0.001, 86_400)),
  "give seconds from 0.001 to 86400, such as 10 or 2.5"
)

/** An exact amount of money. */
export const amount = Options.decoded(
  Schema.compose(written(/^\d{1,15}(?:\.\d{1,15})?$/), Schema.BigDecimal),
  "give an amount in plain digits, such as 25 or 0.50"
)

/** What an option or a variable says. */
export const read = <A>(name: string, text: string, check: Options.Check<A>): Either.Either<A, UsageError> =>
  Either.mapLeft(check(text), (remedy) => usage(`${name} is ${quote(text)}: ${remedy}`))

/** What an option says, if it is given. */
export const given = <A>({ value }: Invocation, name: string, check: Options.Check<A>) => {
  const text = value(name)
  return text === undefined ? Either.right(undefined) : read(`--${name}`, text, check)
}
