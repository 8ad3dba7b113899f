/** How amounts, counts and times are written for people. Amounts stay exact: only idle zeros go. */
import { formatAmount } from "@smmkit/core/Money"
import type * as BigDecimal from "effect/BigDecimal"
import { currency } from "./state.js"

const counts = new Intl.NumberFormat("en")

export const count = (value: number): string => counts.format(value)

/** At least two decimals, and no zeros behind what counts. */
export const amount = (given: string | BigDecimal.BigDecimal): string => {
  const [whole = "0", decimals = ""] = (typeof given === "string" ? given : formatAmount(given)).split(".")
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${decimals.replace(/0+$/, "").padEnd(2, "0")}`
}

/** A panel may call its currency what it likes, but not fill the page with it. */
const longestCurrency = 12

/** An amount with its currency, or else the account's. */
export const money = (given: string | BigDecimal.BigDecimal, of: string | null = null): string => {
  const word = of ?? currency.value
  return word === null ? amount(given) : `${amount(given)} ${word.slice(0, longestCurrency)}`
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" })
const utcDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" })

export const date = (name = ""): string => utcDay.format(Date.parse(name))

export const time = (at: number): string =>
  Date.now() - at < 20 * 60 * 60 * 1000 ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`

export const plural = (value: number, one: string): string =>
  `${count(value)} ${one}${value === 1 ? "" : "s"}`
