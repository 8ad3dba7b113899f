/** What may be a panel's key. */
import type * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { usable } from "./options.js"

// Visible ASCII; a stray new line from a copied key would otherwise be sent and refused as a bad key.
const usableKey = /^[\x21-\x7e]{1,512}$/

const remedy = "give the API key as the panel shows it: 1 to 512 visible characters, no spaces"

/** The key, or what would be right, which says nothing of the key. */
export const checkKey = (key: Redacted.Redacted<string>): Either.Either<Redacted.Redacted<string>, string> =>
  usable(key, usableKey.test(Redacted.value(key)), remedy)
