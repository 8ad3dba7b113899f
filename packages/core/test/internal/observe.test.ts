import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Metric, MetricState, Option, TestClock, Tracer } from "effect"
import { AddOrder, Balance, Identifiers, OrderStatus, type Panel, type PanelConfig } from "../../src/index.js"
import { traced } from "../../src/internal/observe.js"
import { ask } from "../ask.js"
import * as Scripted from "../scripted.js"
import { order } from "../spending.js"

/** Runs with an hour of time, and gives the spans that were opened, in the order of their beginnings. */
const spansOf = <A, E>(
  effect: Effect.Effect<A, E, Panel.Actions>,
  script: Parameters<typeof Scripted.make>[0],
  options: Partial<PanelConfig.Options> = {}
) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.Span> = []
    const native = yield* Effect.tracer
    const tracer = Tracer.make({
      ...native,
      span: (...options) => {
        const span = native.span(...options)
        spans.push(span)
        return span
      }
    })
    const scripted = Scripted.make(script)
    const fiber = yield* Effect.fork(
      Effect.exit(Effect.provide(effect, scripted.panel(options))).pipe(Effect.withTracer(tracer))
    )
    yield* TestClock.adjust("1 hour")
    yield* Fiber.join(fiber)
    return spans.map(({ name, kind, attributes, parent, status }) => ({
      name,
      kind,
      attributes: Object.fromEntries([...attributes].filter(([name]) => name.startsWith("smmkit."))),
      parent: Option.getOrNull(
        Option.flatMap(parent, (span) => (span._tag === "Span" ? Option.some(span.name) : Option.none()))
      ),
      ended: status._tag
    }))
  })

const panel = "panel.example"

const call = (parent: string, action: string, attempt: number, outcome: string): unknown => ({
  name: "smmkit.call",
  kind: "client",
  attributes: {
    "smmkit.panel": panel,
    "smmkit.action": action,
    "smmkit.attempt": attempt,
    "smmkit.outcome": outcome
  },
  parent,
  ended: "Ended"
})

const action = (name: string, action: string): unknown => ({
  name,
  kind: "internal",
  attributes: { "smmkit.panel": panel, "smmkit.action": action },
  parent: null,
  ended: "Ended"
})

const place = Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order))
const balance = Effect.flatMap(Balance.Balance, ({ get }) => get)

