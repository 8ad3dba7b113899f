/**
 * Panels' texts end up in errors, logs and terminals. What leaves here holds no key, no control
 * character, and no more than a person wants to read.
 */
import * as Redacted from "effect/Redacted"

const longest = 300
const mark = "<redacted>"
// A shorter beginning of the key, at the end of a text that was cut off, gives nothing away.
const shortestPiece = 4

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
const percent = "%(?:25)*"
const backslash = "\\\\+"
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

/** Takes one key out of texts that are kept whole: plain, or percent-, JSON- or HTML-encoded. */
export const conceal = (key: Redacted.Redacted<string>): Redact => {
  const whole = new RegExp(patterns(key).join(""), "giu")
  return (text) => text.replace(whole, mark)
}

/** Takes one key out of texts that are cut to a bearable length, where a piece of it may stand at the end. */
export const make = (key: Redacted.Redacted<string>): Redact => {
  const characters = patterns(key)
  const whole = new RegExp(characters.join(""), "giu")
  // The longest beginning of the key that the text may end with, as one nested pattern: a(?:b(?:c)?)?
  const rest = characters.slice(shortestPiece).reduceRight((inner, one) => `(?:${one}${inner})?`, "")
  const cut = new RegExp(`${characters.slice(0, shortestPiece).join("")}${rest}${stump}$`, "iu")
  return (text) => {
    const clean = text
      // A whole catalogue need not be searched for the sake of its first lines.
      .slice(0, 64 * longest)
      .replace(whole, mark)
      .replace(cut, mark)
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim()
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean
  }
}
