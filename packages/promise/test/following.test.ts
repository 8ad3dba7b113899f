/** What happens to the orders of a journal, and what is due back for them, as programs without Effect read it. */
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Money } from "@smmkit/core"
import { FollowEvent, FollowStore } from "@smmkit/follow"
import { Place } from "@smmkit/journal"
import { Arbitrary, BigDecimal, Effect, FastCheck as fc, Layer } from "effect"
import {
  AlreadySettled,
  createPanel,
  Interrupted,
  InvalidArgument,
  InvalidCursor,
  InvalidOption,
  type OrderEvent,
  type Panel,
  PanelClosed,
  UnknownLine,
  UnknownOrder
} from "../src/index.js"
import * as Plain from "../src/internal/journal/plain.js"
import { file, places } from "./places.js"
import { order, rejection, world } from "./world.js"

/** All that there is of a stream that ends. */
const collect = async <A>(items: AsyncIterable<A>): Promise<ReadonlyArray<A>> => {
  const all: Array<A> = []
  for await (const item of items) all.push(item)
  return all
}

/** Books what is due for an order as two looks would, from another process on the same store. */
const book = (journal: string, account: string, id: string, amount: string) => {
  const order = Identifiers.OrderId.make(id)
  const money = Money.make(BigDecimal.unsafeFromString(amount), "USD")
  const line = { line: 1, amount: money, total: money, reason: "the price of 50 of 100 units" }
  return Effect.gen(function* () {
    const store = yield* FollowStore.FollowStore
    const claim = yield* Effect.flatten(store.take(account, order, 60_000))
    yield* store.commit({
      account,
      stamp: claim.stamp,
      written: claim.orders.map(({ row, lot }) => ({
        row: { ...row, n: row.n + 1, lines: 1, booked: money.amount },
        events: [{ n: row.n + 1, what: new FollowEvent.RefundDue(line) }],
        lines: [line],
        births: [],
        lesson: { began: null, took: null, kept: null },
        lot,
        at: claim.now
      }))
    })
  }).pipe(
    Effect.provide(
      Layer.provide(
        FollowStore.layer,
        Layer.unwrapEffect(Effect.map(Place.parse(journal), Place.layerWithClient))
      )
    ),
    Effect.runPromise
  )
}

/** A panel with a journal whose orders are complete at the first look. */
const scene = async (journal: string) => {
  const place = await world({ speed: 1_000_000, partial: 0 })
  return { place, panel: place.panel({ journal }) }
}

/** Places an order, has it looked at, and gives its last event. */
const completed = async (panel: Panel, key: string): Promise<OrderEvent> => {
  const { order: id } = await panel.orders.placeOnce(key, order)
  await panel.orders.hurry(id)
  for await (const event of panel.events()) if (event.order === id && event.type === "Completed") return event
  throw new Error("the events ended")
}

for (const { name, place: at, isMissing } of places) {
  describe.skipIf(isMissing)(`orders of a journal on ${name}`, () => {
    it("are followed to their end, and what happened is told once, after a place, to any process", async () => {
      const journal = await at()
      const { place, panel } = await scene(journal)
      await using _ = place
      const event = await completed(panel, "invoice-1")
      assert.ok(event.type === "Completed" && event.remains === 0)
      assert.deepStrictEqual([event.order, event.key, event.n], ["23501", "invoice-1", event.number])
      const other = place.panel({ journal })
      const all = await collect(other.events({ live: false }))
      assert.deepStrictEqual(all.at(-1), event)
      assert.deepStrictEqual(JSON.parse(JSON.stringify(all)), all)
      assert.deepStrictEqual(await collect(other.events({ live: false, after: event.number - 1 })), [event])
      assert.deepStrictEqual(await collect(other.events({ live: false, after: event.number })), [])
      const ahead = await rejection(collect(other.events({ after: event.number + 1 })))
      assert.ok(ahead instanceof InvalidCursor)
      assert.deepStrictEqual(
        [ahead.number, ahead.last, ahead.reason],
        [event.number + 1, event.number, "ahead"]
      )
    })

    it("have lines of what is due back, each settled once", async () => {
      const journal = await at()
      const { place, panel } = await scene(journal)
      await using _ = place
      const { account, order: id, number } = await completed(panel, "invoice-1")
      assert.deepStrictEqual(await panel.refunds.list(), [])
      await book(journal, account, id, "0.0395")
      const [due] = await collect(panel.events({ live: false, after: number }))
      assert.ok(due?.type === "RefundDue")
      assert.deepStrictEqual(due.amount, { amount: "0.0395", currency: "USD" })
      const [line] = await panel.refunds.list({ order: id, open: true })
      assert.ok(line !== undefined && line.settled === null)
      assert.deepStrictEqual(line.total, due.total)
      assert.deepStrictEqual(JSON.parse(JSON.stringify(line)), line)
      const settled = await panel.refunds.settle(line, "credited to the customer")
      assert.strictEqual(settled.settled?.how, "credited to the customer")
      const again = await rejection(panel.refunds.settle(due, "twice"))
      assert.ok(again instanceof AlreadySettled)
      assert.strictEqual(again.how, "credited to the customer")
      assert.deepStrictEqual(await collect(panel.refunds.stream({ open: true })), [])
      assert.deepStrictEqual(await collect(panel.refunds.stream({ open: false })), [settled])
      assert.ok((await rejection(panel.refunds.settle({ order: id, line: 7 }, "a"))) instanceof UnknownLine)
      assert.ok((await rejection(panel.refunds.settle({ order: 99, line: 1 }, "a"))) instanceof UnknownOrder)
      assert.ok((await rejection(panel.orders.hurry("99"))) instanceof UnknownOrder)
      const last = (await collect(panel.events({ live: false }))).at(-1)
      assert.ok(last?.type === "RefundSettled" && last.line === 1)
    })
  })
}

