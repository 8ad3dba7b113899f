/** The IDs that a command is asked about: from its arguments, and for `-` from standard input. */
import { Effect, Schema } from "effect"
import { codeOf, type UsageError, usage } from "./Failure.js"
import type { Invocation } from "./Parse.js"
import { quote } from "./Text.js"

/** The IDs in the order asked, and each of them once. */
export interface Asked<Id> {
  readonly places: ReadonlyArray<Id>
  readonly distinct: ReadonlyArray<Id>
}

// A word without an end is no ID, and would otherwise be kept whole.
const longestWord = 1000

/** The words on standard input, split while they arrive, so that no more than they themselves is kept. */
const readWords = async (signal: AbortSignal, take: (word: string) => boolean): Promise<void> => {
  const { stdin } = process
  signal.addEventListener("abort", () => stdin.destroy(), { once: true })
  let rest = ""
  for await (const chunk of stdin.setEncoding("utf8")) {
    const words = `${rest}${chunk}`.split(/\s+/)
    rest = words.pop() ?? ""
    if (!words.every((word) => word === "" || take(word)) || rest.length > longestWord) break
  }
  if (rest !== "") take(rest)
}

/** Collects the IDs of a command, checked one by one before anything is sent. */
export const collect = <Id extends string>(
  { command, operands }: Invocation,
  schema: Schema.Schema<Id, string>
): Effect.Effect<Asked<Id>, UsageError> => {
  const isId = Schema.is(schema)
  const field = command.name === "refill-status" ? "refill" : "order"
  const places: Array<Id> = []
  let wrong: string | undefined
  const take = (word: string): boolean => {
    if (isId(word)) places.push(word)
    else
      wrong ??= `${field} is ${quote(word)}: an ID has no comma and no space in it, is not 0 and does not begin with "-"; separate IDs by spaces`
    return wrong === undefined
  }
  const read = Effect.tryPromise({
    try: (signal) => readWords(signal, take),
    catch: (error) =>
      usage(`Standard input cannot be read (${codeOf(error)}): give IDs on it, or as arguments`)
  })
  return Effect.gen(function* () {
    if (operands.filter((word) => word === "-").length > 1)
      return yield* usage("`-` is given twice: standard input can be read once only")
    for (const word of operands) {
      if (word === "-") yield* read
      else take(word)
    }
    if (places.length === 0)
      wrong ??= `${command.name} needs IDs: give at least one ${field} ID, as an argument or, by \`-\`, on standard input`
    if (wrong !== undefined) return yield* usage(wrong)
    const distinct = new Set(places)
    return { places, distinct: distinct.size === places.length ? places : [...distinct] }
  })
}
