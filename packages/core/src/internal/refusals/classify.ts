import type { Meaning } from "../../Meaning.js"
import type { Rules } from "./table.js"

/** What is longer is a page, a trace or a document. */
export const longest = 2000

/** A refusal says what it means at its beginning; details may follow without end. */
const considered = 500

/** How many words of a clause are read: what is said farther on is another matter. */
const reach = 16

/** How many sentences are judged: no refusal has more. */
const mostSentences = 12

/** How far behind a "not" its word may stand: "could not be found", "do not have enough". */
const negated = 3

/** A Latin letter for each from а to я: so written, Russian takes half the bytes. */
const latin = "abvgdejziiklmnoprstufhcqwxyyyeua"

/** Scripts that are written without spaces. */
const unspaced = "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}"

/** Signs that stand for words. */
const signs: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?<=\p{L}|\d)\s*\/\s*(?:min|sec|hour|[smh]\b|мин|сек|час)\p{L}*/giu, " perunit "],
  [/(?<=\d)\s?s\b/g, " sec "],
  [/>=|=>|≥/g, " must more "],
  [/<=|=<|≤/g, " must less "],
  [/>/g, " gtsign "],
  [/</g, " ltsign "],
  [/\p{Sc}/gu, " money "],
  [/[✅✓✔☑👍🎉]/gu, " okay "]
]

