/** What a test says that the panel writes in place of its own, odd things included. */
import { deep, isRefusal, read, write } from "./faults/values.js"
import { reword } from "./faults/wording.js"

/** The answer with these fields in place of its own; those that are undefined leave it as it is. */
export const put = (answer: string, fields: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  if (given.length === 0) return answer
  const own: unknown = JSON.parse(answer)
  return JSON.stringify(Object.assign({}, own, Object.fromEntries(given)))
}

/** The answer with its refusals in other words, those of single IDs too. */
export const reworded = (answer: string, refusals: Readonly<Record<string, string>> = {}): string => {
  const wording = Object.entries(refusals).map(([canonical, theirs]) => [canonical, theirs, 0] as const)
  if (wording.length === 0) return answer
  return write(
    deep(read(answer), (one) => (isRefusal(one) ? { ...one, error: reword(one.error, wording).words } : one))
  )
}
