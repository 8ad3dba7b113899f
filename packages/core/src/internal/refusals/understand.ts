/**
 * What a text of a panel means, by what the program says of its panel's own texts and else by what is known;
 * and what it says beside, as a meaning alone is no proof that nothing was done.
 *
 * What stands below `taught` alone is all that a program carries which only reads.
 */
import type { Phrase, Understood } from "../../Call.js"
import type { Meaning } from "../../Meaning.js"
import * as Wire from "../wire.js"
import {
  type Concepts,
  fold,
  longest,
  make,
  markup,
  meaningOf,
  type Read,
  split,
  type Vocabulary
} from "./classify.js"
import { accessRules, accessWords, orderRules, orderWords } from "./table.js"

// A pattern may be slow on long texts.
const considered = 500

const bareOf = (text: string): string => Wire.fold(text.slice(0, considered)).replace(/[.!]+$/, "")

const isPhrase = (words: string, { text }: Phrase): boolean =>
  typeof text === "string" ? bareOf(words) === bareOf(text) : words.slice(0, considered).search(text) >= 0

/** What a phrase of the program makes of a text. */
const taught = (phrases: ReadonlyArray<Phrase>, words: string): Meaning | undefined =>
  phrases.find((phrase) => isPhrase(words, phrase))?.meaning

/** What a text means, by these words and what the program taught. */
export const understandBy =
  (vocabulary: Vocabulary) =>
  (action: string, words: string, phrases: ReadonlyArray<Phrase> = []): Understood => {
    const own = taught(phrases, words)
    return own === undefined
      ? { meaning: meaningOf(vocabulary, words, `@${action}`), isTaught: false }
      : { meaning: own, isTaught: true }
  }

type Find = Vocabulary["find"]

/** Whether what a word of a text stands for is sought, alone or with those behind it, as in scripts without spaces. */
const isSaid = (find: Find, text: string, isSought: (concept: string) => boolean): boolean => {
  const words = split(text).map((word) => `${word} `)
  const all = words.join("")
  let at = 0
  return words.some((word) => {
    const found = [...find(word)[1], ...find(all.slice(at))[1]]
    at += word.length
    return found.some(isSought)
  })
}

/** Whether a word of a text stands for one of these. */
const isSpoken = (find: Find, text: string, of: Concepts): boolean =>
  isSaid(find, text, (concept) => of.includes(concept))

const ofOrder: Concepts = ["order", "id"]

/** Whether a number stands by an order, or by nothing that it counts. */
const isNumbered = (find: Find, sentences: ReadonlyArray<string>): boolean =>
  sentences.some((sentence) =>
    Array.from(sentence.matchAll(/(\p{L}*)[^\p{L}\d]*\d+[^\p{L}\d]*(\p{L}*)/gu)).some(
      ([, before = "", after = ""]) =>
        isSpoken(find, before, ofOrder) || !(isSpoken(find, after, units) || isSpoken(find, before, limits))
    )
  )

const units: Concepts = ["second", "hour", "request", "order", "per"]
const limits: Concepts = ["min", "max", "+more", "+less", "-less", "must", "range", "limit", "http", "code"]

/** A number that may be an ID: a long one, one with letters or a `#`, or one of an order. */
const mayHoldId = /\d[\d.,]{7,}|#\s*\w|[\p{L}_]\d|\d(?!(?:s|sec|m|min|h|x|k)\b)[\p{L}_]|https?:/iu

const numbered = /(\p{L}+)[^\p{L}\d]{1,4}[\p{L}_-]{0,8}\d/gu

/** Meanings that speak of an order which was there before, and may name it. */
const ofOthers: ReadonlySet<Meaning> = new Set<Meaning>([
  "duplicate-active",
  "order-not-found",
  "refill-already"
])

/** Meanings that say nothing of what was done before. */
const broken: ReadonlySet<Meaning> = new Set<Meaning>(["server-error", "blocked"])

/** Whether a number is that of an order. */
const isOfOrder = (find: Find, sentence: string): boolean =>
  Array.from(sentence.matchAll(numbered)).some(([, before = ""]) => isSpoken(find, before, ofOrder))

/** How far a page is read: what was done stands at its top. */
const longestPage = 20_000

const ofDone: Concepts = ["order", "+did", "claim", "+done", "+made"]

const isDenial = (concept: string): boolean => concept === "not" || concept.startsWith("-")

/**
 * Whether a sentence beside a refusal speaks of an order in words that are not known, and denies nothing:
 * "Order confirmed. Too many requests".
 */
const isToldBeside = (find: Find, { sentences, verdicts }: Read): boolean =>
  sentences.some((sentence, at) => {
    if (verdicts[at]?.meaning !== undefined || verdicts[at]?.whole !== false) return false
    return isSpoken(find, sentence, ofDone) && !isSaid(find, sentence, isDenial)
  })

/** Whether any word of a text speaks of orders or of what was done, in whatever sense. */
const speaksBy = ({ find }: Vocabulary, text: string): boolean =>
  isSpoken(find, fold(text.replace(/<[^>]*>?/g, " ").slice(0, longestPage)), ofDone)

/**
 * Whether a text names an order, or an unknown number beside a refusal, in words that the table does not know:
 * they may confirm.
 */