/** "Order no. 77", in which nothing is denied. */
const ofNumber = /(?<!\p{L})n[or]o?[\s.:#]*(?=\d)/giu

/** The letters of an ID such as `NE77` or `77NO`, which are no words, as opposed to a unit of time or money. */
const ofId = /[a-z]+(?=\d)|(?<=\d)(?!(?:sec|min|hour|hr|day|[smhxkd]\b|usd|eur))[a-z]+/gi

/**
 * One form for all spellings: no case, no accents, one Turkish i, Russian in Latin letters, the words of a
 * key apart. Keys are cut while the case is there, since in `serviceNotFound` nothing else parts the words.
 */
export const fold = (text: string): string =>
  signs
    .reduce((text, [sign, word]) => text.replace(sign, word), text)
    .replace(ofNumber, " number ")
    .replace(ofId, " ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\p{Ll}(?=\p{Lu})/gu, "$& ")
    .toLowerCase()
    .replace(/[а-я]/g, (letter) => latin[letter.charCodeAt(0) - 1072] ?? "")
    .replace(/[ıі]/g, "i")
    .replace(/є/g, "e")
    .replace(/đ/g, "d")
    .replace(/ł/g, "l")
    .replace(/ی/g, "ي")
    .replace(/ک/g, "ك")
    .replace(/n['’`]t\b/g, " not")

const word = new RegExp(`(?=\\p{L})(?:[${unspaced}]|[^\\P{L}${unspaced}]+)`, "gu")
const isUnspaced = new RegExp(`^[${unspaced}]`, "u")

/** A character of a script without spaces is a word of its own, the Arabic article is none. */
export const split = (folded: string): ReadonlyArray<string> =>
  (folded.match(word) ?? []).map((word) => word.replace(/^ال/, ""))

/** What a word stands for; nothing for a word that is not known. */
export type Concepts = ReadonlyArray<string>

/** Spellings by their first letter, the longest first. One that is no stem ends with its word. */
type Lexicon = ReadonlyMap<string, ReadonlyArray<readonly [string, Concepts]>>

const lexiconOf = (words: string): Lexicon => {
  const entries = fold(words)
    .split(/\n(?=.*:)/)
    .flatMap((line) => {
      const [concepts = "", spellings = ""] = line.split(":")
      return spellings
        .split(/\s+/)
        .map((spelling): readonly [string, Concepts] => [
          split(spelling).join(" ") + (/[^_]{5}$|\*$/.test(spelling) ? "" : " "),
          concepts.split(" ")
        ])
    })
    .sort(([one], [other]) => other.length - one.length)
  const byLetter = new Map<string, Array<readonly [string, Concepts]>>()
  for (const entry of entries) {
    const letter = entry[0].slice(0, 1)
    const others = byLetter.get(letter)
    if (others === undefined) byLetter.set(letter, [entry])
    else others.push(entry)
  }
  return byLetter
}

export interface Verdict {
  readonly meaning: Meaning | undefined
  readonly rank: number
  /** Whether the rule accounts for every word. */
  readonly whole: boolean
}

interface Rule extends Omit<Verdict, "whole"> {
  readonly exact: boolean
  /** Whether a text that says nothing beside is said whole. */
  readonly isProof: boolean
  readonly slots: ReadonlyArray<Concepts>
}

const rulesOf = (patterns: Rules): ReadonlyArray<Rule> =>
  patterns.flatMap(([meaning, texts]) =>
    texts.split(", ").map((text) => {
      const slots = text.split(" ").map((slot) => slot.replace(/^[?=~]+/, "").split("|"))
      const rank = /^\??~/.test(text) ? slots.length / 10 : slots.length
      return { meaning, exact: /^\??~?=/.test(text), isProof: !text.startsWith("?"), rank, slots }
    })
  )

const entity = /&(?:#(\d{1,6})|#x([\da-f]{1,5})|\w+);/gi

/** A text as a person sees it, with a digit for every sign that stands for a number. */
const plainOf = (text: string): string =>
  text
    .trim()
    // What HTML writes by its name is mostly an apostrophe.
    .replace(entity, (_, decimal?: string, hex?: string) =>
      (decimal ?? hex) ? String.fromCodePoint(Number.parseInt(decimal ?? hex ?? "", decimal ? 10 : 16)) : "'"
    )
    .replace(/(?!\d)\p{N}/gu, "7")

/** What is known of the words of refusals. */
export interface Vocabulary {
  /** The spelling at the beginning of a text, and what it stands for. */
  readonly find: (text: string) => readonly [string, Concepts]
  /** What a text says sentence by sentence, to somebody who knows what was asked (`@refill`, `@cancel`). */
  readonly read: (text: string, asked: string) => Read
}

/** What a text says. */
export interface Read {
  /** Undefined where the sentences disagree, or say nothing that is known. */
  readonly meaning: Meaning | undefined
  /** Whether it says, too, that something was done. */
  readonly did: boolean
  /** The text as a person sees it. */
  readonly plain: string
  readonly sentences: ReadonlyArray<string>
  readonly verdicts: ReadonlyArray<Verdict>
  /** Whether all of it was read. */
  readonly isWhole: boolean
}

/** What is left of a word behind a "not": its signed concepts, turned round. */
const opposite = (concepts: Concepts = []): Concepts =>
  concepts.flatMap((it) => (/^[+-]/.test(it) ? (it.startsWith("+") ? "-" : "+") + it.slice(1) : []))

/** The one meaning of the verdicts that rank highest, if they agree. */
const best = (verdicts: ReadonlyArray<Verdict>): Verdict => {
  const rank = Math.max(...verdicts.map((it) => it.rank))
  const highest = verdicts.filter((it) => it.rank === rank)
  const [first, ...others] = new Set(highest.map((it) => it.meaning))
  return {
    meaning: others.length > 0 ? undefined : first,
    rank,
    whole: others.length === 0 && highest.some((it) => it.whole)
  }
}

/** What asserts nothing by itself: a rule need not speak of it. */
const neutral: Concepts =
  "plain api key user funds service link quantity order id request rate limit here second hour per min error action param quota next".split(
    " "
  )

/** "Not enough funds or service disabled": which of two things is not told, so neither is. */
const either = /(?:^| )(?!request )(\w+) or (?!\1 )\w/

/** A vocabulary of such words and rules. */
export const make = (words: string, patterns: Rules): Vocabulary => {
  const lexicon = lexiconOf(words)
  const rules = rulesOf(patterns)

  const find: Vocabulary["find"] = (text) =>
    lexicon.get(text.slice(0, 1))?.find(([spelling]) => text.startsWith(spelling)) ?? ["", []]

  /** What the words of a clause stand for, each "not" gone into the word that it turns round. */
  const clause = (text: string): ReadonlyArray<Concepts> => {
    const said: Array<Concepts> = []
    let rest = split(text)
      .map((word) => `${word} `)
      .filter((word) => find(word)[1][0] !== "filler")
      .join("")
    while (rest !== "") {
      const [spelling, concepts] = find(rest)
      // What is not known of a text without spaces has no end.
      const isMore = concepts.length === 0 && said.at(-1)?.length === 0 && isUnspaced.test(rest)
      if (!isMore) said.push(concepts)
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
    // Behind "for", or before what stands for it, is not what the sentence is about.
    return said.map((it, at) =>
      [said[at - 1], said[at - 2]].some((before) => before?.includes("for")) || said[at + 1]?.includes("of")
        ? it.filter((concept) => !concept.endsWith("!"))
        : it
    )
  }

  /** As `clause`, of a sentence: no "not" reaches over a comma. */
  const clauses = (sentence: string): ReadonlyArray<ReadonlyArray<Concepts>> =>
    sentence.split(/,\s/).map(clause)

  /** As far as it is read; what follows in a clause is one word more, which is not known. */
  const read = (sentence: string): ReadonlyArray<Concepts> =>
    clauses(sentence).flatMap((said) => (said.length > reach ? [...said.slice(0, reach), []] : said))

  /** What one sentence says, to somebody who knows what was asked (`@refill`, `@cancel`). */
  const judge = (sentence: string, asked: string): Verdict => {
    const said = read(sentence)
    // Behind such a sign stand details, which may be anything.
    const head = read(sentence.replace(/(.)[:,([].*/, "$1")).length
    const isAbout = (concept: string, list = said) => list.some((it) => it.includes(concept))
    const isEither = either.test(`${said.map(([it = "?"]) => (it === "plain" ? "?" : it)).join(" ")} `)
    const isOff = isEither || isAbout("skip")
    const off = said.slice(0, head).filter((it) => it.includes("off"))
    const isWhole = (slots: ReadonlyArray<Concepts>) =>
      said.every(
        (it) =>
          !it.includes("claim") &&
          it.some((concept) => neutral.includes(concept) || slots.flat().includes(concept))
      )
    const verdicts = rules.flatMap(({ exact, isProof, meaning, slots, rank }) => {
      const own = slots.filter(([slot]) => slot !== asked)
      const places = own.map((slot) => said.findIndex((it) => it.some((concept) => slot.includes(concept))))
      if (
        isOff ||
        places.includes(-1) ||
        off.some((it) => !it.some((concept) => own.flat().includes(concept)))
      )
        return []
      const isAlone = said.every((it, at) =>
        it.length > 0 ? it.some((concept) => concept === "plain" || own.flat().includes(concept)) : at >= head
      )
      if (exact && (!isAlone || Math.max(...places) >= head)) return []
      // "Service or order not found" is about both, though one is closer.
      const spread = isAbout("or") ? 0 : Math.max(...places) - Math.min(...places)
      return [{ meaning, rank: rank - spread / 1000, whole: isProof && isWhole(slots) }]
    })
    return verdicts.length === 0 ? { meaning: undefined, rank: -1, whole: isWhole([]) } : best(verdicts)
  }

  return {
    find,
    read: (text, asked) => {
      const plain = plainOf(text)
      const parts = fold(plain.slice(0, considered).replace(/^\W*error:|https?:\S+/gi, " ")).split(
        /[!?;。\n]+|(?<!m(?:in|ax))\.(?=\s|$)/
      )
      // "Order created. Please wait 5 seconds before the next one" must not have the order sent again.
      const did = parts.flatMap(clauses).some((said) => said.some((it) => it.includes("+did")))
      const sentences = parts.filter((sentence) => sentence.trim() !== "").slice(0, mostSentences)
      const verdicts = did ? [] : sentences.map((sentence) => judge(sentence, asked))
      const { meaning } = best(
        verdicts.flatMap((it) => (it.meaning === undefined ? [] : [{ ...it, rank: it.rank < 1 ? 0 : 1 }]))
      )
      const isWhole = plain.length <= considered && parts.length <= mostSentences
      return { meaning, did, plain, sentences, verdicts, isWhole }
    }
  }
}

/** Markup, in which a text of a page stands. */
export const markup = /<[!/a-z]/i

/**
 * What a panel means by a refusal, if its words are known; of every other text nothing is known.
 *
 * Sentences are read apart, as the first often refuses and the next advises. They must not disagree.
 */
export const meaningOf = (vocabulary: Vocabulary, text: string, asked = ""): Meaning | undefined =>
  text.length > longest || markup.test(text) ? undefined : vocabulary.read(text, asked).meaning
