/** The kinds of options that are more than a single value, which programs without types may confuse. */
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"

const { is, Boolean: Flag, Number: Count, String: Text, Struct, Union, optional } = Schema

const Start = Union(Text, Count, Schema.BigIntFromSelf)
const Numbering = Struct({
  start: optional(Union(Start, Schema.Array(Start))),
  gap: optional(Count),
  opaque: optional(Flag)
})
const Range = Schema.Tuple(Count, Count)
const Pace = Struct({
  queue: optional(Range),
  unit: optional(Range),
  order: optional(Range),
  most: optional(Count),
  bursts: optional(Count),
  stalls: optional(Count),
  stall: optional(Range)
})
const ByService = Struct({ byService: Schema.Record({ key: Text, value: Union(Text, Pace) }) })
const Row = Schema.Record({ key: Text, value: Schema.Unknown })
const Limit = Struct({ calls: Count })

const numbering = "give start, gap and opaque, as { start: 100, gap: 5 }"

const kinds: Readonly<Record<string, readonly [is: (value: unknown) => boolean, remedy: string]>> = {
  balance: [
    is(Union(Text, Schema.declare(BigDecimal.isBigDecimal))),
    "give an amount in plain digits, such as 12.50"
  ],
  ids: [is(Numbering), numbering],
  refillIds: [is(Numbering), numbering],
  pace: [
    is(Union(Text, ByService, Pace)),
    "give the name of a pace, ranges from least to most, or byService"
  ],
  drop: [is(Count), "give a part from 0 to 1"],
  catalogue: [is(Schema.Array(Row)), "give a list of rows, as a panel writes them"],
  limits: [is(Schema.Array(Limit)), "give a list of limits, as [{ calls: 60, window: '1 minute' }]"],
  traits: [is(Schema.Array(Text)), "give a list of names of traits"],
  mishaps: [
    is(Schema.Record({ key: Text, value: Union(Count, Schema.Undefined) })),
    "give chances by name, as { slow: 0.1 }"
  ]
}

/** The first option that is of another kind, and what it should be. */
export const wrong = (options: object): { readonly field: string; readonly remedy: string } | undefined => {
  const given = new Map<string, unknown>(Object.entries(options))
  for (const [field, [isOfKind, remedy]] of Object.entries(kinds)) {
    const value = given.get(field)
    if (value !== undefined && !isOfKind(value)) return { field, remedy }
  }
  return undefined
}
