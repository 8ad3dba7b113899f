/** A refusal's meaning where the action tells what its words leave out. */
import type { Meaning } from "../Meaning.js"
import { classify } from "./classify.js"
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

export const classifyFor = (action: string, words: string): Meaning | undefined =>
  classify(words) ?? (bare.test(fold(words)) ? sought[action] : undefined)
