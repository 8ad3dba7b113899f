/** What variables of the environment may say of the journal; one that is empty says nothing. */
import * as BigDecimal from "effect/BigDecimal"
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { booksChecks } from "../Refund.js"

const said = <A>(name: string, read: (text: string) => Option.Option<A>, remedy: string) =>
  Config.string(name).pipe(
    Config.withDefault(""),
    Config.mapOrFail((text) =>
      text === ""
        ? Either.right(undefined)
        : Either.fromOption(read(text), () =>
            ConfigError.InvalidData([name], `${remedy}, not ${JSON.stringify(text.slice(0, 100))}`)
          )
    )
  )

export const amount = (name: string) =>
  said(
    name,
    (text) => (/^\d{1,15}(?:\.\d{1,15})?$/.test(text) ? BigDecimal.fromString(text) : Option.none()),
    "give an amount in plain digits, such as 25 or 0.50"
  )

/** A month, in seconds. */
const longest = 30 * 86_400

export const seconds = (name: string) =>
  said(
    name,
    (text) =>
      Option.liftPredicate(
        /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : 0,
        (value) => value >= 0.001 && value <= longest
      ).pipe(Option.map(Duration.seconds)),
    `give seconds from 0.001 to ${longest}, such as 10 or 2.5`
  )

export const yesOrNo = (name: string) =>
  said(
    name,
    (text) => (text === "yes" || text === "no" ? Option.some(text === "yes") : Option.none()),
    "give yes or no"
  )

export const name = (name: string) => said(name, Option.some, "")

export const books = (name: string) =>
  said(
    name,
    (text) =>
      Option.flatMap(Option.fromNullable(/^(\d{1,2})(?:\/(.*))?$/.exec(text)), ([, decimals, rounding]) =>
        Either.getRight(
          Either.all({
            decimals: booksChecks.decimals(Number(decimals)),
            rounding: rounding === undefined ? Either.right(undefined) : booksChecks.rounding(rounding)
          })
        )
      ),
    "give how many decimals the panel keeps, 0 to 20, and perhaps how it rounds, such as 2, 2/half-up or 2/down"
  )
