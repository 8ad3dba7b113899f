import type { Meaning } from "../Meaning.js"
import { meanings, words } from "./refusalTexts.js"

/** What is longer is a page, a trace or a document. */
const longest = 2000

/** A refusal says what it means at its beginning; details may follow without end. */
const considered = 500

/** How many words a rule may span: farther apart they speak of different things. */
const reach = 10

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
    .replace(/\p{Ll}(?=\p{Lu})|\p{Lu}(?=\p{Lu}\p{Ll}{2})/gu, "$& ")
    .toLowerCase()
    .replace(/ı/g, "i")
    .replace(/đ/g, "d")
    .replace(/n(?:['’`]|&#0?39;)t\b/g, " not")

/** A Chinese character is a word of its own, the Arabic article is none. */
const split = (folded: string): ReadonlyArray<string> =>
  (folded.match(/\p{sc=Han}|[^\P{L}\p{sc=Han}]+/gu) ?? []).map((word) => word.replace(/^ال/, ""))

/** What a word stands for; nothing for a word that is not known. */
type Concepts = ReadonlyArray<string>

const lexicon: ReadonlyMap<string, Concepts> = /* @__PURE__ */ (() =>
  new Map(
    fold(words)
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [concepts = "", spellings = ""] = line.split(": ")
        return spellings.split(" ").map((spelling): [string, Concepts] => [
          split(spelling).join(" ") + (spelling.endsWith("*") ? "*" : ""),
          concepts.split(" ")
        ])
      })
  ))()

interface Rule {
  readonly meaning: Meaning | undefined
  readonly exact: boolean
  readonly ordered: boolean
  readonly weight: number
  readonly slots: ReadonlyArray<Concepts>
}

const rules: ReadonlyArray<Rule> = /* @__PURE__ */ (() =>
  meanings.flatMap(([meaning, texts]) =>
    texts.split(", ").map((text) => {
      const slots = text
        .replace(/^[=>~]+/, "")
        .split(" ")
        .map((slot) => slot.split("|"))
      return {
        meaning,
        exact: text.startsWith("="),
        ordered: text.includes(">"),
        weight: text.startsWith("~") ? 0 : slots.length,
        slots
      }
    })
  ))()

/** The longest spelling that starts at a word, and how many words it takes. */
const find = (list: ReadonlyArray<string>, at: number): readonly [Concepts, number] => {
  for (let count = Math.min(4, list.length - at); count > 0; count--) {
    const phrase = list.slice(at, at + count).join(" ")
    const whole = lexicon.get(phrase)
    if (whole !== undefined) return [whole, count]
    // No stem is longer, and what is sent as one word may be.
    for (let end = Math.min(phrase.length, 24); end > phrase.lastIndexOf(" ") + 1; end--) {
      const stem = lexicon.get(`${phrase.slice(0, end)}*`)
      if (stem !== undefined) return [stem, count]
    }
  }
  return [[], 1]
}

const signed = (concepts: Concepts | undefined): boolean => concepts?.some((it) => /^[+-]/.test(it)) ?? false

const opposite = (concepts: Concepts): Concepts =>
  concepts.filter((it) => /^[+-]/.test(it)).map((it) => (it.startsWith("+") ? "-" : "+") + it.slice(1))

/** What the words of a sentence stand for, each "not" gone into the word that it turns round. */
const read = (sentence: string): ReadonlyArray<Concepts> => {
  const spoken = split(sentence).filter((word) => lexicon.get(word)?.[0] !== "filler")
  const said: Array<Concepts> = []
  for (let at = 0; at < spoken.length; ) {
    const [concepts, count] = find(spoken, at)
    said.push(concepts)
    at += count
  }
  for (let at = 0; at < said.length; at++) {
    if (said[at]?.[0] !== "not") continue
    const ahead = said.slice(at + 1, at + 1 + negated).findIndex(signed)
    // "değil", "nicht" and "pas" may stand behind their word.
    const target = ahead >= 0 ? at + 1 + ahead : at - 1
    const turned = said[target]
    if (turned === undefined || !signed(turned)) continue
    said[target] = opposite(turned)
    said.splice(at--, 1)
  }
  return said
}

/** The fewest words of a sentence that satisfy a rule, or `Infinity`. */
const span = (rule: Rule, said: ReadonlyArray<Concepts>): number => {
  const covered = (concepts: Concepts) =>
    concepts.length > 0 && concepts.every((it) => rule.slots.some((slot) => slot.includes(it)))
  if (rule.exact && !said.every(covered)) return Infinity
  let least = Infinity
  for (let start = 0; start < said.length; start++) {
    let from = start
    let last = start
    for (const slot of rule.slots) {
      const at = said.slice(from, start + reach).findIndex((it) => it.some((concept) => slot.includes(concept)))
      last = at < 0 ? Infinity : Math.max(last, from + at)
      if (rule.ordered) from += at + 1
    }
    least = Math.min(least, last - start)
  }
  return least
}

interface Verdict {
  readonly meaning: Meaning | undefined
  readonly weight: number
}

/** The one meaning of several verdicts; none where they disagree. */
const agreed = (verdicts: ReadonlyArray<Verdict>): Meaning | undefined =>
  new Set(verdicts.map((it) => it.meaning)).size === 1 ? verdicts[0]?.meaning : undefined

/** What one sentence says. */
const judge = (sentence: string): Verdict => {
  const said = read(sentence)
  const known = new Set(said.flat())
  const matches = rules
    .filter((rule) => rule.slots.every((slot) => slot.some((it) => known.has(it))))
    .map((rule) => ({ ...rule, span: span(rule, said) }))
    .filter((it) => it.span < Infinity && !known.has("skip"))
  const weight = Math.max(...matches.map((it) => it.weight))
  const heaviest = matches.filter((it) => it.weight === weight)
  // "Service or order not found" is about both, though one is closer.
  const closest = known.has("or") ? Infinity : Math.min(...heaviest.map((it) => it.span))
  return { meaning: agreed(heaviest.filter((it) => it.span <= closest)), weight }
}

/**
 * What a panel means by a refusal, if its words are known; every other text is `undefined`.
 *
 * Sentences are read apart, as the first often refuses and the next advises. They must not disagree.
 */
export const classify = (text: string): Meaning | undefined => {
  const trimmed = text.trim()
  if (trimmed.length > longest || /<(?:[!/]|[a-z]+\d?[\s/>])/i.test(trimmed)) return undefined
  const verdicts = fold(trimmed.slice(0, considered).replace(/https?:\S+/gi, " "))
    .replace(/\b(min|max)\./g, "$1 ")
    .split(/[!?;。\n]+|\.(?=\s|$)/)
    .map(judge)
    .filter((it) => it.meaning !== undefined)
  const sure = verdicts.filter((it) => it.weight > 0)
  return agreed(sure.length > 0 ? sure : verdicts)
}
