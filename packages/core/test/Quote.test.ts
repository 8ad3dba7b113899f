import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Either, FastCheck, Option, pipe, Schema } from "effect"
import { Identifiers, Money, Offer, type Order, Quote } from "../src/index.js"
import { orders } from "./orders.js"
import { outcome } from "./plain.js"

const entry = (fields: object = {}): Offer.Offer =>
  Schema.decodeUnknownSync(Offer.Offer)({
    service: 1,
    name: "Likes",
    category: "A",
    type: "Default",
    rate: "0.90",
    min: "50",
    max: "10000",
    ...fields
  })

const price = (order: Order.Order, fields: object = {}) =>
  Option.getOrNull(Option.map(Quote.quote(order, entry(fields)), Money.format))

const some = (quantity: number): Order.Order => ({
  type: "Default",
  service: orders.Default.service,
  link: "https://example.com/p/1",
  quantity
})

/** By hand: at a rate of 0.90 for a thousand, what the order of `orders` of each type costs. */
const prices: { readonly [Type in Order.Order["type"]]: string | null } = {
  // 5 runs of 100.
  Default: "0.45000",
  Package: "0.90",
  SEO: "0.09000",
  // Two comments; three users.
  "Custom Comments": "0.00180",
  "Custom Comments Package": "0.90",
  Mentions: "0.09000",
  "Mentions with Hashtags": "0.09000",
  "Mentions Custom List": "0.00270",
  "Mentions Hashtag": "0.09000",
  "Mentions User Followers": "0.09000",
  "Mentions Media Likers": "0.09000",
  "Comment Likes": "0.09000",
  "Comment Replies": "0.00180",
  Poll: "0.09000",
  "Invites from Groups": "0.09000",
  Subscriptions: null,
  // 2 runs of 100.
  "Web Traffic": "0.18000",
  Other: null
}

describe("quote", () => {
  for (const order of Object.values(orders)) {
    it(`of an order of type ${order.type} is ${prices[order.type] ?? "not known beforehand"}`, () => {
      assert.strictEqual(price(order), prices[order.type])
    })
  }

  it("is unrounded, with the currency that the catalogue names", () => {
    assert.strictEqual(price(some(333), { rate: "0.0001" }), "0.0000333")
    assert.strictEqual(price(some(1), { rate: "0.000000000000000001" }), "0.000000000000000000001")
    assert.strictEqual(price(some(1000), { rate: "12.50000", currency: "EUR" }), "12.50000000 EUR")
    assert.strictEqual(price(some(Number.MAX_SAFE_INTEGER), { rate: "1" }), "9007199254740.991")
  })

  it("is none for a service without a price, or with one below nothing", () => {
    for (const rate of [undefined, null, "", "free", "1,5", "-1"])
      assert.strictEqual(price(some(100), { rate }), null)
    assert.strictEqual(price(some(100), { rate: "0" }), "0")
  })

  it("is none, and no defect, for an order that is none", () => {
    for (const quantity of [Number.NaN, 1.5, -5, Number.POSITIVE_INFINITY]) {
      assert.strictEqual(price(some(quantity)), null)
      assert.strictEqual(price({ ...orders.Default, runs: quantity }), null)
    }
  })

  it.prop(
    "is rate times units, exactly",
    [
      FastCheck.bigInt({ min: 0n, max: 10n ** 20n }),
      FastCheck.nat(18),
      FastCheck.integer({ min: 1, max: 1_000_000_000 }),
      FastCheck.integer({ min: 1, max: 1000 })
    ],
    ([value, scale, quantity, runs]) => {
      const rate = Money.formatAmount(BigDecimal.make(value, scale))
      const quoted = Quote.quote({ ...orders.Default, quantity, runs, interval: 1 }, entry({ rate }))
      const expected = BigDecimal.make(value * BigInt(quantity) * BigInt(runs), scale + 3)
      assert.isTrue(Option.exists(quoted, ({ amount }) => BigDecimal.equals(amount, expected)))
    }
  )
})

