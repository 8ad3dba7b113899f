/** What may be a panel's key. */
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import type { Check } from "../Options.js"

// Visible ASCII; a stray new line from a copied key would otherwise be sent and refused as a bad key.
const usableKey = /^[\x21-\x7e]{1,512}$/

const remedy = "give the API key as the panel shows it: 1 to 512 visible characters, no spaces"

const isUsable = (value: unknown): value is Redacted.Redacted<string> => {
  const key: unknown = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return typeof key === "string" && usableKey.test(key)
}

const pasted = "give the API key alone: it begins or ends with a blank or a line end, as after pasting"

/** The key, or what would be right, which says nothing of the key. */
export const checkKey: Check<Redacted.Redacted<string>> = (value) => {
  if (isUsable(value)) return Either.right(value)
  const text: unknown = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return Either.left(typeof text === "string" && usableKey.test(text.trim()) ? pasted : remedy)
}
