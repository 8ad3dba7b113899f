import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { type Order, PanelError } from "@smmkit/core"
import { type Exchange, Fault, Mishap, Sandbox, Trait } from "@smmkit/sandbox"
import { Duration, Effect, Either, Fiber, Option } from "effect"
import { actions, find, isRun, link, orderId, panel, pass, refillId } from "./harness.js"

const exchange = (form: Exchange.Form) =>
  Effect.flatMap(Sandbox.Sandbox, (sandbox) => sandbox.handle({ key: sandbox.key, ...form }))

const add = { action: "add", service: "1", link: link(), quantity: "100" }

/** What the wire shows of a call that a mishap befalls. */
const under = (mishap: Mishap.Name, form: Exchange.Form) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    yield* sandbox.faults.script([mishap])
    return yield* exchange(form)
  })

/** What the wire shows of a call to a panel with a trait. */
const wearing = (trait: Trait.Name, form: Exchange.Form) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    yield* sandbox.faults.setTraits([trait])
    return yield* exchange(form)
  })

const bookings = Effect.flatMap(Sandbox.Sandbox, (sandbox) => sandbox.bookings)

/** Of the faults that befall any call: what the wire shows, and whether an `add` was booked all the same. */
const wire: ReadonlyArray<
  readonly [Mishap.Name, booked: number, tag: Exchange.Exchange["_tag"], status?: number]
> = [
  ["refused", 0, "Refused"],
  ["dropped-before", 0, "Cut"],
  ["dropped-after", 1, "Cut"],
  ["booked-late", 0, "Silent"],
  ["slow", 1, "Answered", 200],
  ["half-body", 1, "Halved", 200],
  ["rate-limited", 0, "Answered", 429],
  ["rate-limited-200", 0, "Answered", 200],
  ["maintenance", 0, "Answered", 200],
  ["server-error-before", 0, "Answered", 500],
  ["server-error-after", 1, "Answered", 500],
  ["gateway-error", 1, "Answered", 503],
  ["html-before", 0, "Answered", 502],
  ["html", 1, "Answered", 502],
  ["html-200", 1, "Answered", 200],
  ["bot-check", 0, "Answered", 403],
  ["redirect", 0, "Answered", 302],
  ["empty-body", 1, "Answered", 200],
  ["not-json", 1, "Answered", 200],
  ["null", 1, "Answered", 200],
  ["empty-list", 1, "Answered", 200],
  ["missing-id", 1, "Answered", 200],
  ["success-without-id", 1, "Answered", 200],
  ["zero-id", 1, "Answered", 200],
  ["null-id", 1, "Answered", 200],
  ["id-beside-error", 1, "Answered", 200]
]

