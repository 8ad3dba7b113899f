/** Rows are read and written by hand: the schema of an order says what there may be in one. */
import { describe, expect, it } from "@effect/vitest"
import { Arbitrary, Effect, FastCheck, Predicate, Schema } from "effect"
import { Row } from "../src/FollowModel.js"
import { listed } from "../src/internal/store/columns.js"
import { fromRow, fromRows, toBirth, toRow, unpacked } from "../src/internal/store/rows.js"

/** What a database gives back: what was left out is null, and nothing but JSON lies between. */
const kept = (row: Row, lot: number | null): ReadonlyArray<unknown> => {
  const columns: Readonly<Record<string, unknown>> = { ...toBirth(row), ...toRow({ row, lot }) }
  return JSON.parse(JSON.stringify(listed.map((name) => columns[name])))
}

const most = 1e12

/** Times and counts of a store are whole, and not without end. */
const whole = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? Math.round(value % most) || 0 : 0
  if (Array.isArray(value)) return value.map(whole)
  if (Predicate.isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, whole(v)]))
  return value
}

const encode = Schema.encodeSync(Row)
const decode = Schema.decodeUnknownSync(Row)
const orders = Arbitrary.make(Row).map((row) => decode(whole(encode(row))))

describe("a row of an order", () => {
  it("comes back from the store as it was", () => {
    FastCheck.assert(
      FastCheck.property(orders, FastCheck.option(FastCheck.integer({ min: 1, max: 100 })), (row, lot) => {
        const stored = kept(row, lot)
        const held = Effect.runSync(fromRows([stored, unpacked("a", "1", JSON.stringify(stored))]))
        expect(held.map(({ lot }) => lot)).toEqual([lot, lot])
        for (const one of held) expect(encode(one.row)).toEqual(encode(row))
      }),
      { numRuns: 100 }
    )
  })

  it("that holds something else is not read, and the column is named", () => {
    const [row] = FastCheck.sample(orders, 1)
    const good = row === undefined ? [] : kept(row, null)
    const changed = (column: unknown, value: unknown) =>
      listed.map((name, at) => (name === column ? value : good[at]))
    for (const [name, value] of [
      ["placed", "soon"],
      ["order_id", ""],
      ["state", 7],
      ["facts", []],
      ["facts", "no JSON"],
      ["facts", { moved: 0, begun: [] }],
      ["facts", { moved: 0, waiting: {} }],
      ["facts", { moved: 0, stalled: 1 }]
    ]) {
      const error = Effect.runSync(Effect.flip(fromRow(changed(name, value))))
      expect(error).toMatchObject({ _tag: "StoreError", reason: "unreadable" })
    }
    expect(Effect.runSync(Effect.flip(fromRow(changed("facts", { moved: 0, n: null })))).message).toContain(
      "n holds null"
    )
  })
})
