/**
 * The lenient scalars of the wire: what panels send for one thing in many spellings, and the one
 * spelling that is sent.
 *
 * Where a value may be left out of an answer, an unreadable one counts as left out. It is never
 * replaced by a guess: `""` is not zero, and `"12,5"` is neither 12.5 nor 125.
 */
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"

// A text longer than this is no number of this protocol; the bound keeps BigInt cheap.
const longestNumber = 64
const plainDecimal = /^-?\d+(?:\.\d+)?$/
const exponential = /^-?\d+(?:\.\d+)?[eE][-+]?\d{1,2}$/
// Only a grouping that cannot also be read as a decimal point: `1,234.56`, `1,234,567`, `1.234,56`.
const commaGrouped = /^-?\d{1,3}(?:,\d{3})+\.\d+$|^-?\d{1,3}(?:,\d{3}){2,}$/
const dotGrouped = /^-?\d{1,3}(?:\.\d{3})+,\d+$|^-?\d{1,3}(?:\.\d{3}){2,}$/
const currencySigns = /^\p{Sc}\s*|\s*\p{Sc}$/gu
// `2.500` beside a currency sign is written for people, to whom it is 2500 in one country and 2.5 in another.
const maybeGrouped = /^-?[1-9]\d{0,2}[.,]\d{3}$/
// Counts are whole, so here a group of three is a group even when it stands alone. Two kinds of mark
// are none: `1,000.000` may be a thousand with decimals.
const groupedCount = /^-?\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)$/

// What goes beyond is no amount of money. A float that should be zero has up to 33 decimals.
const mostWhole = 10n ** 30n
const mostDecimals = 40

/** An amount within the one bound that all amounts have; beyond it, it counts as unreadable. */
const bounded = (amount: BigDecimal.BigDecimal): BigDecimal.BigDecimal | undefined => {
  const { value, scale } = amount
  if (scale > mostDecimals || scale < -mostDecimals) return undefined
  const least = value < 0n ? -value : value
  return least < (scale < 0 ? mostWhole / 10n ** BigInt(-scale) : mostWhole * 10n ** BigInt(scale))
    ? amount
    : undefined
}

/** Whether an amount is within the bound. */
export const isBounded = (amount: BigDecimal.BigDecimal): boolean => bounded(amount) !== undefined

const fromPlain = (text: string): BigDecimal.BigDecimal => {
  const point = text.indexOf(".")
  return point === -1
    ? BigDecimal.make(BigInt(text), 0)
    : BigDecimal.make(BigInt(text.slice(0, point) + text.slice(point + 1)), text.length - point - 1)
}

const ungrouped = (text: string): string | undefined => {
  if (plainDecimal.test(text)) return text
  if (commaGrouped.test(text)) return text.replaceAll(",", "")
  if (dotGrouped.test(text)) return text.replaceAll(".", "").replace(",", ".")
  return undefined
}

/** As `ungrouped`, of a text with a currency sign. The dong has no parts, so there three digits are a group. */
const unsigned = (text: string): string | undefined => {
  const bare = text.replace(currencySigns, "")
  if (bare === text || !maybeGrouped.test(bare)) return ungrouped(bare)
  return text.includes("₫") ? bare.replace(/[.,]/, "") : undefined
}

// As many digits as a double holds for certain.
const mostDigits = 15

/**
 * Plain digits as a number, or -1 for every other text, passing over a point that stands between them.
 * Nearly every number of an answer is one of these, and a pattern takes several times as long.
 */
const readDigits = (text: string, point = -1): number => {
  const { length } = text
  if (length === 0 || length > mostDigits || point === 0 || point === length - 1) return -1
  let digits = 0
  for (let at = 0; at < length; at++) {
    if (at === point) continue
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    digits = digits * 10 + digit
  }
  return digits
}

/** An exact decimal from what a panel sent, or undefined where it cannot be told. */
export const readDecimal = (value: unknown): BigDecimal.BigDecimal | undefined => {
  const text = typeof value === "number" ? String(value) : value
  if (typeof text !== "string" || text.length > longestNumber) return undefined
  const point = text.indexOf(".")
  const digits = readDigits(text, point)
  if (digits !== -1) return BigDecimal.make(BigInt(digits), point === -1 ? 0 : text.length - point - 1)
  if (exponential.test(text)) {
    return Option.getOrUndefined(Option.filter(BigDecimal.fromString(text), isBounded))
  }
  const plain = unsigned(text.trim())
  return plain === undefined ? undefined : bounded(fromPlain(plain))
}

/** A decimal in plain digits, without an exponent, with the decimals that it came with. */
export const writeDecimal = ({ value, scale }: BigDecimal.BigDecimal): string => {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString()
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0")
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A whole number from what a panel sent, or undefined where it cannot be told. */
export const readCount = (value: unknown): number | undefined => {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined
  if (typeof value !== "string" || value.length > longestNumber) return undefined
  const plain = readDigits(value)
  if (plain !== -1) return plain
  const text = value.trim()
  const digits = groupedCount.test(text) ? text.replace(/[.,]/g, "") : text
  // `12.00` is a whole number written by a panel that stores decimals.
  const count = /^-?\d+(?:\.0+)?$/.test(digits) ? Number(digits) : undefined
  return Number.isSafeInteger(count) ? count : undefined
}

// A thousand to who groups by dots, and one to who stores decimals.
const maybeDecimals = /^\s*-?[1-9]\d{0,2}\.000\s*$/

/** As `readCount`, but not of what may be a group or decimals: `1.000` is left out. */
export const readTally = (value: unknown): number | undefined =>
  typeof value === "string" && maybeDecimals.test(value) ? undefined : readCount(value)

const yes: ReadonlyArray<unknown> = [1, "1", "true", "yes", "on"]
const no: ReadonlyArray<unknown> = [0, "0", "false", "no", "off", "none"]

/** Yes or no, in the many ways of PHP, or undefined where it cannot be told. */
export const readFlag = (value: unknown): boolean | undefined => {
  if (typeof value === "boolean") return value
  const word = typeof value === "string" ? value.trim().toLowerCase() : value
  return yes.includes(word) ? true : no.includes(word) ? false : undefined
}

/** A text that says something, or undefined. */
export const readText = (value: unknown): string | undefined => {
  const text = typeof value === "number" ? String(value) : value
  return typeof text === "string" && text.trim() !== "" ? text.trim() : undefined
}

const unusable = /[\s,\p{Cc}]/u
// A panel that prints one of these has none, has failed, or says how the call went.
const noId =
  /^(?:0+(?:\.0+)?|null|none|undefined|nan|n\/a|true|false|yes|no|ok|done|pending|success\w*)$|error|fail|invalid|incorrect|not_/i

/**
 * An ID as text, or undefined. IDs travel in comma lists, so none holds a comma or white space; and
 * `0`, `""` and null, or words for them, are how panels say that there is none.
 */
export const readId = (value: unknown): string | undefined => {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== "string") return undefined
  // Most are plain digits.
  if (readDigits(text) > 0) return text
  // A panel that computes with IDs may print `5.0`.
  const id = text.trim().replace(/^(\d+)\.0+$/, "$1")
  return id === "" || id.length > 255 || noId.test(id) || id.startsWith("-") || unusable.test(id)
    ? undefined
    : id
}

/** Canonical panels write numeric IDs as JSON numbers; what a number cannot hold stays text. */
export const writeId = (id: string): string | number =>
  /^[1-9]\d*$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id

/** Compares words as panels spell them: without regard to case, spaces, underscores and hyphens. */
export const fold = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, "")
