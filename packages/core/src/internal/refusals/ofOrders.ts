/** What is known of refusals where orders are spoken of: all that is known. */

import type { Phrase, Understood } from "../../Call.js"
import type { Meaning } from "../../Meaning.js"
import { fold } from "../wire.js"
import { make } from "./classify.js"
import { type Explained, explain as explainBy, speaksOfDone as speaksBy } from "./explain.js"
import * as Rules from "./rules.js"
import { understand as understandBy } from "./understand.js"
import * as Words from "./words.js"

const vocabulary = /* @__PURE__ */ make(
  `${Words.access}\n${Words.orders}`,
  /* @__PURE__ */ Rules.access.concat(Rules.orders)
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

const bareMeaning = (action: string, words: string): Meaning | undefined =>
  bare.test(fold(words)) ? sought[action] : undefined

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
  const explained = explainBy(vocabulary, words, `@${action}`)
  const meaning = explained.meaning === undefined ? bareMeaning(action, words) : undefined
  return meaning === undefined ? explained : { ...explained, meaning, whole: true }
}

/** Whether any word of a text speaks of orders or of what was done. */
export const speaksOfDone = (text: string): boolean => speaksBy(vocabulary, text)
