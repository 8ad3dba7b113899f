import { assert, describe, it } from "@effect/vitest"
import { AddOrder, Panel, Transport } from "@smmkit/core"
import { type Exchange, type Mishap, Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Duration, Effect, Either, Fiber, Layer, Redacted } from "effect"
import { actions, find, link, panel, pass } from "./harness.js"

const layer = SandboxTransport.layer.pipe(Layer.provideMerge(Sandbox.layer()))

const call = (
  fields: Exchange.Form,
  changes: Partial<Transport.RawCall> = {}
): Effect.Effect<Transport.RawReply, Transport.TransportError, Transport.Transport> =>
  Effect.flatMap(Transport.Transport, ({ send }) =>
    send({
      url: SandboxTransport.url,
      key: Redacted.make("sandbox-key"),
      params: Object.entries(fields),
      spends: false,
      timeout: Duration.seconds(30),
      maxBodyBytes: 1_000_000,
      ...changes
    })
  )

const balance = { action: "balance" }

const script = (...steps: ReadonlyArray<Mishap.Step>) =>
  Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.script(steps))

describe("SandboxTransport", () => {
  it.effect("carries a call and its answer", () =>
    Effect.gen(function* () {
      const reply = yield* call(balance)
      assert.deepStrictEqual(reply, {
        status: 200,
        body: '{"balance":"1000","currency":"USD"}',
        retryAfter: undefined,
        location: undefined
      })
    }).pipe(Effect.provide(layer))
  )

  it.effect("gives Retry-After and Location, and leaves out a byte order mark", () =>
    Effect.gen(function* () {
      yield* script("rate-limited", "redirect")
      assert.strictEqual((yield* call(balance)).retryAfter, "2")
      assert.strictEqual((yield* call(balance)).location, "https://moved.invalid/api/v2")
      yield* Effect.flatMap(Sandbox.Sandbox, ({ faults }) => faults.setTraits(["bom"]))
      assert.strictEqual((yield* call(balance)).body, '{"balance":"1000","currency":"USD"}')
    }).pipe(Effect.provide(layer))
  )

  it.effect("says NotSent only of what never left", () =>
    Effect.gen(function* () {
      yield* script("refused", "dropped-before", "dropped-after", "half-body")
      const failure = Effect.map(Effect.flip(call(balance)), ({ _tag, reason }) => [_tag, reason])
      assert.deepStrictEqual(yield* failure, ["NotSent", "refused"])
      assert.deepStrictEqual(yield* failure, ["Interrupted", "reset"])
      assert.deepStrictEqual(yield* failure, ["Interrupted", "reset"])
      assert.deepStrictEqual(yield* failure, ["Interrupted", "reset"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("sends nothing to an address that may not have the key, or without time", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const insecure = yield* Effect.flip(call(balance, { url: "http://panel.example/api/v2" }))
      const late = yield* Effect.flip(call(balance, { timeout: Duration.zero }))
      assert.deepStrictEqual([insecure._tag, insecure.reason], ["NotSent", "insecure"])
      assert.deepStrictEqual([late._tag, late.reason], ["NotSent", "timeout"])
      assert.strictEqual((yield* sandbox.calls).total, 0)
    }).pipe(Effect.provide(layer))
  )

  it.effect("reads no more than the limit, counted in bytes", () =>
    Effect.gen(function* () {
      const size = (yield* call(balance)).body.length
      assert.strictEqual((yield* call(balance, { maxBodyBytes: size })).status, 200)
      const error = yield* Effect.flip(call(balance, { maxBodyBytes: size - 1 }))
      assert.deepStrictEqual([error._tag, error.reason], ["Interrupted", "too-large"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("waits for a slow answer by the Clock, and no longer than the call allows", () =>
    Effect.gen(function* () {
      yield* script("slow", "slow", "booked-late")
      const patient = yield* Effect.fork(call(balance))
      const hasty = yield* Effect.fork(Effect.flip(call(balance, { timeout: Duration.seconds(2) })))
      const silent = yield* Effect.fork(Effect.flip(call(balance)))
      yield* pass("4 seconds")
      assert.isNull(patient.unsafePoll())
      assert.deepStrictEqual((yield* Fiber.join(hasty)).reason, "timeout")
      yield* pass("1 second")
      assert.strictEqual((yield* Fiber.join(patient)).status, 200)
      yield* pass("30 seconds")
      const { _tag, reason } = yield* Fiber.join(silent)
      assert.deepStrictEqual([_tag, reason], ["Interrupted", "timeout"])
    }).pipe(Effect.provide(layer))
  )

  it.effect("shows a client that repeats an interrupted call to have booked twice", () =>
    Effect.gen(function* () {
      const { sandbox, addOrder } = yield* actions
      const { id, min } = find(sandbox, {})
      const order = { type: "Default", service: id, link: link(), quantity: min } as const
      yield* script("dropped-after")
      const careful = yield* Effect.either(addOrder.place(order))
      assert.isTrue(Either.isLeft(careful) && careful.left._tag === "OutcomeUnknown")
      assert.strictEqual((yield* sandbox.bookings).length, 1)

      const { send } = yield* Transport.Transport
      const careless = Layer.succeed(Transport.Transport, {
        send: (call) => Effect.retry(send(call), { times: 1 })
      })
      const config = { url: SandboxTransport.url, key: Redacted.make(sandbox.key) }
      yield* script("dropped-after")
      yield* Effect.flatMap(AddOrder.AddOrder, (careless) =>
        careless.place({ ...order, link: link(2) })
      ).pipe(Effect.provide(Panel.layer(config).pipe(Layer.provide(careless))))
      const twice = (yield* sandbox.bookings).filter(({ form }) => form["link"] === link(2))
      assert.strictEqual(twice.length, 2)
    }).pipe(Effect.provide(Layer.provideMerge(SandboxTransport.layer, panel())))
  )
})
