/** Checks of what a program tells the journal, as options and beside an order. */
import * as Options from "@smmkit/core/Options"
import { InvalidOrder } from "@smmkit/core/PanelError"
import * as BigDecimal from "effect/BigDecimal"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { InvalidJournalConfig } from "../JournalError.js"

const named = Options.checker("journal")

/** An option as it is checked; what is wrong names the value. */
export const check = <A>(
  field: string,
  value: unknown,
  check: Options.Check<A>
): Either.Either<A, InvalidJournalConfig> =>
  Either.mapLeft(
    named(field, value, check),
    ({ remedy, value }) =>
      new InvalidJournalConfig({ field, remedy: value === "" ? remedy : `${remedy} instead of ${value}` })
  )

/** The same of what stands beside an order. */
export const beside = <A>(
  field: string,
  value: unknown,
  check: Options.Check<A>
): Either.Either<A | undefined, InvalidOrder> =>
  value === undefined
    ? Either.right(undefined)
    : Either.mapLeft(
        named(field, value, check),
        ({ remedy, value }) => new InvalidOrder({ field, value, remedy })
      )

/** An option that may be left out. */
export const maybe = <A>(
  field: string,
  value: unknown,
  test: Options.Check<A>
): Either.Either<A | undefined, InvalidJournalConfig> =>
  value === undefined ? Either.right(undefined) : check(field, value, test)

const longest = 255

// Half a character is the same as another half to a database, so two names would become one.
const unusable = /\p{Cc}|\p{Cs}/u

/** Names are printed, compared and stored, so they are short and of visible, whole characters. */
export const isName = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= longest && !unusable.test(value)

export const aName = `1 to ${longest} characters, none of them a control character or half of one that was cut`

export const name: Options.Check<string> = Options.is(isName, `give a name of ${aName}`)

const isAmount = (value: unknown): value is BigDecimal.BigDecimal =>
  BigDecimal.isBigDecimal(value) && !BigDecimal.isNegative(value)

export const amount: Options.Check<BigDecimal.BigDecimal> = Options.is(
  isAmount,
  "give an exact amount (`BigDecimal`) that is not negative"
)

/** A time that ends, which may be none at all. */
export const time = Options.time({ none: true })

export const timeOf =
  (least: Duration.Duration): Options.Check<Duration.Duration> =>
  (value) =>
    Either.filterOrLeft(
      Options.time({ most: Duration.days(90) })(value),
      (duration) => Duration.greaterThanOrEqualTo(duration, least),
      () => `give at least ${Duration.format(least)}`
    )
