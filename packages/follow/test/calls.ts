/** Calls as a program without types makes them, with all that it may give in place of one part. */
import { assert } from "@effect/vitest"
import { Cause, Effect, Exit, Option, Predicate, Stream } from "effect"
import { strange } from "../../core/test/strange.js"

export const given: ReadonlyArray<readonly [what: string, value: unknown]> = [
  ...strange,
  ["nothing", undefined],
  ["less than nothing", -1],
  ["a part", 1.5],
  ["without end", Number.POSITIVE_INFINITY],
  ["a number that is not exact", 2 ** 53],
  ["a blank text", " \t"],
  ["half an emoji", "\ud83d"]
]

/** What of that is as good as anything else there. */
export const fine = {
  text: ["a word", "two IDs in a text"],
  // What panels call an order is theirs.
  id: ["a word", "half an emoji"],
  maybeId: ["a word", "half an emoji", "nothing"],
  count: ["a number"],
  maybeCount: ["a number", "nothing"],
  flag: ["true", "nothing"],
  object: ["nothing", "an empty object", "an object without a prototype", "a date", "a map"],
  record: ["nothing", "an empty object", "an object without a prototype", "a date"],
  nothing: ["nothing"],
  none: []
} as const

export interface Called {
  readonly call: string
  readonly field: string
  readonly fine: ReadonlyArray<string>
  readonly with: (value: unknown) => Effect.Effect<unknown, unknown>
}

/** Calls a function as it is, whatever it takes. */
export const call = (f: object, ...args: ReadonlyArray<unknown>): Effect.Effect<unknown, unknown> =>
  Effect.suspend(() => {
    assert.ok(typeof f === "function")
    const result = Reflect.apply(f, undefined, args)
    const asked: Effect.Effect<unknown, unknown> = result
    const stream: Stream.Stream<unknown, unknown> = result
    return Effect.isEffect(asked) ? asked : Stream.runCollect(stream)
  })

/** One part of a call that takes an object. */
export const inside = (
  call: string,
  make: (field: Readonly<Record<string, unknown>>) => Effect.Effect<unknown, unknown>,
  fields: Readonly<Record<string, ReadonlyArray<string>>>,
  prefix = ""
): ReadonlyArray<Called> =>
  Object.entries(fields).map(([name, fine]) => ({
    call,
    field: `${prefix}${name}`,
    fine,
    with: (value) => make({ [name]: value })
  }))

/** What a call fails with; nothing where it does not. A defect fails the test. */
export const failureOf = (
  what: string,
  exit: Exit.Exit<unknown, unknown>
): Readonly<Record<string, unknown>> => {
  if (Exit.isSuccess(exit)) return {}
  const error: unknown = Option.getOrUndefined(Cause.failureOption(exit.cause))
  assert.ok(Predicate.isRecord(error), `${what}: ${Cause.pretty(exit.cause)}`)
  return error
}

export const wrongly = (all: ReadonlyArray<Called>) =>
  all.flatMap((one) =>
    given.filter(([what]) => !one.fine.includes(what)).map(([what, value]) => ({ ...one, what, value }))
  )

/** Whether an error is about a field, or what is in it; one that no call has is told of with the object that it stands in. */
export const isAbout = (field: string, { field: told }: Readonly<Record<string, unknown>>): boolean =>
  field.endsWith(".unit") ? told === "orders[0]" : String(told).startsWith(field)
