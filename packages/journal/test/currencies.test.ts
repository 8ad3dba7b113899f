import { assert, describe, it } from "@effect/vitest"
import { AddOrder, Identifiers, Money, Transport } from "@smmkit/core"
import { BigDecimal, Chunk, Duration, Effect, Layer, Option, Stream } from "effect"
import { Bulk, Evidence, Journal, type JournalConfig, Sqlite, Store } from "../src/index.js"
import { answered, intent, money as unnamed } from "../src/testing/samples.js"
import { order, panelOptions } from "./world.js"

const decimal = BigDecimal.unsafeFromString

const money = (text: string): Money.Money => {
  const [amount = "", currency] = text.split(" ")
  return { amount: decimal(amount), currency: Option.fromNullable(currency) }
}

/** A panel whose services cost this much a thousand, the first of them being service 1, and that answers orders so. */
const panel = (rates: ReadonlyArray<string>, answer: Readonly<Record<string, string>> = {}) => {
  const sent: Array<string> = []
  const services = rates.map((rate, at) => {
    const { amount, currency } = money(rate)
    return {
      ...{ service: at + 1, name: "Likes", type: "Default", category: "Likes", min: "1", max: "100000" },
      ...{ rate: Money.formatAmount(amount), currency: Option.getOrUndefined(currency) }
    }
  })
  const reply = (action: string) => {
    if (action !== "add") return services
    sent.push(action)
    return { order: 7000 + sent.length, ...answer }
  }
  const transport = Layer.succeed(Transport.Transport, {
    send: ({ params }) =>
      Effect.sync(() => ({ status: 200, body: JSON.stringify(reply(params[0]?.[1] ?? "")) }))
  })
  return { sent, transport }
}

const journal = (
  { transport }: Pick<ReturnType<typeof panel>, "transport">,
  options: JournalConfig.Options = {}
) =>
  Journal.layerPanel(panelOptions, options).pipe(
    Layer.provide(transport),
    Layer.provideMerge(Sqlite.layer(":memory:"))
  )

/** A thousand units of a service. */
const thousand = (service: string) => ({ ...order(1000), service: Identifiers.ServiceId.make(service) })

const formatted = (sums: ReadonlyArray<Money.Money>) => sums.map(Money.format).toSorted()

const limits = (of: Readonly<Record<string, string>>) => ({
  limits: Object.fromEntries(Object.entries(of).map(([name, amount]) => [name, decimal(amount)]))
})

describe("the price guard", () => {
  it.effect("withholds an order that was quoted in another currency than its price is in now", () => {
    const { sent, transport } = panel(["20 USD"])
    return Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      const error = yield* Effect.flip(placeOnce("k", thousand("1"), { quote: money("90 RUB") }))
      assert.deepInclude(error, { _tag: "OrderWithheld", reason: "price" })
      assert.include(error.message, "from 90 RUB to 20.000 USD")
      assert.include(error.message, "ask for a new quote")
      assert.strictEqual(sent.length, 0)
      for (const [at, quote] of ["20 USD", "20 usd", "20"].entries()) {
        const entry = yield* placeOnce(`k${at}`, thousand("1"), { quote: money(quote) })
        assert.deepInclude(entry, { state: "placed", currency: "USD" })
      }
    }).pipe(Effect.provide(journal({ transport })))
  })
})

describe("a charge that the panel names", () => {
  const placed = Effect.gen(function* () {
    const { place } = yield* AddOrder.AddOrder
    const answer = yield* place(thousand("1"))
    const journal = yield* Journal.Journal
    const [entry] = yield* Stream.runCollect(journal.placed)
    return { answer, entry, spent: formatted((yield* journal.spent()).day) }
  })

  it.effect(
    "in another currency than the price is noted, and not taken for an amount in that of the price",
    () =>
      Effect.gen(function* () {
        const { answer, entry, spent } = yield* placed
        assert.isTrue(Option.isNone(answer.charge) && Option.isNone(answer.currency))
        assert.deepInclude(entry, { charge: null, currency: "EUR" })
        assert.include(entry?.note ?? "", "95.50 RUB")
        assert.deepStrictEqual(spent, ["1.000 EUR"])
      }).pipe(
        Effect.provide(
          journal(panel(["1 EUR"], { charge: "95.50", currency: "RUB" }), limits({ perDay: "1000" }))
        )
      )
  )

  it.effect("brings its currency along where none was known", () =>
    Effect.gen(function* () {
      const { answer, entry, spent } = yield* placed
      assert.strictEqual(Option.map(answer.charge, Money.formatAmount).pipe(Option.getOrNull), "0.95")
      assert.deepStrictEqual(answer.currency, Option.some("USD"))
      assert.strictEqual(entry?.currency, "USD")
      assert.deepStrictEqual(spent, ["0.95 USD"])
    }).pipe(Effect.provide(journal(panel(["1"], { charge: "0.95", currency: "USD" }))))
  )

  it.effect("without a currency is in that of the price", () =>
    Effect.gen(function* () {
      const { answer, entry } = yield* placed
      assert.deepStrictEqual(answer.currency, Option.some("EUR"))
      assert.deepInclude(entry, { charge: decimal("1.50"), currency: "EUR" })
    }).pipe(Effect.provide(journal(panel(["1 EUR"], { charge: "1.50" }), limits({ perDay: "1000" }))))
  )
})

