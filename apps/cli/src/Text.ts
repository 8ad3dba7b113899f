/** Texts of strangers on a terminal: what they may contain, and how much room they take. */

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
const marks = /^(?:\p{Mn}|\p{Me}|\u200c|\u200d)$/u
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]$/u

const widthOf = (character: string): number => (marks.test(character) ? 0 : wide.test(character) ? 2 : 1)

/** How many columns a cleaned text takes. */
export const width = (text: string): number => {
  if (narrow.test(text)) return text.length
  let sum = 0
  for (const character of text) sum += widthOf(character)
  return sum
}

/** The text if it fits into the columns, else its beginning. */
export const fit = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  let taken = ""
  let sum = 1
  for (const character of text) {
    sum += widthOf(character)
    if (sum > columns) break
    taken += character
  }
  return `${taken}…`
}

/** The text with spaces up to the columns, on its right or, for numbers, its left. */
export const pad = (text: string, columns: number, side: "left" | "right" = "right"): string => {
  const spaces = " ".repeat(Math.max(0, columns - width(text)))
  return side === "right" ? text + spaces : spaces + text
}

const longestQuote = 100

/** A value as a message shows it: quoted, short, and harmless. */
export const quote = (value: string): string => toJson(fit(value, longestQuote))