describe("a fault", () => {
  for (const [fault, booked, tag, status] of wire) {
    it.effect(`${fault}: ${Mishap.describe(fault).says}`, () =>
      Effect.gen(function* () {
        const seen = yield* under(fault, add)
        assert.strictEqual(seen._tag, tag)
        assert.strictEqual("reply" in seen ? seen.reply.status : undefined, status)
        assert.strictEqual((yield* bookings).length, booked)
      }).pipe(Effect.provide(panel()))
    )
  }

  /** Of traits: the answer. */
  const changed: ReadonlyArray<readonly [Trait.Name, Exchange.Form, string]> = [
    ["numbers-as-text", add, '{"order":"23501"}'],
    ["opaque-id", add, '{"order":"ord_31e33fz4d4f2c"}'],
    ["order-id-name", add, '{"order_id":23501}'],
    ["id-in-data", add, '{"status":true,"data":{"id":23501}}'],
    ["id-in-list", add, '[{"order":23501}]'],
    ["status-beside", add, '{"status":"success","order":23501}'],
    ["capitalised", { action: "balance" }, '{"Balance":"1234.567","Currency":"USD"}'],
    ["text-as-numbers", { action: "balance" }, '{"balance":1234.567,"currency":"USD"}'],
    ["wrapped-data", { action: "balance" }, '{"data":{"balance":"1234.567","currency":"USD"}}'],
    ["balance-in-cents", { action: "balance" }, '{"balance":"1234.56","currency":"USD"}'],
    ["bare-balance", { action: "balance" }, "1234.567"],
    [
      "balance-copies",
      { action: "balance" },
      '{"balance":"1234.567","currency":"USD","balancef":"1,234.567"}'
    ],
    ["balance-sign", { action: "balance" }, '{"balance":"$1234.567","currency":"USD"}'],
    ["no-currency", { action: "balance" }, '{"balance":"1234.567"}'],
    ["turkish", { ...add, service: "999" }, '{"error":"Servis pasif ya da bulunamadı","status":105}'],
    ["indonesian", { ...add, service: "999" }, '{"status":false,"data":{"msg":"Layanan tidak ditemukan"}}'],
    ["error-keys", { ...add, quantity: "1" }, '{"error":"neworder.error.min_quantity"}'],
    ["misworded-maximum", { ...add, quantity: "99999" }, '{"error":"Quantity less than maximum 10000"}'],
    ["key-in-error", { action: "x" }, '{"error":"Incorrect request (key sandbox-key)"}'],
    ["control-sequences", { action: "x" }, '{"error":"\\u001b[31m\\u001b[2J\\u0007Incorrect request"}'],
    [
      "list-without-ids",
      { action: "status", orders: "1,2" },
      '[{"error":"Incorrect order ID"},{"error":"Incorrect order ID"}]'
    ],
    ["missing-unknown", { action: "status", orders: "1,2" }, "{}"],
    ["bare-error", { action: "status", orders: "1" }, '{"1":"Incorrect order ID"}'],
    ["form-error", { action: "x" }, "error=Incorrect+request"],
    ["plain-error", { action: "x" }, "Incorrect request"],
    ["nested-refusal", { action: "refill", order: "1" }, '{"refill":{"error":"Incorrect order ID"}}']
  ]
  for (const [fault, form, body] of changed) {
    it.effect(`${fault}: ${Trait.describe(fault).says}`, () =>
      Effect.gen(function* () {
        const seen = yield* wearing(fault, form)
        assert.strictEqual("reply" in seen ? seen.reply.body : seen._tag, body)
      }).pipe(Effect.provide(panel({ balance: "1234.567" })))
    )
  }

  it.effect("that hands out opaque IDs leaves them good for every other action", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder, status } = yield* actions
      const { id, min } = find(sandbox, {})
      yield* sandbox.faults.setTraits(["opaque-id"])
      const { order } = yield* addOrder.place({ type: "Default", service: id, link: link(), quantity: min })
      assert.strictEqual(order, "ord_31e33fz4d4f2c")
      assert.strictEqual((yield* status.get(order)).status, "Pending")
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of a late booking books when it says, refused or not by then", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.faults.script([{ mishap: "booked-late", after: "10 minutes" }])
      yield* exchange(add)
      yield* pass("9 minutes")
      assert.strictEqual((yield* bookings).length, 0)
      yield* pass("2 minutes")
      const [booking] = yield* bookings
      assert.strictEqual(booking?.time, Duration.toMillis("10 minutes"))
      yield* sandbox.faults.script(["booked-late"])
      yield* exchange(add)
      yield* sandbox.accounts.setFunds("main", "0")
      yield* pass("2 minutes")
      assert.strictEqual((yield* bookings).length, 1)
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of the account moves its money, whatever else befalls the call", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.faults.script([["dropped-before", "stranger-spends"]])
      yield* exchange(add)
      const [, entry] = yield* sandbox.ledger.entries()
      assert.deepStrictEqual([entry?.reason, String(entry?.amount)], ["stranger", "BigDecimal(-0.079)"])
      assert.deepStrictEqual(yield* bookings, [])
      const [fired] = yield* sandbox.faults.fired
      assert.deepStrictEqual(fired?.mishaps, ["stranger-spends", "dropped-before"])
    }).pipe(Effect.provide(panel()))
  )

  it.effect("of a refund ends an order under way as Partial, which its status then says", () =>
    Effect.gen(function* () {
      const { sandbox, status } = yield* actions
      yield* exchange(add)
      yield* under("refund-lands", { action: "balance" })
      const answer = yield* status.get(orderId(23501))
      assert.deepStrictEqual([answer.status, answer.remains], ["Partial", Option.some(50)])
      const [, , entry] = yield* sandbox.ledger.entries()
      assert.deepStrictEqual([entry?.reason, String(entry?.amount)], ["refund", "BigDecimal(0.0395)"])
      yield* under("refund-lands", { action: "balance" })
      const [, , , goodwill] = yield* sandbox.ledger.entries()
      assert.strictEqual(goodwill?.reason, "goodwill")
      assert.isTrue(yield* sandbox.ledger.isBalanced)
    }).pipe(Effect.provide(panel()))
  )

  it.effect("may show the first charge of an order that was refunded", () =>
    Effect.gen(function* () {
      const { sandbox, status } = yield* actions
      yield* exchange(add)
      yield* sandbox.change("23501", { state: "Canceled" })
      const charge = Effect.map(status.many([orderId(23501)]), ([one]) =>
        one === undefined
          ? undefined
          : Either.map(one.result, (answer) => String(Option.getOrNull(answer.charge)))
      )
      assert.deepStrictEqual(yield* charge, Either.right("BigDecimal(0)"))
      yield* sandbox.faults.setTraits(["stored-charge"])
      assert.deepStrictEqual(yield* charge, Either.right("BigDecimal(0.079)"))
    }).pipe(Effect.provide(panel()))
  )
})

