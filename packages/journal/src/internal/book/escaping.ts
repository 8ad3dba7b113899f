/**
 * Texts as the databases keep them: PostgreSQL takes no NUL, and neither of the two keeps half a character
 * apart from another. What they cannot hold is escaped, so that what a panel said is given back as it was.
 */

const unusual = /[\\\0]|\p{Cs}/gu

/** What may be unusual: to look for halves of characters takes several times as long as to look for all of their kind. */
const suspect = /[\\\0\ud800-\udfff]/

/** A text as it is stored. Nearly all are as they are. */
export const escaped = (text: string): string =>
  suspect.test(text)
    ? text.replace(unusual, (one) =>
        one === "\\" ? "\\\\" : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`
      )
    : text

/** What `escaped` was given. */
export const unescaped = (text: string): string =>
  text.includes("\\")
    ? text.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
        code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16))
      )
    : text
