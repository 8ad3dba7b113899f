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

/** A text's meaning in the answer to an action, and whether every word of it is known. */
export const understand = (action: string, words: string): Classified => {
  const classified = classify(words, `@${action}`)
  return classified.meaning === undefined && bare.test(fold(words))
    ? { ...classified, meaning: sought[action] }
    : classified
}

export const classifyFor = (action: string, words: string): Meaning | undefined =>
  understand(action, words).meaning