describe("faults on a script", () => {
  it.effect("befall call after call, those of one action only its calls, and then no more", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.faults.script(["none", "null"])
      yield* sandbox.faults.script(["html"], "add")
      const tags = []
      for (const form of [{ action: "balance" }, add, { action: "balance" }, add, { action: "balance" }])
        tags.push(yield* exchange(form))
      const fired = yield* sandbox.faults.fired
      assert.deepStrictEqual(
        fired.map(({ call, action, mishaps }) => [call, action, mishaps]),
        [
          [2, "add", ["html"]],
          [3, "balance", ["null"]]
        ]
      )
      const calls = yield* sandbox.calls
      assert.deepStrictEqual(calls, { total: 5, byAction: { balance: 3, add: 2 } })
    }).pipe(Effect.provide(panel()))
  )

  it.effect("do nothing to an action that they cannot befall", () =>
    Effect.gen(function* () {
      const { sandbox } = yield* actions
      yield* sandbox.faults.script(["zero-id"])
      const seen = yield* exchange({ action: "balance" })
      assert.strictEqual("reply" in seen ? seen.reply.body : "", '{"balance":"1000","currency":"USD"}')
      assert.deepStrictEqual(yield* sandbox.faults.fired, [])
      yield* exchange(add)
      assert.deepStrictEqual(yield* sandbox.faults.fired, [])
    }).pipe(Effect.provide(panel()))
  )
})

