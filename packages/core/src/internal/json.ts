/**
 * JSON as panels print it: after a byte order mark or PHP's warnings, with numbers that a double
 * cannot hold.
 */

// A number of more than 15 digits may not survive as a double: an ID past 2^53, a charge with 18 decimals.
const mayLoseDigits = /\d[\d.]{15}/
// A text that is never closed reaches to the end, lest its end be looked for from each quote in it.
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gis

const quoteLong = (token: string): string =>
  token.startsWith('"') || token.replace(/\D/g, "").length <= 15 ? token : `"${token}"`

const longRun = 16

const isOfNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 46

/**
 * Whether the pattern matches anywhere. A run of 16 characters holds one of every 16th of the text, so
 * only there are runs looked for: a whole catalogue is searched in a fraction of its parsing time.
 */
const mayLose = (text: string): boolean => {
  for (let at = longRun - 1; at < text.length; at += longRun) {
    if (!isOfNumber(text.charCodeAt(at))) continue
    let start = at
    while (isOfNumber(text.charCodeAt(start - 1))) start--
    while (isOfNumber(text.charCodeAt(at + 1))) at++
    if (at - start >= longRun - 1 && mayLoseDigits.test(text.slice(start, at + 1))) return true
  }
  return false
}

/** Long numbers come back as text, so that every later reader sees each digit the panel sent. */
const parseExactly = (text: string): unknown =>
  JSON.parse(mayLose(text) ? text.replace(stringOrNumber, quoteLong) : text)

// Each try on the way through PHP's warnings costs a parse, so there are only so many.
const mostTries = 32

/** How JSON begins, or goes on: with this before it, JSON is a piece of something that is broken. */
export const brokenJson = /[[{]\s*["[{]|[[{,:]\s*[[{]$/

/** The value of the JSON that fills the text, or its end where warnings stand before it; else undefined. */
export const parse = (body: string): unknown => {
  const text = body.replace(/^[\uFEFF\s]+/, "")
  if (text === "") return undefined
  const page = /^<!doctype|^<html/i.test(text)
  let start = page ? -1 : 0
  for (let tries = 0; start !== -1 && tries < mostTries; tries++) {
    try {
      const value = parseExactly(text.slice(start))
      return start > 0 && brokenJson.test(text.slice(0, start + 1)) ? undefined : value
    } catch {
      const next = text.slice(start + 1).search(/[[{]/)
      start = next === -1 ? -1 : start + 1 + next
    }
  }
  return undefined
}

/** A value as JSON, for an excerpt; nothing where it is nested deeper than the stack is. */
export const write = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ""
  } catch {
    return ""
  }
}

/** A JSON object, as opposed to a list, a scalar or null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
