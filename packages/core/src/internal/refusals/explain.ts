/**
 * What a text says beside its meaning: whether it may tell of something that was done. A meaning alone is no
 * proof of the contrary.
 */
import type { Meaning } from "../../Meaning.js"
import { type Concepts, fold, longest, markup, type Read, split, type Vocabulary } from "./classify.js"

type Find = Vocabulary["find"]

/** Whether a number stands by an order, or by nothing that it counts. */
const isNumbered = (find: Find, sentences: ReadonlyArray<string>): boolean =>
  sentences.some((sentence) =>
    Array.from(sentence.matchAll(/(\p{L}*)[^\p{L}\d]*\d+[^\p{L}\d]*(\p{L}*)/gu)).some(
      ([, before = "", after = ""]) => {
        const counted = find(`${after} `)[1]
        const bounds = find(`${before} `)[1]
        return (
          bounds.includes("order") ||
          bounds.includes("id") ||
          !(counted.some((it) => units.includes(it)) || bounds.some((it) => limits.includes(it)))
        )
      }
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
  Array.from(sentence.matchAll(numbered)).some(([, before = ""]) => {
    const bounds = find(`${before} `)[1]
    return bounds.includes("order") || bounds.includes("id")
  })

/** How far a page is read: what was done stands at its top. */
const longestPage = 20_000

const ofDone: Concepts = ["order", "+did", "claim", "+done", "+made"]

const isSpoken = (find: Find, sentence: string, of: Concepts): boolean =>
  split(sentence).some((word) => find(`${word} `)[1].some((concept) => of.includes(concept)))

/** Whether any word of a text speaks of orders or of what was done, in whatever sense. */
export const speaksOfDone = ({ find }: Vocabulary, text: string): boolean =>
  isSpoken(find, fold(text.replace(/<[^>]*>?/g, " ").slice(0, longestPage)), ofDone)

/**
 * Whether a text names an order, or an unknown number beside a refusal, in words that the table does not know:
 * they may confirm.
 */
const isConfirmed = (find: Find, { sentences, verdicts }: Read): boolean =>
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
    return own.meaning === undefined && (isBeside || isOfOrder(find, sentence) || /#\s*\w/.test(sentence))
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
}

const nothing: Explained = { meaning: undefined, whole: false, did: false, mayConfirm: false }

/** What a refusal says, if its words are known, and whether it says anything beside. */
export const explain = (vocabulary: Vocabulary, text: string, asked = ""): Explained => {
  if (text.length > longest) return { ...nothing, mayConfirm: true }
  if (markup.test(text)) {
    const { did, mayConfirm } = explain(vocabulary, text.replace(/<[^>]*>?/g, " "), asked)
    return { ...nothing, did, mayConfirm }
  }
  const { find } = vocabulary
  const read = vocabulary.read(text, asked)
  const { did, isWhole, meaning, plain, sentences, verdicts } = read
  if (did) return { ...nothing, did }
  const whole =
    meaning !== undefined &&
    isWhole &&
    verdicts.every((it) => it.whole && (it.meaning ?? meaning) === meaning) &&
    !sentences.flatMap(split).some((word) => find(`${word} `)[1].includes("claim")) &&
    !mayHoldId.test(plain) &&
    !isNumbered(find, sentences)
  // "Internal server error. Please wait" leaves open what was done before.
  const isBroken =
    meaning === undefined && verdicts.some((it) => it.meaning !== undefined && broken.has(it.meaning))
  const isOfOther = meaning !== undefined && ofOthers.has(meaning)
  return { meaning, whole, did, mayConfirm: isBroken || (!isOfOther && isConfirmed(find, read)) }
}
