/** A refusal's meaning, by what the program says of its panel's own texts and else by what is known. */

import type { Phrase, Understood } from "../../Call.js"
import type { Meaning } from "../../Meaning.js"
import { fold } from "../wire.js"
import { meaningOf, type Vocabulary } from "./classify.js"

// A pattern may be slow on long texts.
const considered = 500

const bareOf = (text: string): string => fold(text.slice(0, considered)).replace(/[.!]+$/, "")

const isPhrase = (words: string, { text }: Phrase): boolean =>
  typeof text === "string" ? bareOf(words) === bareOf(text) : words.slice(0, considered).search(text) >= 0

/** What a phrase of the program makes of a text. */
export const taught = (phrases: ReadonlyArray<Phrase>, words: string): Meaning | undefined =>
  phrases.find((phrase) => isPhrase(words, phrase))?.meaning

/** What a text means, by such words. */
export const understand =
  (vocabulary: Vocabulary) =>
  (action: string, words: string, phrases: ReadonlyArray<Phrase> = []): Understood => {
    const own = taught(phrases, words)
    return own === undefined
      ? { meaning: meaningOf(vocabulary, words, `@${action}`), isTaught: false }
      : { meaning: own, isTaught: true }
  }