describe("check", () => {
  const check = (order: Order.Order, fields: object = {}) => outcome(Quote.check(order, entry(fields)))
  const ok = (order: Order.Order, fields: object = {}) => Either.isRight(Quote.check(order, entry(fields)))
  const wrong = (field: string, value: string, remedy: string) => ({
    tag: "InvalidOrder",
    processed: "no",
    field,
    value,
    remedy
  })

  it("gives back an order that its service would take", () => {
    const order = some(50)
    assert.deepStrictEqual(Quote.check(order, entry()), Either.right(order))
    assert.isTrue(ok(some(10_000)))
  })

  it("wants the quantity within the limits", () => {
    assert.deepStrictEqual(
      check(some(49)),
      wrong("quantity", "49", "give at least 50, the service's minimum")
    )
    assert.deepStrictEqual(
      check(some(10_001)),
      wrong("quantity", "10001", "give at most 10000, the service's maximum")
    )
  })

  it("counts the lines where they are the quantity", () => {
    const comments = { min: "3", max: "3", type: "Custom Comments" }
    assert.deepInclude(check(orders["Custom Comments"], comments), { field: "comments", value: "2" })
    assert.deepInclude(check(orders["Comment Replies"], { ...comments, type: "Comment Replies" }), {
      field: "comments",
      value: "2"
    })
    assert.deepInclude(check(orders["Mentions Custom List"], { min: "4", type: "Mentions Custom List" }), {
      field: "usernames",
      value: "3"
    })
    assert.isTrue(ok(orders["Mentions Custom List"], { min: "3", max: "3", type: "Mentions Custom List" }))
  })

  it("holds both ends of a subscription to the limits", () => {
    const fields = { type: "Subscriptions" }
    assert.isTrue(ok(orders.Subscriptions, { ...fields, min: "10", max: "20" }))
    assert.deepInclude(check(orders.Subscriptions, { ...fields, min: "11", max: "20" }), {
      field: "min",
      value: "10"
    })
    assert.deepInclude(check(orders.Subscriptions, { ...fields, min: "10", max: "19" }), {
      field: "max",
      value: "20"
    })
  })

  it("refuses of a drip-feed only what is wrong whether the limits hold for one run or for all", () => {
    // 5 runs of 100.
    assert.isTrue(ok(orders.Default, { min: "500", max: "10000" }))
    assert.deepInclude(check(orders.Default, { min: "501" }), { field: "quantity", value: "100" })
    assert.isTrue(ok(orders.Default, { min: "1", max: "100" }))
    assert.deepInclude(check(orders.Default, { min: "1", max: "99" }), { field: "quantity", value: "100" })
  })

  it("wants no runs where the service offers no drip-feed", () => {
    assert.deepStrictEqual(
      check(orders.Default, { dripfeed: false }),
      wrong("runs", "5", "service 1 offers no drip-feed; leave out runs and interval")
    )
    assert.isTrue(ok(orders.Default, { dripfeed: true }))
    assert.isTrue(ok(orders.Default))
    assert.isTrue(ok(some(100), { dripfeed: false }))
  })

  it("wants the entry's service and type", () => {
    const other = Identifiers.ServiceId.make("2")
    assert.deepStrictEqual(
      check({ ...orders.Default, service: other }),
      wrong("service", "2", "the entry is of service 1")
    )
    assert.deepStrictEqual(
      check(orders.Package),
      wrong("type", "Package", "service 1 takes orders of type Default")
    )
    assert.isTrue(ok(orders.Package, { type: "package" }))
  })

  it("does not check what the entry does not say, or what is not known of the order", () => {
    assert.isTrue(ok(some(1), { min: undefined, max: undefined }))
    assert.isTrue(ok(orders.Package, { type: "High Quality" }))
    assert.isFalse(ok(orders.Other, { min: "1000" }))
    assert.isTrue(ok(orders.Package, { type: "Package", min: "1000", max: "1" }))
  })
})

describe("an order of a type outside the protocol", () => {
  const likes = entry({ type: "likes", min: "50", max: "1000", rate: "2" })
  const other = (fields: Record<string, string>) =>
    ({ type: "Other", service: likes.service, fields }) as const
  const wrongOf = (fields: Record<string, string>) =>
    Either.match(Quote.check(other(fields), likes), {
      onLeft: ({ field }) => field,
      onRight: () => undefined
    })

  it("has its quantity checked, and that it is for something", () => {
    assert.strictEqual(wrongOf({ link: "x", quantity: "1" }), "quantity")
    assert.strictEqual(wrongOf({ link: "x", quantity: "1001" }), "quantity")
    assert.strictEqual(wrongOf({ link: "", quantity: "100" }), "link")
    assert.strictEqual(wrongOf({ quantity: "100" }), "link")
    assert.isUndefined(wrongOf({ link: "x", quantity: "100" }))
    assert.isUndefined(wrongOf({ username: "x", quantity: "100" }))
    assert.isUndefined(wrongOf({ link: "x" }))
  })

  it("has a price only where its kind is told", () => {
    const price = (fields: Record<string, string>, options?: Quote.QuoteOptions) =>
      Option.getOrUndefined(Option.map(Quote.quote(other(fields), likes, options), Money.format))
    assert.isUndefined(price({ link: "x", quantity: "100" }))
    assert.strictEqual(price({ link: "x", quantity: "100" }, { kind: "Default" }), "0.200")
    assert.strictEqual(price({ link: "x", quantity: "100", runs: "3" }, { kind: "Default" }), "0.600")
    assert.strictEqual(price({ link: "x" }, { kind: "Package" }), "2")
    assert.strictEqual(price({ link: "x", comments: "a\n\nb" }, { kind: "Custom Comments" }), "0.004")
    assert.isUndefined(price({ link: "x", quantity: "many" }, { kind: "Default" }))
    assert.isUndefined(price({ link: "x", quantity: "100" }, { kind: "Subscriptions" }))
  })
})

describe("what is piped", () => {
  const likes = entry({ type: "likes", rate: "2" })
  const other = { type: "Other", service: likes.service, fields: { link: "x", quantity: "100" } } as const

  it("comes to the same as what is given first", () => {
    const [order, service] = [some(100), entry()]
    assert.deepStrictEqual(pipe(order, Quote.quote(service)), Quote.quote(order, service))
    assert.deepStrictEqual(pipe(order, Quote.check(service)), Quote.check(order, service))
    assert.deepStrictEqual(pipe(some(1), Quote.check(service)), Quote.check(some(1), service))
    const kind = { kind: "Default" } as const
    assert.isTrue(Option.isSome(pipe(other, Quote.quote(likes, kind))))
    assert.deepStrictEqual(pipe(other, Quote.quote(likes, kind)), Quote.quote(other, likes, kind))
  })
})
