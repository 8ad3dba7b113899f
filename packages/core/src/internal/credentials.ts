/** Which addresses may be given a key, and what may be one. */
import * as Url from "@effect/platform/Url"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import type { Check } from "../Options.js"

const parts = /^(https?):\/\/((\[[0-9a-f:.]+\]|[^\s/:?#@\\[\]%]+)(?::\d{1,5})?)(\/[^\s?#\\]*)?$/i
const loopback = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/i

const noAddress = Either.left("give an absolute address such as https://panel.example/api/v2")

/**
 * The host of an address to which the key may be sent, or what to change about the address. Neither
 * says anything of user info or a query, where secrets stand.
 */
export const checkAddress = (url: string): Either.Either<string, string> => {
  if (/^[a-z]+:\/\/[^/]*@/i.test(url)) return Either.left("leave out user info (`user:password@`)")
  if (/[?#]/.test(url))
    return Either.left("leave out the query and what follows `#`; the key travels in the form")
  const match = parts.exec(url)
  if (match === null) return noAddress
  const [, scheme = "", host = "", name = ""] = match
  return scheme.toLowerCase() === "https" || loopback.test(name)
    ? Either.right(host.toLowerCase())
    : Either.left("use https://; plain http:// is for loopback only")
}

/** The same for an address that nobody has called yet: of its ports and numbers the platform is the judge. */
export const checkNewAddress = (url: unknown): Either.Either<string, string> =>
  typeof url !== "string"
    ? noAddress
    : Either.flatMap(checkAddress(url), (host) =>
        Either.isRight(Url.fromString(url)) ? Either.right(host) : noAddress
      )

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