describe("faults by chance", () => {
  const fired = (seed: number, rate: number) =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      for (let call = 0; call < 300; call++) yield* exchange({ action: "balance" })
      return yield* sandbox.faults.fired
    }).pipe(Effect.provide(Sandbox.layer({ seed, mishaps: { html: rate, null: rate, "zero-id": 1 } })))

  it.effect("are the same for the same seed, and as frequent as their rates", () =>
    Effect.gen(function* () {
      const first = yield* fired(7, 0.2)
      assert.deepStrictEqual(first, yield* fired(7, 0.2))
      assert.notDeepEqual(first, yield* fired(8, 0.2))
      assert.isTrue(first.length > 60 && first.length < 160, `${first.length} of 300`)
      assert.deepStrictEqual(yield* fired(7, 0), [])
      assert.strictEqual((yield* fired(7, 1)).length, 300)
    })
  )

  it.effect("can be set and cleared while the panel runs", () =>
    Effect.gen(function* () {
      const { faults } = yield* Sandbox.Sandbox
      yield* faults.set({ maintenance: 1 })
      yield* exchange({ action: "balance" })
      yield* faults.clear
      yield* exchange({ action: "balance" })
      assert.strictEqual((yield* faults.fired).length, 1)
    }).pipe(Effect.provide(Sandbox.layer()))
  )

  it("are read from a command line, where traits stand without a rate", () => {
    const right = (traits: ReadonlyArray<Trait.Name>, mishaps: Mishap.Rates) =>
      Either.right({ traits, mishaps })
    assert.deepStrictEqual(Fault.parse(["html=0.25", "bom"]), right(["bom"], { html: 0.25 }))
    assert.deepStrictEqual(Fault.parse(["html=1", "slow=.5"]), right([], { html: 1, slow: 0.5 }))
    for (const text of ["html", "html=", "html=1.5", "html=-1", "html=x", "html=1e-3", "=1", "toString=1"])
      assert.isTrue(Either.isLeft(Fault.parse([text])), text)
    for (const texts of [["bom=1"], ["bom=0.5"], ["turkish", "vietnamese"], ["gremlins"]])
      assert.isTrue(Either.isLeft(Fault.parse(texts)), texts.join())
  })
})

describe("the README", () => {
  it("lists every fault with its sentence", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replaceAll(/ +/g, " ")
    for (const name of Fault.names) assert.include(readme, `| \`${name}\` |`)
    for (const name of Mishap.names) assert.include(readme, `| ${Mishap.describe(name).says} |`)
    for (const name of Trait.names) assert.include(readme, `| ${Trait.describe(name).says} |`)
  })
})

describe("through the client", () => {
  /** Every action once, and the errors that they came to. */
  const everything = Effect.gen(function* () {
    const { sandbox, services, addOrder, status, refill, refillStatus, cancel, balance } = yield* actions
    const { id, min } = find(sandbox, { refill: true, cancel: true })
    const order: Order.Order = { type: "Default", service: id, link: link(), quantity: min }
    const ids = [orderId(23501), orderId(7)]
    const many = <A>(answers: Effect.Effect<ReadonlyArray<{ readonly result: A }>>) =>
      Effect.map(answers, (rows) => rows.map(({ result }) => result))
    return [
      yield* Effect.either(services.list),
      yield* Effect.either(addOrder.place(order)),
      yield* Effect.either(status.get(orderId(23501))),
      yield* many(status.many(ids)),
      yield* Effect.either(refill.request(orderId(23501))),
      yield* many(refill.requestMany(ids)),
      yield* Effect.either(refillStatus.get(refillId(1))),
      yield* many(refillStatus.many([refillId(1), refillId(2)])),
      yield* Effect.either(cancel.request(orderId(23501))),
      yield* many(cancel.requestMany(ids)),
      yield* Effect.either(balance.get)
    ]
      .flat()
      .flatMap((result): ReadonlyArray<unknown> => (result._tag === "Left" ? [result.left] : []))
  })

  const ends = (set: Effect.Effect<void, unknown, Sandbox.Sandbox>) =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      yield* set
      const fiber = yield* Effect.fork(everything)
      yield* pass("10 minutes")
      const errors = yield* Fiber.join(fiber)
      assert.isTrue(errors.every(PanelError.isPanelError))
      assert.notInclude(JSON.stringify(errors), sandbox.key)
      assert.isTrue(yield* sandbox.ledger.isBalanced)
      return yield* sandbox.faults.fired
    })

  for (const mishap of Mishap.names.filter((_, nth) => isRun(nth, 4))) {
    it.effect(`${mishap} ends in answers and errors, never in a defect`, () =>
      Effect.gen(function* () {
        const set = Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.set({ [mishap]: 1 }))
        assert.isNotEmpty(yield* ends(set))
      }).pipe(Effect.provide(panel()))
    )
  }

  for (const trait of Trait.names.filter((_, nth) => isRun(nth, 6))) {
    it.effect(`${trait} ends in answers and errors, never in a defect`, () =>
      ends(Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.setTraits([trait]))).pipe(
        Effect.provide(panel())
      )
    )
  }
})
