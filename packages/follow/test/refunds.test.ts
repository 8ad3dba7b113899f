/** What is due against the sandbox's own books, order by order, in random worlds. */
import { assert, describe, it } from "@effect/vitest"
import { Sandbox } from "@smmkit/sandbox"
import { BigDecimal, Effect, FastCheck, Option, TestClock } from "effect"
import type { Row } from "../src/FollowModel.js"
import { refundOf } from "../src/internal/judging/refunds.js"
import { emptyWorld, happen, happening, options, panel, sweep, type World } from "./randomWorlds.js"

const sumOf = (all: ReadonlyArray<BigDecimal.BigDecimal>) =>
  all.reduce((sum, one) => BigDecimal.sum(sum, one), BigDecimal.make(0n, 0))

/** What an order gives back by itself, without its children, by the sandbox's books. */
const ownOf = (sandbox: Sandbox.Sandbox.Service, order: string) =>
  Effect.gen(function* () {
    const view = yield* sandbox.order(order)
    const children = yield* Effect.forEach(view.children, (child) => sandbox.order(child))
    const all = sumOf([view.refunded, view.owed])
    return BigDecimal.subtract(all, sumOf(children.flatMap(({ refunded, owed }) => [refunded, owed])))
  })

/** The cases in which what is due cannot be known, by name; any other is a fault. */
const cases: Readonly<Record<string, (row: Row, world: World) => boolean>> = {
  "the panel says Refunded or Failed, and not how much": ({ state }) =>
    state === "Refunded" || state === "Failed",
  "a post's order ended before it was seen under way, so that its price was never shown": ({
    parent,
    price,
    paid
  }) => parent !== null && price === null && paid === null,
  "a post's order ended Partial: how much was ordered is not told": ({ parent, units, state }) =>
    parent !== null && units === null && state === "Partial",
  "a Partial order with nothing that remains": ({ state, remains }) =>
    state === "Partial" && remains === null,
  "the share is no exact decimal, and the account declares no decimals": (
    { order, state },
    { context, rows }
  ) =>
    context.books.decimals === undefined &&
    state === "Partial" &&
    refundOf(rows.get(order) ?? fail(), context.books).why.includes("no exact decimal"),
  "a drip-feed goes on, of which runs have given something back": ({ runs, ended }) =>
    runs !== null && ended === null,
  "the panel gave back another amount by hand, and its charge shows it": ({ order }, { byHand }) =>
    byHand.has(order),
  "a run was changed by itself, and the charge of its drip-feed shows it": ({ order }, { runsChanged }) =>
    runsChanged.has(order)
}

const fail = (): never => assert.fail("a row is missing")

const check = (world: World) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    for (const row of world.rows.values()) {
      const { due, why } = refundOf(row, world.context.books)
      const own = yield* ownOf(sandbox, row.order)
      const told = `${row.order} ${row.state} remains ${row.remains}: ${why}`
      if (Option.isNone(due)) {
        const named = Object.entries(cases).filter(([, is]) => is(row, world))
        assert.notStrictEqual(named.length, 0, told)
        continue
      }
      // What was given back by hand before the price of a post's order could be seen is shown by nothing.
      if (row.price === null && row.paid === null && world.byHand.has(row.order)) continue
      assert.strictEqual(
        BigDecimal.format(BigDecimal.normalize(due.value.amount)),
        BigDecimal.format(BigDecimal.normalize(own)),
        told
      )
      if (row.waiting.length > 0) continue
      const booked = sumOf((world.lines.get(row.order) ?? []).map(({ amount }) => amount.amount))
      assert.isTrue(BigDecimal.equals(booked, own), `${told}: booked ${BigDecimal.format(booked)}`)
    }
  })

const run = (events: ReadonlyArray<Parameters<typeof happen>[1]>, world: World) =>
  Effect.gen(function* () {
    yield* Effect.forEach(events, (one) => Effect.zipRight(happen(world, one), TestClock.adjust("1 second")))
    // What was promised lands, and children are followed as they appear.
    yield* TestClock.adjust("3 hours")
    for (let round = 0; round < 6; round++) {
      yield* TestClock.adjust("2 minutes")
      yield* sweep(world, true)
    }
    yield* check(world)
  })

describe("what is due", () => {
  it.effect.prop(
    "is what the panel's own books say, to the last decimal, or null for a reason with a name",
    [options, FastCheck.array(happening, { maxLength: 25 })],
    ([given, events]) => Effect.provide(run(events, emptyWorld(given)), panel(given)),
    { fastCheck: { numRuns: Number(process.env["SMMKIT_WORLDS"] ?? 25) }, timeout: 600_000 }
  )
})