describe("a spending limit", () => {
  for (const [limit, remedy] of [
    ["perOrder", "in a run of its own"],
    ["perRun", "in a run of its own"],
    ["perDay", "on another day"]
  ] as const) {
    it.effect(`(${limit}) withholds an order in another currency than those that it counts`, () => {
      const { sent, transport } = panel(["1 USD", "19 KWD", "2"])
      return Effect.gen(function* () {
        const { placeOnce, spent } = yield* Journal.Journal
        yield* placeOnce("dollars", thousand("1"))
        const error = yield* Effect.flip(placeOnce("dinars", thousand("2")))
        assert.deepInclude(error, { _tag: "OrderWithheld", reason: "limit" })
        for (const word of ["19.000 KWD", "1.000 USD", "20", remedy]) assert.include(error.message, word)
        assert.strictEqual(sent.length, 1)
        // A price of no named currency is in the account's own.
        yield* placeOnce("unnamed", thousand("3"))
        assert.deepStrictEqual(formatted((yield* spent()).run), ["1.000 USD", "2.000"])
      }).pipe(Effect.provide(journal({ transport }, limits({ [limit]: "20" }))))
    })
  }

  it.effect("counts what names no currency together with what does", () =>
    Effect.gen(function* () {
      const { placeOnce } = yield* Journal.Journal
      yield* placeOnce("a", thousand("1"))
      assert.deepInclude(yield* Effect.flip(placeOnce("b", thousand("1"))), { reason: "limit" })
    }).pipe(
      Effect.provide(journal(panel(["12"], { charge: "12", currency: "USD" }), limits({ perDay: "20" })))
    )
  )
})

describe("a bulk", () => {
  const row = (service: string) => ({ service, link: "https://example.com/p/1", quantity: "1000" })
  const prepare = (...services: ReadonlyArray<string>) =>
    Bulk.prepare(Bulk.fromStream("batch", Stream.fromIterable(services.map(row))), { skipBad: true })

  it.effect("is of one currency: the rows of a second one are bad, and its cost is that of the first", () => {
    const { sent, transport } = panel(["1 USD", "19 KWD", "2"])
    return Effect.gen(function* () {
      const { preview, run } = yield* prepare("1", "2", "1")
      assert.strictEqual(Money.format(preview.cost), "2.000 USD")
      assert.deepInclude(preview, { rows: 3, fresh: 2 })
      const [bad] = preview.bad.rows
      assert.deepInclude(bad, { row: 2, field: "service", value: "2" })
      assert.include(bad?.remedy ?? "", "KWD")
      assert.include(bad?.remedy ?? "", "USD")
      const results = Chunk.toReadonlyArray(yield* Stream.runCollect(run))
      assert.deepStrictEqual(results.map(({ state }) => state).toSorted(), ["bad", "placed", "placed"])
      assert.strictEqual(sent.length, 2)
      // The rows that are placed already still say which currency it is.
      assert.deepInclude((yield* prepare("1", "2", "1")).preview, { fresh: 0, placed: 2 })
      // Where one price names no currency, neither does the sum.
      const { cost } = (yield* prepare("1", "1", "1", "3")).preview
      assert.strictEqual(Money.format(cost), "3.000")
    }).pipe(Effect.provide(journal({ transport })))
  })
})

describe("the balance", () => {
  it.effect("tells nothing of an order whose price is in another currency", () =>
    Effect.gen(function* () {
      const store = yield* Store.Store
      const account = yield* store.account("account-1", "panel.example")
      const judged = (price: Money.Money) =>
        Effect.gen(function* () {
          const intended = yield* store.intend(intent(Money.format(price), { price }))
          const doubts = intended._tag === "Intended" ? [{ ...intended.entry, line: account.line }] : []
          const base = { at: 0, balance: decimal("12.50"), currency: "USD" }
          const point = { ...base, at: Number.MAX_SAFE_INTEGER, balance: decimal("11.00") }
          const seen = { moved: [], unseen: [], ended: [] }
          return Evidence.judge({ account: { ...account, base }, point, doubts }, Duration.minutes(15), seen)
        })
      assert.deepInclude(yield* judged(money("1.50 EUR")), { _tag: "Open" })
      assert.deepInclude(yield* judged(money("1.50 USD")), { _tag: "Told", placed: ["1.50 USD"] })
      assert.deepInclude(yield* judged(unnamed("1.50")), { _tag: "Told", placed: ["1.50"] })
    }).pipe(Effect.provide(Sqlite.layer(":memory:")))
  )

  it.effect(
    "is expected to fall by what the panel charged in its currency, else by nothing that is known",
    () =>
      Effect.gen(function* () {
        const store = yield* Store.Store
        const measured = (currency: string, charge: string) =>
          Effect.gen(function* () {
            const account = `in ${currency} ${charge}`
            yield* store.quieten(account, "panel.example", "me", 60_000)
            const point = { at: 0, balance: decimal("100"), currency }
            const snapshot = Option.getOrThrow(yield* store.resume(account, "me", point))
            yield* store.conclude(snapshot, { _tag: "Told", placed: [], absent: [], why: "" })
            yield* store.intend(intent(account, { account, price: money("1 EUR") }))
            const outcome = { ...answered(account, "1").outcome, charge: money(charge) }
            yield* store.report(answered(account, "1", { account, outcome }))
            const { spent, unpriced } = yield* store.account(account, "panel.example")
            return [Money.formatAmount(spent), unpriced]
          })
        assert.deepStrictEqual(yield* measured("RUB", "95.50 RUB"), ["95.50", 0])
        assert.deepStrictEqual(yield* measured("EUR", "95.50 RUB"), ["1", 0])
        assert.deepStrictEqual(yield* measured("USD", "95.50 RUB"), ["0", 1])
        assert.deepStrictEqual(yield* measured("EUR", "1.50 EUR"), ["1.50", 0])
      }).pipe(Effect.provide(Sqlite.layer(":memory:")))
  )
})