const isConfirmed = (find: Find, { sentences, verdicts }: Read, asked: string): boolean =>
  sentences.some((sentence, at) => {
    const own = verdicts[at]
    if (own === undefined || !/\d/.test(sentence)) return false
    // Who has asked too often is told of no order.
    if (own.meaning === "rate-limited") {
      const isElsewhere =
        isNumbered(find, [sentence]) && sentences.some((other) => isSpoken(find, other, ["order"]))
      return isElsewhere || isOfOrder(find, sentence) || mayHoldId.test(sentence)
    }
    const isBeside = verdicts.some((other) => other !== own && other.meaning !== undefined)
    // Who asks for an order has none of which the panel could speak.
    if (own.meaning !== undefined) return asked === "@add" && !own.whole && isOfOrder(find, sentence)
    return isBeside || isOfOrder(find, sentence) || /#\s*\w/.test(sentence)
  })

/** What a text comes to. */
export interface Explained {
  readonly meaning: Meaning | undefined
  /**
   * Whether the table accounts for every word of it: then the text says this and nothing beside. What
   * it may leave out is harmless nouns and fillers; no number of it can be an ID.
   */
  readonly whole: boolean
  /** Whether it says, too, that something was done. */
  readonly did: boolean
  /** Whether words that are not known may say so. */
  readonly mayConfirm: boolean
  /** Whether it is known in part, and no limit alone: then the rest may say anything. */
  readonly isMixed: boolean
}

const nothing: Explained = {
  meaning: undefined,
  whole: false,
  did: false,
  mayConfirm: false,
  isMixed: false
}

/** What a refusal says, if its words are known, and whether it says anything beside. */
const explainBy = (vocabulary: Vocabulary, text: string, asked = ""): Explained => {
  if (text.length > longest) return { ...nothing, mayConfirm: true }
  if (markup.test(text)) {
    const { did, mayConfirm, isMixed } = explainBy(vocabulary, text.replace(/<[^>]*>?/g, " "), asked)
    return { ...nothing, did, mayConfirm, isMixed }
  }
  const { find } = vocabulary
  const read = vocabulary.read(text, asked)
  const { did, isWhole, meaning, plain, sentences, verdicts } = read
  if (did) return { ...nothing, did }
  const whole =
    meaning !== undefined &&
    isWhole &&
    verdicts.every((it) => it.whole && (it.meaning ?? meaning) === meaning) &&
    !sentences.some((sentence) => isSpoken(find, sentence, ["claim"])) &&
    !mayHoldId.test(plain) &&
    !isNumbered(find, sentences)
  // "Internal server error. Please wait" leaves open what was done before.
  const isBroken =
    meaning === undefined && verdicts.some((it) => it.meaning !== undefined && broken.has(it.meaning))
  const isOfOther = meaning !== undefined && ofOthers.has(meaning)
  const isMixed =
    !whole &&
    verdicts.some((it) => it.meaning !== undefined) &&
    (meaning !== "rate-limited" || verdicts.some((it) => it.meaning === undefined && !it.whole))
  return {
    meaning,
    whole,
    did,
    mayConfirm:
      isBroken ||
      (!isOfOther && (isConfirmed(find, read, asked) || (meaning !== undefined && isToldBeside(find, read)))),
    isMixed
  }
}

/** A vocabulary that reads a text once where a panel says it of row after row. */
const remembering = ({ find, read }: Vocabulary): Vocabulary => {
  let of = ""
  let last: Read | undefined
  return {
    find,
    read: (text, asked) => {
      const one = `${asked} ${text}`
      if (last === undefined || one !== of) last = read(text, asked)
      of = one
      return last
    }
  }
}

/** All that is known, which is for those calls that speak of orders. */
const vocabulary = /* @__PURE__ */ remembering(
  /* @__PURE__ */ make(
    /* @__PURE__ */ accessWords.concat("\n", orderWords),
    /* @__PURE__ */ accessRules.concat(orderRules)
  )
)

/** What is not found when a panel says no more than that. */
const sought: Readonly<Record<string, Meaning>> = {
  add: "bad-service",
  status: "order-not-found",
  refill: "order-not-found",
  cancel: "order-not-found",
  refill_status: "refill-not-found"
}

const bare = /^(?:(?:id)?notfound|(?:incorrect|invalid)id)[.!]*$/

const longestBare = 100

const bareMeaning = (action: string, words: string): Meaning | undefined =>
  words.length <= longestBare && bare.test(Wire.fold(words)) ? sought[action] : undefined

const byWords = /* @__PURE__ */ understandBy(vocabulary)

/** A text's meaning in the answer to an action, which tells what its words leave out. */
export const understand = (
  action: string,
  words: string,
  phrases: ReadonlyArray<Phrase> = []
): Understood => {
  const understood = byWords(action, words, phrases)
  return { ...understood, meaning: understood.meaning ?? bareMeaning(action, words) }
}

/** A text's meaning, and whether it says anything beside; no phrase that a program taught counts here. */
export const explain = (action: string, words: string): Explained => {
  // Laravel counts what it leaves out of its message.
  const explained = explainBy(vocabulary, words.replace(/\(and \d+ more errors?\)/, ""), `@${action}`)
  const meaning = explained.meaning === undefined ? bareMeaning(action, words) : undefined
  return meaning === undefined ? explained : { ...explained, meaning, whole: true, isMixed: false }
}

/** Whether any word of a text speaks of orders or of what was done. */
export const speaksOfDone = (text: string): boolean => speaksBy(vocabulary, text)
