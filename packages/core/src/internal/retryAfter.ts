/** The `Retry-After` header: seconds, or an HTTP date. */

// A panel that asks for more than a day is not waited for anyway.
const longest = 24 * 60 * 60 * 1000

/** The wait in milliseconds, or null where the header is absent or makes no sense. */
export const read = (header: string | undefined, now: number): number | null => {
  const text = header?.trim() ?? ""
  const seconds = /^\d{1,9}(?:\.\d+)?$/.test(text)
  const date = /^[A-Za-z]{3,9},? /.test(text)
  // The oldest of HTTP's three forms ends with the year, and names no zone: it is UTC all the same.
  const inZone = /\d{4}$/.test(text) && !/[+-]\d{4}$/.test(text) ? `${text} GMT` : text
  const wait = seconds ? Number(text) * 1000 : date ? Date.parse(inZone) - now : Number.NaN
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longest) : null
}
