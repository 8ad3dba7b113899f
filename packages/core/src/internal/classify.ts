import type { Meaning } from "../Meaning.js"
import { meanings, words } from "./refusalTexts.js"

/** What is longer is a page, a trace or a document. */
const longest = 2000

/** A refusal says what it means at its beginning; details may follow without end. */
const considered = 500

/** How many words of a clause are read: what is said farther on is another matter. */
const reach = 16

/** How far behind a "not" its word may stand: "could not be found", "do not have enough". */
const negated = 3

/** A Latin letter for each from а to я: so written, Russian takes half the bytes. */
const latin = "abvgdejziiklmnoprstufhcqwxyyyeua"

/**
 * One form for all spellings: no case, no accents, one Turkish i, Russian in Latin letters, the words of a
 * key apart. Keys are cut while the case is there, since in `serviceNotFound` nothing else parts the words.
 */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\p{Ll}(?=\p{Lu})/gu, "$& ")
    .toLowerCase()
    .replace(/[а-я]/g, (letter) => latin[letter.charCodeAt(0) - 1072] ?? "")
    .replace(/ı/g, "i")
    .replace(/đ/g, "d")
    .replace(/n['’`]t\b/g, " not")

/** A Chinese character is a word of its own, the Arabic article is none. */
const split = (folded: string): ReadonlyArray<string> =>
  (folded.match(/\p{sc=Han}|[^\P{L}\p{sc=Han}]+/gu) ?? []).map((word) => word.replace(/^ال/, ""))

/** What a word stands for; nothing for a word that is not known. */
type Concepts = ReadonlyArray<string>

/** The longest spelling first. One that is no stem ends with its word. */
const lexicon: ReadonlyArray<readonly [string, Concepts]> = /* @__PURE__ */ (() =>
  fold(words)
    .split("\n")
    .flatMap((line) => {
      const [concepts = "", spellings = ""] = line.split(": ")
      return spellings
        .split(" ")
        .map((spelling): [string, Concepts] => [
          split(spelling).join(" ") + (/[^_]{5}$|\*$/.test(spelling) ? "" : " "),
          concepts.split(" ")
        ])
    })
    .sort(([one], [other]) => other.length - one.length))()

interface Verdict {
  readonly meaning: Meaning | undefined
  readonly rank: number
}

interface Rule extends Verdict {
  readonly exact: boolean
  readonly slots: ReadonlyArray<Concepts>
}

const rules: ReadonlyArray<Rule> = /* @__PURE__ */ (() =>
  meanings.flatMap(([meaning, texts]) =>
    texts.split(", ").map((text) => {
      const slots = text.split(" ").map((slot) => slot.replace(/^[=~]/, "").split("|"))
      const rank = text.startsWith("~") ? slots.length / 10 : slots.length
      return { meaning, exact: text.startsWith("="), rank, slots }
    })
  ))()

/** The spelling at the beginning of a text, and what it stands for. */
const find = (text: string): readonly [string, Concepts] =>
  lexicon.find(([spelling]) => text.startsWith(spelling)) ?? ["", []]

/** What is left of a word behind a "not": its signed concepts, turned round. */
const opposite = (concepts: Concepts = []): Concepts =>
  concepts.flatMap((it) => (/^[+-]/.test(it) ? (it.startsWith("+") ? "-" : "+") + it.slice(1) : []))

/** What the words of a clause stand for, each "not" gone into the word that it turns round. */
const clause = (text: string): ReadonlyArray<Concepts> => {
  const said: Array<Concepts> = []
  let rest = split(text)
    .map((word) => `${word} `)
    .filter((word) => find(word)[1][0] !== "filler")
    .join("")
  while (rest !== "" && said.length < reach) {
    const [spelling, concepts] = find(rest)
    said.push(concepts)
    rest = rest.slice(spelling.trimEnd().length).replace(/^\S* /, "")
  }
  for (let at = 0; at < said.length; at++) {
    if (said[at]?.[0] !== "not") continue
    const ahead = said.slice(at + 1, at + 1 + negated).findIndex((it) => opposite(it).length > 0)
    // Some languages put it behind: "geçerli değil", "existiert nicht".
    const target = ahead < 0 && said[at]?.includes("after") ? at - 1 : at + 1 + ahead
    const turned = opposite(said[target])
    if (turned.length === 0) continue
    said[target] = turned
    said.splice(at--, 1)
  }
  return said
}

/** As `clause`, of a sentence: no "not" reaches over a comma. */
const read = (sentence: string): ReadonlyArray<Concepts> => sentence.split(/,\s/).flatMap(clause)

/** The one meaning of the verdicts that rank highest, if they agree. */
const best = (verdicts: ReadonlyArray<Verdict>): Verdict => {
  const rank = Math.max(...verdicts.map((it) => it.rank))
  const [first, ...others] = new Set(verdicts.filter((it) => it.rank === rank).map((it) => it.meaning))
  return { meaning: others.length > 0 ? undefined : first, rank }
}

/** "Not enough funds or service disabled": which of two things is not told, so neither is. */
const either = /(?:^| )(?!request )(\w+) or (?!\1 )\w/

/** What one sentence says. */
const judge = (sentence: string): Verdict => {
  const said = read(sentence)
  // Behind such a sign stand details, which may be anything.
  const head = read(sentence.replace(/(.)[:,([].*/, "$1")).length
  const isAbout = (concept: string, list = said) => list.some((it) => it.includes(concept))
  const isEither = either.test(`${said.map(([it = "?"]) => it).join(" ")} `)
  const isOff = isEither || isAbout("skip") || isAbout("off", said.slice(0, head))
  return best(
    rules.flatMap(({ exact, meaning, slots, rank }) => {
      const places = slots.map((slot) => said.findIndex((it) => it.some((concept) => slot.includes(concept))))
      if (isOff || places.includes(-1)) return []
      const isAlone = said.every((it, at) =>
        it.length > 0 ? it.some((concept) => slots.flat().includes(concept)) : at >= head
      )
      if (exact && (!isAlone || Math.max(...places) >= head)) return []
      // "Service or order not found" is about both, though one is closer.
      const spread = isAbout("or") ? 0 : Math.max(...places) - Math.min(...places)
      return [{ meaning, rank: rank - spread / 1000 }]
    })
  )
}

/**
 * What a panel means by a refusal, if its words are known; every other text is `undefined`.
 *
 * Sentences are read apart, as the first often refuses and the next advises. They must not disagree.
 */
export const classify = (text: string): Meaning | undefined => {
  if (text.length > longest || /<[!/a-z]/i.test(text)) return undefined
  // What HTML writes as a name or a number is mostly an apostrophe.
  const plain = text.trim().replace(/&#?\w+;/g, "'")
  const sentences = fold(plain.slice(0, considered).replace(/^\W*error:|https?:\S+/gi, " ")).split(
    /[!?;。\n]+|(?<!m(?:in|ax))\.(?=\s|$)/
  )
  // "Order created. Please wait 5 seconds before the next one" must not have the order sent again.
  if (sentences.flatMap(read).some((it) => it.includes("+did"))) return undefined
  return best(
    sentences
      .map(judge)
      .flatMap(({ meaning, rank }) => (meaning === undefined ? [] : [{ meaning, rank: rank < 1 ? 0 : 1 }]))
  ).meaning
}
