/** Which addresses may be given a key. */
import * as Url from "@effect/platform/Url"
import * as Either from "effect/Either"

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
