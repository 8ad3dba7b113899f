/**
 * Keeping a key out of what programs print: a panel may repeat it in any of its texts, and a person may
 * paste it where it does not belong.
 *
 * Errors of this package are redacted already; names and other texts of an answer are left as they came.
 *
 * @since 0.1.0
 */
import * as Encoding from "effect/Encoding"
import * as Redacted from "effect/Redacted"

const longest = 300
const mark = "<redacted>"
// A shorter beginning of the key, at the end of a text that was cut off, gives nothing away; nor does one
// that is less than twice as long and stands amid a text, where it may as well be a word.
const shortestPiece = 4
const shortestQuote = 8

/** HTML's names, as PHP writes them: a character, then what may stand between `&` and `;`. */
const entities = new Map(
  (
    "!excl \"quot #num $dollar %percnt &amp 'apos (lpar )rpar *ast +plus ,comma .period /sol :colon ;semi <lt " +
    "=equals >gt ?quest @commat [lsqb|lbrack \\bsol ]rsqb|rbrack ^Hat _lowbar `grave {lcub|lbrace |verbar|vert " +
    "}rcub|rbrace"
  )
    .split(" ")
    .flatMap((line) =>
      line
        .slice(1)
        .split("|")
        .map((name): [string, string] => [name.toLowerCase(), line.slice(0, 1)])
    )
)

