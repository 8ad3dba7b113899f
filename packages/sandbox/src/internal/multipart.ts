/** Bodies of `multipart/form-data`, read as panels' scripts read them: what is no field is passed over. */
import { Buffer } from "node:buffer"

const parameters = /;\s*([^\s=;]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]*))/g
const disposition = /^content-disposition\s*:/i
const longestHead = 8192

/** The parameters of a header, by their names in lower case. */
const parametersOf = (header: string): ReadonlyMap<string, string> =>
  new Map(
    [...header.matchAll(parameters)].map(([, name = "", quoted, plain = ""]) => [
      name.toLowerCase(),
      quoted === undefined ? plain.trim() : quoted.replace(/\\(["\\])/g, "$1")
    ])
  )

const utf8 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8")

/** A part's name and value; none of what has no name, and of files. */
const fieldOf = (part: string): ReadonlyArray<readonly [name: string, value: string]> => {
  const blank = /\r?\n\r?\n/.exec(part)
  if (blank === null || blank.index > longestHead) return []
  const header = part
    .slice(0, blank.index)
    .split(/\r?\n/)
    .find((line) => disposition.test(line))
  const told = parametersOf(header ?? "")
  const name = told.get("name")
  return name === undefined || told.has("filename") || told.has("filename*")
    ? []
    : [[utf8(name), utf8(part.slice(blank.index + blank[0].length))]]
}

/** The fields of a body, in their order. What stands before the first part and after the last is no part. */
export const fields = (
  contentType: string,
  body: Uint8Array
): ReadonlyArray<readonly [name: string, value: string]> => {
  const boundary = parametersOf(contentType).get("boundary") ?? ""
  if (boundary === "") return []
  const escaped = boundary.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")
  const delimiter = new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`)
  // Split with a group, so that what each delimiter closes stands beside what comes behind it.
  const [, ...pieces] = Buffer.from(body).toString("latin1").split(delimiter)
  const found: Array<readonly [name: string, value: string]> = []
  for (let at = 0; at + 1 < pieces.length && pieces[at] === undefined; at += 2) {
    found.push(...fieldOf(pieces[at + 1] ?? ""))
  }
  return found
}
