/** What a test says that the panel writes in place of its own, odd things included. */
import * as Option from "effect/Option"
import { SandboxError } from "../SandboxOptions.js"
import { deep, isRefusal, read, write } from "./faults/values.js"
import { reword } from "./faults/wording.js"
import type { State } from "./state.js"

/** The first of the values that cannot be written as JSON. */
export const unwritable = (values: State["written"]): SandboxError | undefined => {
  const [odd] = Object.entries(values).filter(
    ([, value]) => value !== undefined && Option.isNone(writeJson(value))
  )
  return odd === undefined
    ? undefined
    : new SandboxError({ field: odd[0], remedy: "give what can be written as JSON" })
}

const writeJson = Option.liftThrowable((value: unknown): string => {
  const text: unknown = JSON.stringify(value)
  if (typeof text !== "string") throw new TypeError("it has no JSON")
  return text
})

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