// Texts are escaped again on their way, so an escape may itself be escaped: `%2574`, `\\\\u0074`, `&amp;#116;`.
const percent = /%((?:25)*)([0-9a-f]{2})/iy
const coded = /u([0-9a-f]{4})|x([0-9a-f]{2})/iy
const entity = /&((?:amp;)*)(?:#x0*([0-9a-f]{1,6})|#0*([0-9]{1,7})|([a-z]{2,9});)/iy
// Each time doubles the backslashes; a run of them without end would be tried from each of its places.
const mostBackslashes = 15

/** What is left of an escape that was cut off. */
const stump = /(?:%(?:25)*[0-9a-f]?|\\{1,15}(?:[ux][0-9a-f]{0,3})?|&(?:amp;)*#?[0-9a-z]{0,9})$/i
const longestStump = 1000

/** One way to read a text at a place: what stands there, and where it ends. */
type Reading = readonly [read: string, end: number]

const at = (pattern: RegExp, text: string, place: number): RegExpExecArray | null => {
  pattern.lastIndex = place
  return pattern.exec(text)
}

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : "")

/** What is escaped behind a sign that was escaped again and again, and the sign itself, which is one as well. */
const behindSign = (sign: string, again: string, place: number, code: Reading): ReadonlyArray<Reading> => {
  const step = sign === "%" ? 2 : 4
  const all = [code]
  for (let end = place + 1 + step; end <= place + 1 + again.length; end += step) all.push([sign, end])
  return all
}

/** Bytes of UTF-8 that are percent-encoded, one after the other. */
const percentEncoded = (text: string, place: number): ReadonlyArray<Reading> => {
  const first = at(percent, text, place)
  if (first === null) return []
  const [{ length }, again = "", digits = ""] = first
  const lead = Number.parseInt(digits, 16)
  let code = lead < 128 ? lead : lead & (lead < 0xe0 ? 31 : lead < 0xf0 ? 15 : 7)
  let end = place + length
  for (let more = lead < 128 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3; more > 0; more--) {
    const next = at(percent, text, end)
    if (next === null) break
    code = code * 64 + (Number.parseInt(next[2] ?? "", 16) & 63)
    end += next[0].length
  }
  return behindSign("%", again, place, [character(code), end])
}

/** `\\u0074`, `\\x74`, `\\/`, behind as many backslashes as there are. */
const backslashed = (text: string, place: number): ReadonlyArray<Reading> => {
  const all: Array<Reading> = []
  for (let end = place + 1; end < text.length && end <= place + mostBackslashes; end++) {
    all.push([text.charAt(end), end + 1])
    const code = at(coded, text, end)
    if (code !== null) {
      all.push([character(Number.parseInt(code[1] ?? code[2] ?? "", 16)), end + code[0].length])
    }
    if (text.charAt(end) !== "\\") break
  }
  return all
}

/** `&#116;`, `&#x74;` and `&quot;`; without a semicolon, a number may end before each of its digits. */
const ofEntity = (text: string, place: number): ReadonlyArray<Reading> => {
  const match = at(entity, text, place)
  if (match === null) return []
  const end = place + match[0].length
  const [, again = "", hex, decimal, name] = match
  if (name !== undefined) {
    return behindSign("&", again, place, [entities.get(name.toLowerCase()) ?? "", end])
  }
  const digits = hex ?? decimal ?? ""
  const radix = hex === undefined ? 10 : 16
  const all = [...behindSign("&", again, place, ["", end])]
  for (let length = 1; length <= digits.length; length++) {
    const read = character(Number.parseInt(digits.slice(0, length), radix))
    const behind = end - digits.length + length
    all.push([read, behind])
    if (text.charAt(behind) === ";") all.push([read, behind + 1])
  }
  return all
}

/** All ways to read a text at a place: as it stands, and as a form, JSON and HTML escape it. */
const readings = (text: string, place: number): ReadonlyArray<Reading> => {
  const plain: Reading = [text.charAt(place), place + 1]
  switch (text.charCodeAt(place)) {
    case 37:
      return [plain, ...percentEncoded(text, place)]
    case 38:
      return [plain, ...ofEntity(text, place)]
    case 43:
      return [plain, [" ", place + 1]]
    case 92:
      return [plain, ...backslashed(text, place)]
    default:
      return [plain]
  }
}

/**
 * Takes a key out of a text.
 *
 * @since 0.1.0
 * @category models
 */
export type Redact = (text: string) => string

// What no one sees may stand amid a key: it breaks at the end of a line.
const invisible = /\p{Cf}/gu
const gap = /\p{Cc}/u

const nowhere = 2 ** 31 - 1

// A long run of what is shown as one space; a key breaks at the end of a line and goes on behind it.
const blank = /[\p{Cc}\p{Zl}\p{Zp}\s]{4,}/gu
const shorten = (run: string): string => (/[^\p{Cc}]/u.test(run) ? " " : run.slice(0, 3))

/** A mark for each part of a text, of which it is known where it ends; what overlaps is one. */
const marked = (text: string, ends: Int32Array): string => {
  let shown = ""
  let done = 0
  let end = 0
  ends.forEach((endOfOne, start) => {
    if (endOfOne === 0) return
    if (start >= end) shown += text.slice(done, start) + mark
    end = Math.max(end, endOfOne)
    done = end
  })
  return shown + text.slice(done)
}

/**
 * Where what a text holds of the key ends, by the place where it begins: the key, or a beginning of it that is
 * at least `quoted` long, or `cut` at the text's end. The text is gone through once: at each place it is known
 * how much of the key may have been read, and from where.
 */
const find = (key: string, text: string, quoted: number, cut: number): Int32Array => {
  const units = new Set(key.split(""))
  const ends = new Int32Array(text.length)
  /** By place: where what has been read of the key began, by how much that is. */
  const ahead = new Map<number, Int32Array>()
  const reach = (place: number, read: number, start: number): void => {
    if (read === key.length || read >= quoted) ends[start] = Math.max(place, ends[start] ?? 0)
    if (read === key.length) return
    const here = ahead.get(place) ?? new Int32Array(key.length).fill(nowhere)
    ahead.set(place, here)
    here[read] = Math.min(start, here[read] ?? nowhere)
  }
  const end = text.slice(-longestStump).search(stump)
  const stumpAt = end === -1 ? text.length : Math.max(text.length - longestStump, 0) + end
  for (let place = 0; place <= text.length; place++) {
    const here = ahead.get(place)
    ahead.delete(place)
    if (place === text.length || place === stumpAt) {
      here?.forEach((start, read) => {
        if (start !== nowhere && read >= cut) ends[start] = text.length
      })
    }
    if (place === text.length) break
    for (const [read, next] of readings(text, place)) {
      const lower = read.toLowerCase()
      if (lower === "" || !units.has(lower.charAt(0))) continue
      if (key.startsWith(lower)) reach(next, lower.length, place)
      here?.forEach((start, known) => {
        if (start !== nowhere && key.startsWith(lower, known)) reach(next, known + lower.length, start)
      })
    }
    if (here !== undefined && gap.test(text.charAt(place))) {
      here.forEach((start, known) => {
        if (start !== nowhere) reach(place + 1, known, start)
      })
    }
  }
  return ends
}

const keyOf = (key: Redacted.Redacted<string>): string => Redacted.value(key).toLowerCase()

// A shorter piece of what was encoded may as well be a word.
const shortestEncoded = 8

/**
 * Takes out what base64 makes of a key, wherever it stands in what was encoded: of its first and last character
 * what it shares with those beside it is left.
 */
const withoutEncoded = (key: Redacted.Redacted<string>): Redact => {
  const secret = Redacted.value(key)
  const forms = [0, 1, 2].flatMap((before) => {
    const encoded = Encoding.encodeBase64("\0".repeat(before) + secret)
    const form = encoded.slice(Math.ceil((before * 4) / 3), Math.floor(((before + secret.length) * 4) / 3))
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")]
  })
  const sought = forms.filter((form) => form.length >= shortestEncoded)
  return (text) => sought.reduce((text, form) => text.replaceAll(form, mark), text)
}

/**
 * Makes a function that replaces a key in a text, plain or percent-, JSON-, HTML- or base64-encoded, and leaves
 * all else as it is.
 *
 * @example
 * import { Redaction } from "@smmkit/core"
 * import { Redacted } from "effect"
 *
 * const conceal = Redaction.conceal(Redacted.make("fake-key"))
 *
 * assert.strictEqual(conceal("no such key: fake-key"), "no such key: <redacted>")
 *
 * @since 0.1.0
 * @category constructors
 */
export const conceal = (key: Redacted.Redacted<string>): Redact => {
  const sought = keyOf(key)
  const plain = withoutEncoded(key)
  return (given) => {
    const text = plain(given)
    return marked(text, find(sought, text, Infinity, Infinity))
  }
}

/**
 * Makes a function that makes a text of a panel fit to be shown: without the key, in whichever spelling, or a
 * piece of it at the end of what was cut off or quoted (some panels do); without control characters; and no
 * longer than a person wants to read.
 *
 * @example
 * import { Redaction } from "@smmkit/core"
 * import { Redacted } from "effect"
 *
 * const excerpt = Redaction.excerpt(Redacted.make("another-fake-key"))
 *
 * assert.strictEqual(excerpt("no such key:\r\n  another-fake..."), "no such key: <redacted>...")
 *
 * @since 0.1.0
 * @category constructors
 */
export const excerpt = (key: Redacted.Redacted<string>): Redact => {
  const sought = keyOf(key)
  const plain = withoutEncoded(key)
  // Each character in its longest usual spelling, `\\\\u0074`.
  const considered = 4 * longest + 12 * sought.length
  return (text) => {
    // A whole catalogue need not be searched for the sake of its first lines.
    const seen = text
      .slice(0, 64 * longest)
      .replace(invisible, "")
      .replace(blank, shorten)
      .slice(0, considered)
    const readable = plain(seen)
    const clean = marked(readable, find(sought, readable, shortestQuote, shortestPiece))
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim()
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean
  }
}
