import type { Meaning } from "../Meaning.js"
import { meanings, words } from "./refusalTexts.js"

/** What is longer is a page, a trace or a document. */
const longest = 2000

/** A refusal says what it means at its beginning; details may follow without end. */
const considered = 500

/** How many words of a sentence are read: what is said farther on is another matter. */
const reach = 16

/** How far behind a "not" its word may stand: "could not be found", "do not have enough". */
const negated = 3

/**
 * One form for all spellings: no case, no accents, one Turkish i, the words of a key apart.
 *
 * Keys are cut while the case is there, since in `serviceNotFound` nothing else parts the words.
 */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\p{Ll}(?=\p{Lu})/gu, "$& ")
    .toLowerCase()
    .replace(/ı/g, "i")
    .replace(/đ/g, "d")
    .replace(/n(?:['’`]|&#0?39;)t\b/g, " not")

/** A Chinese character is a word of its own, the Arabic article is none. */
const split = (folded: string): ReadonlyArray<string> =>
  (folded.match(/\p{sc=Han}|[^\P{L}\p{sc=Han}]+/gu) ?? []).map((word) => word.replace(/^ال/, ""))

/** Closes a spelling that is no stem, so that one search by beginnings finds both. */
const end = "."

/** What a word stands for; nothing for a word that is not known. */
type Concepts = ReadonlyArray<string>

const lexicon: ReadonlyMap<string, Concepts> = /* @__PURE__ */ (() =>
  new Map(
    fold(words)
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [concepts = "", spellings = ""] = line.split(": ")
        return spellings
          .split(" ")
          .map((spelling): [string, Concepts] => [
            split(spelling).join(" ") + (spelling.endsWith("*") ? "" : end),
            concepts.split(" ")
          ])
      })
  ))()

interface Rule {
  readonly meaning: Meaning | undefined
  readonly exact: boolean
  readonly weight: number
  readonly slots: ReadonlyArray<Concepts>
}

const rules: ReadonlyArray<Rule> = /* @__PURE__ */ (() =>
  meanings.flatMap(([meaning, texts]) =>
    texts.split(", ").map((text) => {
      const slots = text
        .replace(/^[=~]/, "")
        .split(" ")
        .map((slot) => slot.split("|"))
      const weight = text.startsWith("~") ? slots.length / 10 : slots.length
      return { meaning, exact: text.startsWith("="), weight, slots }
    })
  ))()

/** The longest spelling that starts at a word, and how many words it takes. */
const find = (list: ReadonlyArray<string>, at: number): readonly [Concepts, number] => {
  for (let count = Math.min(4, list.length - at); count > 0; count--) {
    const phrase = list.slice(at, at + count).join(" ") + end
    for (let length = phrase.length; length > phrase.lastIndexOf(" ") + 1; length--) {
      const concepts = lexicon.get(phrase.slice(0, length))
      if (concepts !== undefined) return [concepts, count]
    }
  }
  return [[], 1]
}

/** What is left of a word behind a "not": its signed concepts, turned round. */
const opposite = (concepts: Concepts = []): Concepts =>
  concepts.filter((it) => /^[+-]/.test(it)).map((it) => (it.startsWith("+") ? "-" : "+") + it.slice(1))

/** What the words of a sentence stand for, each "not" gone into the word that it turns round. */
const read = (sentence: string): ReadonlyArray<Concepts> => {
  const spoken = split(sentence).filter((word) => lexicon.get(word + end)?.[0] !== "filler")
  const said: Array<Concepts> = []
  for (let at = 0; at < Math.min(spoken.length, reach); ) {
    const [concepts, count] = find(spoken, at)
    said.push(concepts)
    at += count
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

interface Verdict {
  readonly meaning: Meaning | undefined
  readonly rank: number
}

/** The one meaning of the verdicts that rank highest, if they agree. */
const best = (verdicts: ReadonlyArray<Verdict>): Verdict => {
  const rank = Math.max(...verdicts.map((it) => it.rank))
  const [first, ...others] = new Set(verdicts.filter((it) => it.rank === rank).map((it) => it.meaning))
  return { meaning: others.length > 0 ? undefined : first, rank }
}

/** What one sentence says. */
const judge = (sentence: string): Verdict => {
  const said = read(sentence)
  // Behind such a sign stand details, which may be anything.
  const head = read(sentence.replace(/(.)[:,([].*/, "$1")).length
  const holds = (concept: string) => said.some((it) => it.includes(concept))
  return best(
    rules.flatMap(({ exact, meaning, slots, weight }) => {
      const places = slots.map((slot) => said.findIndex((it) => it.some((concept) => slot.includes(concept))))
      if (places.includes(-1) || holds("skip")) return []
      const isAlone = said.every((it, at) =>
        it.length > 0 ? it.some((concept) => slots.flat().includes(concept)) : at >= head
      )
      if (exact && (!isAlone || Math.max(...places) >= head)) return []
      // "Service or order not found" is about both, though one is closer.
      const spread = holds("or") ? 0 : Math.max(...places) - Math.min(...places)
      return [{ meaning, rank: weight - spread / 1000 }]
    })
  )
}

/**
 * What a panel means by a refusal, if its words are known; every other text is `undefined`.
 *
 * Sentences are read apart, as the first often refuses and the next advises. They must not disagree.
 */
export const classify = (text: string): Meaning | undefined => {
  const trimmed = text.trim()
  if (trimmed.length > longest || /<[!/a-z]/i.test(trimmed)) return undefined
  return best(
    fold(trimmed.slice(0, considered).replace(/^\W*error:|https?:\S+/gi, " "))
      .replace(/\b(min|max)\./g, "$1 ")
      .split(/[!?;。\n]+|\.(?=\s|$)/)
      .map(judge)
      .flatMap(({ meaning, rank }) => (meaning === undefined ? [] : [{ meaning, rank: rank < 1 ? 0 : 1 }]))
  ).meaning
}
