/**
 * Whether a name stands twice in an object of an answer. `JSON.parse` keeps the last and says nothing of the
 * other, which may have held the ID of an order.
 */
import { endOfText, isObject, type Parsed } from "./json.js"

/** How many names there are in a JSON text. */
const named = (json: string): number => {
  let names = 0
  for (let at = json.indexOf('"'); at !== -1; at = json.indexOf('"', at)) {
    at = endOfText(json, at)
    while (json.charCodeAt(at) <= 32) at++
    if (json.charCodeAt(at) === 58) names++
  }
  return names
}

const isCapital = /[A-Z]/

/** How many names an object has where only the names of `apart` are told apart by their letters' case. */
const distinct = (names: ReadonlyArray<string>, apart: ReadonlySet<string>): number =>
  names.some((name) => isCapital.test(name))
    ? new Set(names.map((name) => (apart.has(name) ? name : name.toLowerCase()))).size
    : names.length

/** How many names are left in a value, however deep. */
const kept = (value: unknown, apart: ReadonlySet<string>): number => {
  let names = 0
  const ahead: Array<unknown> = [value]
  while (ahead.length > 0) {
    const next = ahead.pop()
    if (isObject(next)) names += distinct(Object.keys(next), apart)
    else if (!Array.isArray(next)) continue
    for (const one of Object.values(next)) if (typeof one === "object" && one !== null) ahead.push(one)
  }
  return names
}

/** Whether a name stands twice in one object, be it in other letters; IDs that were asked have letters of their own. */
export const isTwice = ({ json, value }: Parsed, asked: ReadonlyArray<string> = []): boolean =>
  named(json) !== kept(value, new Set(asked))
