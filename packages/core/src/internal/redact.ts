/**
 * Panels' texts end up in errors, logs and terminals. What leaves here holds no key, no control
 * character, and no more than a person wants to read.
 */
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
    .map((line) => [line.slice(0, 1), line.slice(1)])
)

// Texts are escaped again on their way, so an escape may itself be escaped: `%2574`, `\\u0074`, `&amp;#116;`.
// Each time doubles the backslashes; a run of them without end would be tried from each of its places.
const percent = "%(?:25)*"
const backslash = "\\\\{1,15}"
const ampersand = "&(?:amp;)*"
// What is left of an escape that was cut off.
const stump = `(?:${percent}[0-9a-f]?|${backslash}(?:[ux][0-9a-f]{0,3})?|${ampersand}#?[0-9a-z]{0,9})?`

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0")

/** A pattern for one character in every spelling of a form, of JSON and of HTML. */
const spellings = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  const units = Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at), 4))
  const entity = entities.get(character)
  return [
    code < 128 ? `${percent}${hex(code, 2)}` : encodeURIComponent(character),
    units.map((unit) => `${backslash}u${unit}`).join(""),
    ...(code < 256 ? [`${backslash}x${hex(code, 2)}`] : []),
    `${ampersand}#0*${code};?`,
    `${ampersand}#x0*${code.toString(16)};?`,
    ...(entity === undefined ? [] : [`${ampersand}(?:${entity});`]),
    ...(character === " " ? ["\\+"] : []),
    // Last, as the other spellings of some characters begin with the character itself.
    `(?:${backslash})?${character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")}`
  ].join("|")
}

/** A text of a panel, fit to be shown. */
export type Redact = (text: string) => string

/** A pattern for each character of a key. */
const patterns = (key: Redacted.Redacted<string>): ReadonlyArray<string> =>
  Array.from(Redacted.value(key), (character) => `(?:${spellings(character)})`)

// What no one sees may stand amid a key: it breaks at the end of a line.
const invisible = /\p{Cf}/gu
const gap = "\\p{Cc}*"

/** Takes one key out of texts that are kept whole: plain, or percent-, JSON- or HTML-encoded. */
export const conceal = (key: Redacted.Redacted<string>): Redact => {
  const whole = new RegExp(patterns(key).join(gap), "giu")
  return (text) => text.replace(whole, mark)
}

/**
 * Takes one key out of texts that are cut to a bearable length, where a piece of it may stand at the end;
 * and some panels quote a key in part.
 */
export const make = (key: Redacted.Redacted<string>): Redact => {
  const characters = patterns(key)
  const whole = new RegExp(characters.join(gap), "giu")
  /** The longest beginning of the key that is at least so long, as one nested pattern: ab(?:c(?:d)?)? */
  const beginning = (shortest: number): string => {
    const rest = characters.slice(shortest).reduceRight((inner, one) => `(?:${gap}${one}${inner})?`, "")
    return characters.slice(0, shortest).join(gap) + rest
  }
  const quoted = new RegExp(beginning(shortestQuote), "giu")
  const cut = new RegExp(`${beginning(shortestPiece)}${stump}$`, "iu")
  return (text) => {
    const clean = text
      // A whole catalogue need not be searched for the sake of its first lines.
      .slice(0, 64 * longest)
      .replace(invisible, "")
      .replace(whole, mark)
      .replace(quoted, mark)
      .replace(cut, mark)
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim()
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean
  }
}
