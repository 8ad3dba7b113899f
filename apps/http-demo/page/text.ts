/** How amounts, counts and times are written for people. Amounts stay exact: only idle zeros go. */

const counts = new Intl.NumberFormat("en")

export const count = (value: number): string => counts.format(value)

/** At least two decimals, and no zeros behind what counts. */
export const amount = (text: string): string => {
  const [whole = "0", decimals = ""] = text.split(".")
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",")
  return `${grouped}.${decimals.replace(/0+$/, "").padEnd(2, "0")}`
}

/** A panel may call its currency what it likes, but not fill the page with it. */
const longestCurrency = 12

export const money = (text: string, currency: string | null | undefined): string =>
  currency === null || currency === undefined
    ? amount(text)
    : `${amount(text)} ${currency.slice(0, longestCurrency)}`

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" })

export const time = (at: number, now: number): string =>
  now - at < 20 * 60 * 60 * 1000 ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`
