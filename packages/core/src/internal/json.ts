/**
 * JSON as panels print it: after a byte order mark or PHP's warnings, before them, and with numbers that a
 * double cannot hold. Whatever a body holds, it is gone through a fixed number of times.
 */
import type { Beside } from "../Call.js"

/** What is longer may not survive as a double: an ID past 2^53, a charge with 18 decimals. */
const mostDigits = 15

const longRun = 16

const isDigit = (code: number): boolean => code >= 48 && code <= 57

const isOfNumber = (code: number): boolean => isDigit(code) || code === 46

/** Also `e`, `E`, `+` and `-`. */
const isOfToken = (code: number): boolean =>
  isOfNumber(code) || code === 101 || code === 69 || code === 43 || code === 45

/**
 * Whether there is a run of digits so long anywhere, in a text or out of it. A run of 16 characters holds
 * one of every 16th of the text, so only there are runs looked for: a whole catalogue is searched in a
 * fraction of its parsing time.
 */
const mayLose = (text: string): boolean => {
  for (let at = longRun - 1; at < text.length; at += longRun) {
    if (!isOfNumber(text.charCodeAt(at))) continue
    let start = at
    while (isOfNumber(text.charCodeAt(start - 1))) start--
    while (isOfNumber(text.charCodeAt(at + 1))) at++
    if (at - start >= longRun - 1) return true
  }
  return false
}

