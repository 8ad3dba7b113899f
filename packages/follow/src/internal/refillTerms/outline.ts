import { letters, type Meaning, unspaced, unspacedUnits, vocabulary } from "./words.js"

/**
 * The outline of a name: one letter for each word, number and sign of it, and beside them what a number says.
 * Letters that are not in `letters`: `n` a number, `K` the short form of days (`R30`), `J` that of a lifetime
 * (`R∞`), `W` any other word; of the signs `|` parts, `(` and `)` bracket, `-` is a dash with a space beside it (or a stroke between two),
 * and `~ : / % + & ?` stand for themselves.
 */
export interface Outline {
  readonly signs: string
  readonly numbers: ReadonlyArray<number>
}

/** Plain letters without accents, so that styled letters, Turkish dots and vowel signs all read alike. */
const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|\p{Cf}/gu, "")
    .normalize("NFC")
    .replace(/\p{Nd}/gu, digit)
    .replace(/[ıđłى]/gu, (letter) => spelled[letter] ?? letter)

const spelled: Readonly<Record<string, string>> = { ı: "i", đ: "d", ł: "l", ى: "ي" }

/** The digits of other scripts: each set of ten begins at a code point whose own value is its zero. */
const digit = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  const zero = zeros.findLast((first) => first <= code)
  return zero === undefined || code > zero + 9 ? character : String(code - zero)
}

const zeros: ReadonlyArray<number> = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

const joined = "\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}"
/** A letter of a script that puts spaces between words. */
const letter = `[^\\P{L}${joined}]`
const end = `(?!${letter}|\\p{N})`
const start = `(?<!${letter}|\\p{N})`

const escaped = (word: string): string => plain(word).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
const spaced = (word: string): string => escaped(word).replace(/[\s-]+/g, "[\\s~–—-]*")

type Words = Readonly<Partial<Record<Meaning, ReadonlyArray<string>>>>

/** Every word with its meaning, the longest first. Of two meanings of a word the later one counts. */
const sorted = (lists: Words): ReadonlyArray<readonly [word: string, letter: string]> =>
  Object.entries(letters)
    .flatMap(([meaning, letter]) =>
      (Object.entries(lists).find(([name]) => name === meaning)?.[1] ?? []).map(
        (word) => [word, letter] as const
      )
    )
    .sort(([a], [b]) => b.length - a.length)

const alternatives = (list: ReadonlyArray<readonly [string, string]>, pattern: (word: string) => string) =>
  list.map(([word]) => pattern(word)).join("|")

const { day, week, year, otherUnit } = vocabulary
const units: Words = { day, week, year, otherUnit }
const oneWord = sorted(vocabulary)
const signWords = oneWord.filter(([word]) => !/[\p{L}\p{N}]/u.test(word))
const spacedWords = oneWord.filter(([word]) => /[\p{L}\p{N}]/u.test(word))
const joinedWords = sorted(unspaced)
const joinedUnits = sorted(unspacedUnits)
const unit = `(?:(?:${alternatives(sorted(units), spaced)})${end}|${alternatives(joinedUnits, escaped)})`

const lexer = new RegExp(
  [
    `${start}a?r(?<short>\\d{1,4}|∞)(?<days>days?|d)?${end}`,
    `${start}(?<number>\\d+(?:[.,]\\d+)*)(?=\\s*${unit}|(?!${letter}|\\p{N}))`,
    `(?<=\\d\\s*)(?<unit>${alternatives(joinedUnits, escaped)})`,
    `(?<!${letter})(?<word>${alternatives(spacedWords, spaced)})${end}`,
    `(?<joined>${alternatives(joinedWords, escaped)})`,
    `(?<sign>${alternatives(signWords, escaped)})`,
    `(?<other>(?:${letter}|\\p{N})+|[${joined}])`,
    "(?<dash>\\s*[-–—−~_]+\\s*|\\s+/\\s+)",
    "(?<mark>[^\\s'’`´™®©])"
  ].join("|"),
  "gu"
)

const meanings = (list: ReadonlyArray<readonly [string, string]>): ReadonlyMap<string, string> =>
  new Map(list.map(([word, letter]) => [plain(word).replace(/[\s~–—-]+/g, ""), letter]))

const meaningOf = {
  word: meanings(spacedWords),
  joined: meanings(joinedWords),
  unit: meanings(joinedUnits),
  sign: meanings(signWords)
}

const look = (of: ReadonlyMap<string, string>, word: string): string =>
  of.get(word.replace(/[\s~–—-]+/g, "")) ?? "W"

const signOf = (character: string): string => {
  if (/\p{Ps}|«/u.test(character)) return "("
  if (/\p{Pe}|»/u.test(character)) return ")"
  if (/[:=→]/u.test(character)) return ":"
  if (/[/\\]/u.test(character)) return "/"
  if (/[%\p{Sc}#№]/u.test(character)) return "%"
  if (/[+<>≤≥±]/u.test(character)) return "+"
  if (character === "&" || character === "?") return character
  return "|"
}

/** The outline of a service's name. */
export const outline = (name: string): Outline => {
  const numbers: Array<number> = []
  let signs = ""
  const put = (sign: string, value: number = Number.NaN): void => {
    numbers.push(value)
    signs += sign
  }
  for (const { groups } of plain(name).matchAll(lexer)) {
    const { short, days, number, unit, word, joined, sign, dash, mark } = groups ?? {}
    if (short !== undefined) {
      put(short === "∞" ? "J" : "K", Number(short))
      if (days !== undefined) put("D")
    } else if (number !== undefined) put("n", Number(number))
    else if (unit !== undefined) put(look(meaningOf.unit, unit))
    else if (word !== undefined) put(look(meaningOf.word, word))
    else if (joined !== undefined) put(look(meaningOf.joined, joined))
    else if (sign !== undefined) put(look(meaningOf.sign, sign))
    else if (dash !== undefined) put(/^\s|\s$/.test(dash) ? "-" : "~")
    else put(mark === undefined ? "W" : signOf(mark))
  }
  return { signs, numbers }
}