describe("spans", () => {
  it.effect("end without the answer, which is not theirs to keep", () =>
    Effect.gen(function* () {
      let span: Tracer.Span | undefined
      const inner = Effect.map(Effect.currentSpan, (current) => {
        span = current
        return "the answer"
      })
      assert.strictEqual(yield* traced(inner, "call", {}), "the answer")
      assert.deepStrictEqual(span?.status._tag === "Ended" ? span.status.exit : undefined, Exit.void)
    })
  )

  for (const [name, method, request] of [
    ["services", "Services.list", {}],
    ["add", "AddOrder.place", { service: "1", link: "x", quantity: "1" }],
    ["status", "OrderStatus.get", { order: "5" }],
    ["status", "OrderStatus.many", { orders: "5,6" }],
    ["refill", "Refill.request", { order: "5" }],
    ["refill", "Refill.requestMany", { orders: "5,6" }],
    ["refill_status", "RefillStatus.get", { refill: "5" }],
    ["refill_status", "RefillStatus.many", { refills: "5,6" }],
    ["cancel", "CancelOrder.request", { orders: "5" }],
    ["cancel", "CancelOrder.requestMany", { orders: "5,6" }],
    ["balance", "Balance.get", {}]
  ] as const) {
    it.effect(`${method} opens one of its own, and one for its HTTP call`, () =>
      Effect.gen(function* () {
        const asked: Readonly<Record<string, string>> =
          method === "CancelOrder.request" ? { order: "5" } : request
        const spans = yield* spansOf(ask(name, asked), [Scripted.json({ error: "Invalid API key" })])
        assert.deepStrictEqual<unknown>(spans, [
          action(method, name),
          call(method, name, 1, "AccountRefusal")
        ])
      })
    )
  }

  it.effect("count the attempts, and tell how each ended", () =>
    Effect.gen(function* () {
      const script = [Scripted.notSent, Scripted.json({}, 429), Scripted.json({ order: 5 })]
      assert.deepStrictEqual<unknown>(yield* spansOf(place, script), [
        action("AddOrder.place", "add"),
        call("AddOrder.place", "add", 1, "NotSent"),
        call("AddOrder.place", "add", 2, "RateLimited"),
        call("AddOrder.place", "add", 3, "answered")
      ])
      // The next operation counts from one.
      const twice = yield* spansOf(Effect.zipRight(balance, balance), () => Scripted.json({ balance: "1" }))
      assert.deepStrictEqual(
        twice.flatMap(({ attributes }) => attributes["smmkit.attempt"] ?? []),
        [1, 1]
      )
    })
  )

  it.effect("tell of a call that was cut off, or that broke", () =>
    Effect.gen(function* () {
      const [, cutOff] = yield* spansOf(balance, [Effect.never])
      assert.deepStrictEqual<unknown>(cutOff, call("Balance.get", "balance", 1, "interrupted"))
      const [, broken] = yield* spansOf(balance, [Effect.die("broken")])
      assert.deepStrictEqual<unknown>(broken, call("Balance.get", "balance", 1, "defect"))
    })
  )

  it.effect("are opened for no call that was never made", () =>
    Effect.gen(function* () {
      const both = Effect.all([Effect.exit(balance), Effect.exit(balance)], { concurrency: 2 })
      const spans = yield* spansOf(both, [Effect.never], { concurrency: 1 })
      assert.deepStrictEqual(
        spans.map(({ name }) => name),
        ["Balance.get", "Balance.get", "smmkit.call"]
      )
    })
  )

  it.effect("name the panel by its host and port, and nothing else of its address", () =>
    Effect.gen(function* () {
      const spans = yield* spansOf(balance, [Scripted.json({ balance: "1" })], {
        url: "https://other.example:8443/secret/path"
      })
      for (const { attributes } of spans) assert.strictEqual(attributes["smmkit.panel"], "other.example:8443")
    })
  )

  it.effect("say of each HTTP call what OpenTelemetry's conventions ask for", () =>
    Effect.gen(function* () {
      const spans: Array<Tracer.Span> = []
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        ...native,
        span: (...options) => {
          const span = native.span(...options)
          spans.push(span)
          return span
        }
      })
      const scripted = Scripted.make([Scripted.json({}, 429), Scripted.json({ balance: "1" })])
      const fiber = yield* Effect.fork(
        Effect.provide(balance, scripted.panel({ url: "https://other.example:8443/api/v2" })).pipe(
          Effect.withTracer(tracer)
        )
      )
      yield* TestClock.adjust("1 hour")
      yield* Fiber.join(fiber)
      const told = spans
        .filter(({ name }) => name === "smmkit.call")
        .map(({ attributes }) =>
          Object.fromEntries([...attributes].filter(([name]) => !name.startsWith("smmkit.")))
        )
      const request = {
        "http.request.method": "POST",
        "server.address": "other.example",
        "server.port": 8443,
        "url.full": "https://other.example:8443/api/v2"
      }
      assert.deepStrictEqual<unknown>(told, [
        { ...request, "http.response.status_code": 429, "error.type": "RateLimited" },
        { ...request, "http.request.resend_count": 1, "http.response.status_code": 200 }
      ])
      for (const { status } of spans) {
        if (status._tag === "Ended" && Exit.isSuccess(status.exit)) assert.isUndefined(status.exit.value)
      }
    })
  )
})