/** Where the text behind this quote ends: behind its closing quote, or at the end of all. */
export const endOfText = (json: string, quote: number): number => {
  for (let at = json.indexOf('"', quote + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let escapes = 0
    while (json.charCodeAt(at - 1 - escapes) === 92) escapes++
    if (escapes % 2 === 0) return at + 1
  }
  return json.length
}

const hasManyDigits = (json: string, start: number, end: number): boolean => {
  let digits = 0
  for (let at = start; at < end; at++) if (isDigit(json.charCodeAt(at))) digits++
  return digits > mostDigits
}

/** JSON with its long numbers as texts. */
const quoteLong = (json: string): string => {
  const pieces: Array<string> = []
  let done = 0
  let at = 0
  while (at < json.length) {
    const code = json.charCodeAt(at)
    if (code === 34) {
      at = endOfText(json, at)
    } else if (code === 45 || isDigit(code)) {
      const start = at
      while (isOfToken(json.charCodeAt(at))) at++
      if (at - start > mostDigits && hasManyDigits(json, start, at)) {
        pieces.push(json.slice(done, start), '"', json.slice(start, at), '"')
        done = at
      }
    } else {
      at++
    }
  }
  return done === 0 ? json : pieces.join("") + json.slice(done)
}

/** The value of JSON and nothing else, each digit kept; undefined where it is none. */
const parseOnly = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** JSON, its value, and what stands beside it. */
export interface Parsed {
  readonly json: string
  readonly value: unknown
  readonly beside: Beside
}

const parseExactly = (text: string, beside: Beside = "nothing"): Parsed | undefined => {
  const json = mayLose(text) ? quoteLong(text) : text
  const value = parseOnly(json)
  return value === undefined ? undefined : { json, value, beside }
}

/** How JSON begins, or goes on: with this before it, JSON is a piece of something that is broken. */
export const brokenJson = /[[{]\s*["[{]|[[{,:]\s*[[{]$/

const begins = /[[{]/g
// What is behind the bracket of JSON, and cannot be told from a PHP notice's `[0]`.
const goesOn = /[[{]\s*["[{\]}\-\dtfn]/y
const opens = /[[{]\s*["[{]/y
const isSpace = /\s/

// A notice names one variable, and each try that fails costs an error.
const mostTries = 256

/** Whether a bracket stands where a value stands within JSON; it is looked back no farther than `floor`. */
const isWithin = (text: string, bracket: number, floor: number): boolean => {
  let at = bracket - 1
  while (at >= floor && isSpace.test(text.charAt(at))) at--
  return at >= 0 && "[{,:".includes(text.charAt(at))
}

/** What PHP prints before an answer, or behind one that is whole: no markup of a page, and no other JSON. */
const notice =
  /^\s*(?:<br\s*\/?>\s*)?(?:<b>)?(?:PHP )?(?:Notice|Warning|Deprecated|Fatal error|Strict Standards)(?:<\/b>)?:/i

/**
 * The value of the JSON with which a text ends, behind PHP's warnings. What is tried stands in no other
 * JSON, so that each place of the text is parsed once, but for the digits that warnings hold.
 */
const parseEnd = (text: string): Parsed | undefined => {
  let tries = 0
  let floor = 0
  begins.lastIndex = 0
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    const start = match.index
    goesOn.lastIndex = start
    const isTried = goesOn.test(text) && !isWithin(text, start, floor)
    floor = start
    if (!isTried) continue
    if (++tries > mostTries) return undefined
    const rest = text.slice(start)
    if (parseOnly(rest) !== undefined) return parseExactly(rest, notice.test(text) ? "notice" : "more")
    opens.lastIndex = start
    // JSON that does not end: whatever its pieces say, they are no answer.
    if (opens.test(text)) return undefined
  }
  return undefined
}

/** Behind the bracket that closes the one at the beginning; -1 where none does. */
const endOfValue = (json: string): number => {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === 34) at = endOfText(json, at) - 1
    else if (code === 91 || code === 123) depth++
    else if ((code === 93 || code === 125) && --depth === 0) return at + 1
  }
  return -1
}

/** The value of the JSON with which a text begins, before PHP's warnings. */
const parseBeginning = (text: string): Parsed | undefined => {
  if (!/^[[{]/.test(text)) return undefined
  const end = endOfValue(text)
  if (end === -1) return undefined
  const rest = text.slice(end)
  return notice.test(rest) && !brokenJson.test(rest) ? parseExactly(text.slice(0, end), "notice") : undefined
}

/** The JSON that fills the text, or before or behind which warnings stand; else undefined. */
export const parse = (body: string): Parsed | undefined => {
  const text = body.replace(/^[\uFEFF\s]+/, "")
  if (text === "") return undefined
  const whole = parseExactly(text)
  if (whole !== undefined) return whole
  if (/^<!doctype|^<html/i.test(text)) return undefined
  opens.lastIndex = 0
  return opens.test(text) ? parseBeginning(text) : (parseBeginning(text) ?? parseEnd(text))
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

/** What a list holds, be it one that PHP wrote as an object, as it does where there is a gap: its keys are the places. */
export const listIn = (
  value: unknown,
  isRow: (row: unknown) => boolean
): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return undefined
  for (const place in value) if (!(/^\d+$/.test(place) && isRow(value[place]))) return undefined
  const rows = Object.values(value)
  return rows.length > 0 ? rows : undefined
}

/** How many names there are in a JSON text. */
const named = (json: string): number => {
  let names = 0
  for (let at = json.indexOf('"'); at !== -1; at = json.indexOf('"', at)) {
    at = endOfText(json, at)
    while (json.charCodeAt(at) <= 32) at++
    if (json.charCodeAt(at) === 58) names++
  }
  return names
}

const isCapital = /[A-Z]/

/** How many names an object has where only the names of `apart` are told apart by their letters' case. */
const distinct = (names: ReadonlyArray<string>, apart: ReadonlySet<string>): number =>
  names.some((name) => isCapital.test(name))
    ? new Set(names.map((name) => (apart.has(name) ? name : name.toLowerCase()))).size
    : names.length

/** How many names are left in a value, however deep. */
const kept = (value: unknown, apart: ReadonlySet<string>): number => {
  let names = 0
  const ahead: Array<unknown> = [value]
  while (ahead.length > 0) {
    const next = ahead.pop()
    if (isObject(next)) names += distinct(Object.keys(next), apart)
    else if (!Array.isArray(next)) continue
    for (const one of Object.values(next)) if (typeof one === "object" && one !== null) ahead.push(one)
  }
  return names
}

/** Whether a name stands twice in one object, be it in other letters; IDs that were asked have letters of their own. */
export const isTwice = (
  { json, value }: Pick<Parsed, "json" | "value">,
  asked: ReadonlyArray<string> = []
): boolean => named(json) !== kept(value, new Set(asked))
