/** A refusal's meaning where the action tells what its words leave out. */
import type { Meaning } from "../Meaning.js"
import { type Classified, classify } from "./refusals/classify.js"
import { fold } from "./wire.js"

/** What is not found when a panel says no more than that. */
const sought: Readonly<Record<string, Meaning>> = {
  add: "bad-service",
  status: "order-not-found",
  refill: "order-not-found",
  cancel: "order-not-found",
  refill_status: "refill-not-found"
}

const bare = /^(?:(?:id)?notfound|(?:incorrect|invalid)id)[.!]*$/

/** A text of a panel, or a pattern of its texts, and what the panel means by it. */
export interface Phrase {
  readonly text: string | RegExp
  readonly meaning: Meaning
}

/** What a text comes to. */
export interface Understood extends Classified {
  /** Whether a phrase of the program says so, and not the table: then nothing may be sent again for it. */
  readonly taught: boolean
}

// A pattern may be slow on long texts.
const considered = 500

const bareOf = (text: string): string => fold(text.slice(0, considered)).replace(/[.!]+$/, "")

const isPhrase = (words: string, { text }: Phrase): boolean =>
  typeof text === "string" ? bareOf(words) === bareOf(text) : words.slice(0, considered).search(text) >= 0

/** A text's meaning in the answer to an action, and whether every word of it is known. */
export const understand = (
  action: string,
  words: string,
  phrases: ReadonlyArray<Phrase> = []
): Understood => {
  const classified = { ...classify(words, `@${action}`), taught: false }
  const phrase = phrases.find((phrase) => isPhrase(words, phrase))
  if (phrase !== undefined) return { ...classified, meaning: phrase.meaning, whole: false, taught: true }
  return classified.meaning === undefined && bare.test(fold(words))
    ? { ...classified, meaning: sought[action], whole: true }
    : classified
}

export const classifyFor = (action: string, words: string): Meaning | undefined =>
  understand(action, words).meaning
