/** The options of a bulk, checked before its preview: what is good there is good in the run. */
import * as Check from "@smmkit/core/Options"
import * as Either from "effect/Either"
import { UnusableInput } from "../../BulkError.js"
import type { Options } from "../../BulkModel.js"
import * as Checks from "../checks.js"

const most = 1000

const checks: ReadonlyArray<readonly [name: keyof Options, check: Check.Check<unknown>]> = [
  ["concurrency", Check.whole({ least: 1, most })],
  ["mostBad", Check.whole({ least: 0 })],
  ["skipBad", Check.flag],
  ["apart", Check.flag],
  ["retryRefused", Check.flag],
  ["run", Checks.name],
  ["patience", Checks.time]
]

const named = Check.checker("bulk")

export const check = (options: Options): Either.Either<Options, UnusableInput> => {
  for (const [name, check] of checks) {
    const value = options[name]
    if (value === undefined) continue
    const checked = named(name, value, check)
    if (Either.isLeft(checked)) {
      const { value, remedy } = checked.left
      const instead = value === "" ? "" : ` instead of ${value}`
      return Either.left(new UnusableInput({ name: `the bulk's ${name}`, remedy: `${remedy}${instead}` }))
    }
  }
  return Either.right(options)
}
