import { assert, describe, it } from "@effect/vitest"
import * as Money from "@smmkit/core/Money"
import { Order } from "@smmkit/core/Order"
import { isFieldName } from "@smmkit/core/OrderFields"
import { fieldNames } from "@smmkit/core/OrderForm"
import * as BigDecimal from "effect/BigDecimal"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as Answer from "../src/Answer.js"
import { OrderBody } from "../src/Shapes.js"
import * as Spending from "../src/Spending.js"

describe("the fields of an order", () => {
  it("are explained for every service type of the protocol, and taken by the API", () => {
    const taken = Object.keys(OrderBody.fields)
    for (const { fields } of Order.members.map((member) => ("from" in member ? member.from : member))) {
      const [type = ""] = "literals" in fields.type ? fields.type.literals : []
      for (const name of fieldNames(type).filter((name) => name !== "service")) {
        assert.isTrue(isFieldName(name), `${type}: ${name}`)
        assert.include(taken, name)
      }
    }
  })

  it("may be numbers, texts or lists", () => {
    const body = Schema.decodeSync(OrderBody)({ service: "1", link: "l", quantity: 5, comments: ["a", "b"] })
    assert.deepStrictEqual(body, Object.assign({}, body, { quantity: "5", comments: "a\nb" }))
    assert.throws(() => Schema.decodeSync(OrderBody)({ service: "1", comments: ["a\nb"] }))
  })
})

describe("spending", () => {
  const now = Date.parse("2026-07-03T12:00:00Z")
  const entry = (more: Partial<Spending.Paid>): Spending.Paid => ({
    state: "placed",
    order: null,
    request: { service: "1" },
    price: BigDecimal.unsafeFromString("0.1"),
    charge: null,
    currency: "USD",
    created: now,
    ...more
  })

  it("is summed exactly by service and day, the charge before the price, doubts apart", () => {
    const spent = Spending.make(
      [
        entry({}),
        entry({ price: BigDecimal.unsafeFromString("0.2") }),
        entry({ charge: BigDecimal.unsafeFromString("0.25"), created: now - 24 * 60 * 60 * 1000 }),
        entry({ request: { service: "2" }, price: null }),
        entry({ state: "in-doubt", price: BigDecimal.unsafeFromString("7") }),
        entry({ state: "refused" }),
        entry({ created: now - 5 * 24 * 60 * 60 * 1000 })
      ],
      new Map(),
      { now, days: 2 }
    )
    assert.deepStrictEqual(
      spent.days.map(({ day, total }) => [day, BigDecimal.format(total)]),
      [
        ["2026-07-02", "0.25"],
        ["2026-07-03", "0.3"]
      ]
    )
    assert.deepStrictEqual(
      spent.services.map(({ service, total }) => [service, BigDecimal.format(total)]),
      [["1", "0.55"]]
    )
    assert.strictEqual(BigDecimal.format(spent.total), "0.55")
    assert.strictEqual(BigDecimal.format(spent.inDoubt), "7")
    assert.strictEqual(spent.unknown, 1)
    assert.strictEqual(spent.elsewhere, 0)
  })

  it("is of one currency, that of the newest order that names one", () => {
    const spent = Spending.make(
      [
        entry({ currency: null }),
        entry({}),
        entry({ currency: "EUR" }),
        entry({ currency: "EUR", state: "in-doubt" }),
        entry({ currency: "EUR", price: null })
      ],
      new Map(),
      { now, days: 1 }
    )
    assert.strictEqual(spent.currency, "USD")
    assert.strictEqual(BigDecimal.format(spent.total), "0.2")
    assert.strictEqual(BigDecimal.format(spent.inDoubt), "0")
    assert.deepStrictEqual([spent.unknown, spent.elsewhere], [0, 3])
  })
})

describe("what an order costs", () => {
  const money = (amount: string | null) =>
    amount === null ? null : Money.make(BigDecimal.unsafeFromString(amount), "USD")
  const two = BigDecimal.unsafeFromString("2.37")
  const paid = { price: two, charge: null }
  const cost = (due: string | null, charge: string | null, ended: number | null = 0): string =>
    BigDecimal.format(
      BigDecimal.normalize(
        Spending.costOf(paid, { ended, due: money(due), charge: money(charge) }) ?? BigDecimal.make(-1n, 0)
      )
    )

  it("is what was paid less what is due back", () => {
    assert.strictEqual(cost("2.37", "0"), "0")
    assert.strictEqual(cost("1.185", "2.37"), "1.185")
    assert.strictEqual(cost("0", "2.37"), "2.37")
  })

  it("is the panel's last charge where nobody knows what is due, and never more or less than was paid allows", () => {
    assert.strictEqual(cost(null, "1"), "1")
    assert.strictEqual(cost(null, null), "2.37")
    assert.strictEqual(cost(null, "7"), "2.37")
    assert.strictEqual(cost(null, "-7"), "0")
    assert.strictEqual(cost("3", null), "0")
  })

  it("is the price while it is under way, or is not followed", () => {
    assert.strictEqual(cost("0", "0", null), "2.37")
    assert.strictEqual(BigDecimal.format(Spending.costOf(paid, undefined) ?? two), "2.37")
  })
})

describe("an answer that cannot be written", () => {
  it.effect("is a defect, which leaves what is known of the order", () =>
    Effect.gen(function* () {
      const known = Answer.begin()
      const placed = Answer.spending("key-1")(Effect.succeed("too long"))
      const exit = yield* Effect.exit(
        Effect.provideService(
          Answer.written(Schema.String.pipe(Schema.maxLength(1)))(placed),
          Answer.Known,
          known
        )
      )
      assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause))
      assert.deepStrictEqual(known, { processed: "yes", key: "key-1" })
      const died = Answer.spending("key-2")(Effect.die("amid the call"))
      yield* Effect.exit(Effect.provideService(died, Answer.Known, known))
      assert.deepStrictEqual(known, { processed: "maybe", key: "key-2" })
    })
  )
})
