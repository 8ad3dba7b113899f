/** Texts of strangers on a terminal: what they may contain, and how much room they take. */
import { Option } from "effect"
import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"

/** A value that may not be known; nothing where it is not. */
export const text = <A>(value: Option.Option<A>, write: (value: A) => string = String): string =>
  Option.match(value, { onNone: () => "", onSome: write })

// Controls could move the cursor, retitle the window or answer in the user's name.
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
// Format characters could turn the reading order round. Joiners only hold letters and emoji together.
const invisible = /(?![\u200c\u200d])\p{Cf}/gu
const lonelySurrogates = /\p{Cs}/gu

/** A text fit for a terminal: one line of nothing but what can be seen. */
export const clean = (text: string): string =>
  text.replace(controls, " ").replace(invisible, "").replace(lonelySurrogates, "\ufffd").trim()

// JSON escapes the lower controls by itself; of the others some terminals obey as well.
const unseenInJson =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** JSON on one line, in which nothing is written raw that a terminal could obey. */
export const toJson = (value: unknown, replacer?: (this: unknown, key: string, value: unknown) => unknown) =>
  JSON.stringify(value, replacer).replace(
    unseenInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  )

const narrow = /^[\x20-\x7e]*$/
const letters = new Intl.Segmenter()
// To take a text apart takes the square of its length, and no terminal shows more than this of it.
const longest = 1000

/** How many columns a cleaned text takes; a text longer than any terminal is wide takes its length. */
export const width = (text: string): number =>
  text.length > longest || narrow.test(text) ? text.length : stringWidth(text)

/** The text if it fits into the columns, else its beginning. */
export const fit = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  const begin = text.slice(0, longest)
  let end = 0
  let sum = 0
  for (const { segment, index } of letters.segment(begin)) {
    sum += stringWidth(segment)
    if (sum >= columns) break
    end = index + segment.length
  }
  return `${begin.slice(0, end)}…`
}

/** A text of our own in lines of at most so many columns, broken at blanks; a longer word has a line of its own. */
export const wrap = (text: string, columns: number): ReadonlyArray<string> =>
  wrapAnsi(text, columns).split("\n")

/** The text with spaces up to the columns, behind it or, for a number, before it. */
export const pad = (text: string, columns: number, isNumber = false): string => {
  const spaces = " ".repeat(Math.max(0, columns - width(text)))
  return isNumber ? spaces + text : text + spaces
}

const longestQuote = 100

/** A value as a message shows it: quoted, short, and harmless. */
export const quote = (value: string): string => toJson(fit(value, longestQuote))