describe("metrics", () => {
  /** The metrics of one panel, by name and tags; the tags that say the panel are left out. */
  const metricsOf = (host: string) =>
    Effect.map(Metric.snapshot, (pairs) =>
      Object.fromEntries(
        pairs.flatMap(({ metricKey, metricState }) => {
          const tags = metricKey.tags.filter(({ key }) => !/^(?:panel|time_unit|server\.|http\.)/.test(key))
          if (!metricKey.tags.some(({ key, value }) => key === "panel" && value === host)) return []
          const name = [metricKey.name, ...tags.map(({ key, value }) => `${key}=${value}`).sort()].join(" ")
          const value = MetricState.isCounterState(metricState)
            ? Number(metricState.count)
            : MetricState.isHistogramState(metricState)
              ? { count: metricState.count, sum: metricState.sum }
              : undefined
          return [[name, value] as const]
        })
      )
    )

  const run = <A, E>(
    effect: Effect.Effect<A, E, Panel.Actions>,
    host: string,
    script: ReadonlyArray<Scripted.Step>
  ) =>
    Effect.gen(function* () {
      const scripted = Scripted.make(script)
      const layer = scripted.panel({ url: `https://${host}/api` })
      const fiber = yield* Effect.fork(Effect.exit(Effect.provide(effect, layer)))
      yield* TestClock.adjust("1 hour")
      yield* Fiber.join(fiber)
      return yield* metricsOf(host)
    })

  it.effect("count calls by action and outcome, retries, latency, orders and money", () =>
    Effect.gen(function* () {
      const slow = (step: Scripted.Step) =>
        Effect.delay(Effect.isEffect(step) ? step : Effect.succeed(step), "2 seconds")
      assert.deepStrictEqual(
        yield* run(Effect.zipRight(place, place), "spending.example", [
          Scripted.notSent,
          slow(Scripted.json({ order: 5, charge: "1.25", currency: "EUR" })),
          slow(Scripted.json({ order: 6, charge: "0.5", currency: "EUR" }))
        ]),
        {
          "smmkit_calls_total action=add outcome=NotSent": 1,
          "smmkit_calls_total action=add outcome=answered": 2,
          "smmkit_retries_total action=add": 1,
          "smmkit_call_duration action=add": { count: 3, sum: 4000 },
          "http.client.request.duration action=add": { count: 3, sum: 4 },
          smmkit_orders_placed_total: 2,
          "smmkit_spent_total currency=EUR": 1.75
        }
      )
    })
  )

  it.effect("count what the caller knows of the price where the panel names none", () =>
    Effect.gen(function* () {
      const price = { amount: (yield* someBalance).amount, currency: Option.none<string>() }
      const placing = Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order, { price }))
      const metrics = yield* run(placing, "price.example", [Scripted.json({ order: 5 })])
      assert.strictEqual(metrics["smmkit_spent_total currency=unknown"], 2.5)
    })
  )

  it.effect("count no order that was refused, or of which nothing is known", () =>
    Effect.gen(function* () {
      const metrics = yield* run(
        Effect.zipRight(Effect.exit(place), Effect.exit(place)),
        "refusing.example",
        [Scripted.json({ error: "Not enough funds on balance" }), Scripted.interrupted]
      )
      assert.deepStrictEqual(Object.keys(metrics).sort(), [
        "http.client.request.duration action=add",
        "smmkit_call_duration action=add",
        "smmkit_calls_total action=add outcome=AccountRefusal",
        "smmkit_calls_total action=add outcome=Interrupted"
      ])
    })
  )

  it.effect("tell how many IDs share a call", () =>
    Effect.gen(function* () {
      const ids = Array.from({ length: 150 }, (_, at) => Identifiers.OrderId.make(String(at + 1)))
      const asking = Effect.flatMap(OrderStatus.OrderStatus, ({ many }) => many(ids))
      const failing = Scripted.json({ error: "nothing" })
      const metrics = yield* run(asking, "batch.example", [failing, failing])
      assert.deepStrictEqual(metrics["smmkit_batch_size action=status"], { count: 2, sum: 150 })
    })
  )
})

const someBalance = balance.pipe(Effect.provide(Scripted.make([Scripted.json({ balance: "2.5" })]).panel()))