describe("a loop over events that waits", () => {
  /** A loop that has come to the end of what is there. */
  const waiting = async () => {
    const { place, panel } = await scene(file())
    const { number } = await completed(panel, "invoice-1")
    const controller = new AbortController()
    const iterator = panel.events({ after: number, signal: controller.signal })[Symbol.asyncIterator]()
    return { place, panel, controller, iterator, next: iterator.next() }
  }

  it("ends at once when it is left", async () => {
    const { place, iterator, next } = await waiting()
    await using _ = place
    assert.deepStrictEqual(await iterator.return?.(), { done: true, value: undefined })
    assert.deepStrictEqual(await next, { done: true, value: undefined })
    assert.deepStrictEqual(await iterator.next(), { done: true, value: undefined })
  })

  it("is Interrupted by its signal", async () => {
    const { place, controller, iterator, next } = await waiting()
    await using _ = place
    const ended = rejection(next)
    controller.abort()
    const error = await ended
    assert.ok(error instanceof Interrupted && error.reason === "aborted")
    assert.deepStrictEqual(await iterator.next(), { done: true, value: undefined })
  })

  it("is Interrupted by a signal that was aborted before it began", async () => {
    await using place = await world()
    const signal = AbortSignal.abort()
    const { orders, events } = place.panel({ journal: file() })
    for (const loop of [orders.follow("1", { signal }), events({ signal })]) {
      const error = await rejection(collect<unknown>(loop))
      assert.ok(error instanceof Interrupted && error.reason === "aborted")
    }
  })

  it("tells nothing more of what is at hand once its signal is aborted", async () => {
    const { place, panel } = await scene(file())
    await using _ = place
    for (const key of ["invoice-1", "invoice-2", "invoice-3"]) await completed(panel, key)
    const controller = new AbortController()
    let told = 0
    const reading = async () => {
      for await (const _ of panel.events({ after: 0, signal: controller.signal })) {
        told += 1
        controller.abort()
      }
    }
    assert.ok((await rejection(reading())) instanceof Interrupted)
    assert.strictEqual(told, 1)
  })

  it("is told that the panel was closed", async () => {
    const { place, panel, next } = await waiting()
    await using _ = place
    const ended = rejection(next)
    await panel.close()
    assert.ok((await ended) instanceof PanelClosed)
  })
})

describe("a loop over an order's states that waits", () => {
  it("ends at once when it is left, and asks no more", async () => {
    await using place = await world()
    const panel = place.panel()
    const { order: id } = await panel.orders.place(order)
    const iterator = panel.orders.follow(id)[Symbol.asyncIterator]()
    assert.strictEqual((await iterator.next()).done, false)
    const next = iterator.next()
    assert.deepStrictEqual(await iterator.return?.(), { done: true, value: undefined })
    assert.deepStrictEqual(await next, { done: true, value: undefined })
    const { byAction } = await Effect.runPromise(place.sandbox.calls)
    assert.strictEqual(byAction["status"], 1)
  })
})

describe("following", () => {
  it("needs a journal", async () => {
    await using panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
    const calls = [
      collect(panel.events()),
      collect(panel.refunds.stream()),
      panel.refunds.list(),
      panel.refunds.settle({ order: "1", line: 1 }, "a"),
      panel.orders.hurry("1")
    ]
    for (const call of calls) {
      const error = await rejection(call)
      assert.ok(error instanceof InvalidOption)
      assert.strictEqual(error.field, "journal")
    }
  })

  it("names the argument that is wrong", async () => {
    await using panel = createPanel({ url: "https://panel.example/api/v2", key: "fake-key" })
    for (const [call, field] of [
      [() => collect(panel.events({ after: -1 })), "after"],
      [() => collect(panel.events({ after: 1.5 })), "after"],
      // @ts-expect-error programs without types may give anything
      [() => collect(panel.events({ live: "no" })), "live"],
      // @ts-expect-error programs without types may give anything
      [() => collect(panel.events({ from: 5 })), "options.from"],
      [() => panel.refunds.list({ order: "1,2" }), "order"],
      // @ts-expect-error programs without types may give anything
      [() => panel.refunds.list({ open: 1 }), "open"],
      [() => panel.refunds.settle({ order: "1", line: 0 }, "a"), "line.line"],
      // @ts-expect-error programs without types may give anything
      [() => panel.refunds.settle({ line: 1 }, "a"), "line.order"],
      [() => panel.refunds.settle({ order: "1", line: 1, account: "" }, "a"), "line.account"],
      [() => panel.refunds.settle({ order: "1", line: 1 }, ""), "how"]
    ] as const) {
      const error = await rejection(call())
      assert.ok(error instanceof InvalidArgument, String(error))
      assert.strictEqual(error.field, field)
    }
  })

  it("tells each kind of event with all that it says, in one level", () => {
    fc.assert(
      fc.property(Arbitrary.make(FollowEvent.FollowEvent), (happened) => {
        const { account, number, order, key, parent, n, at } = happened
        const { type, ...event } = Plain.event(happened)
        assert.strictEqual(type, happened.name)
        assert.deepInclude(event, { account, number, order, key, parent, n, at })
        for (const name of Object.keys(happened.what)) if (name !== "_tag") assert.property(event, name)
      }),
      { numRuns: 50 }
    )
  })
})
