/** The control service through a control port is the one behind it: what is read and done is the same. */
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxControl, type SandboxOptions } from "@smmkit/sandbox"
import * as Testing from "@smmkit/sandbox/testing"
import { BigDecimal, Context, Effect, Layer, Redacted, Stream } from "effect"

const token = Redacted.make("only-for-this-test")

/** A sandbox, and the same one through its port. */
const both = (options?: SandboxOptions.Options) =>
  Effect.gen(function* () {
    const near = yield* Sandbox.make(options)
    const { url } = yield* Effect.provideService(SandboxControl.make({ token }), Sandbox.Sandbox, near)
    const context = yield* Layer.build(SandboxControl.layerClient({ url, token }))
    return { near, far: Context.get(context, Sandbox.Sandbox), url }
  })

/** What it says, whatever of it was reckoned before. */
const said = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Everything that can be read of a sandbox. */
const everything = (sandbox: Sandbox.Sandbox.Service) =>
  Effect.all({
    key: Effect.succeed(sandbox.key),
    currency: Effect.succeed(sandbox.currency),
    dialect: Effect.succeed(sandbox.dialect),
    catalogue: Effect.succeed(sandbox.catalogue),
    calls: sandbox.calls,
    bookings: sandbox.bookings,
    orders: sandbox.orders(),
    some: sandbox.orders({ state: "Canceled" }),
    streamed: Effect.map(Stream.runCollect(sandbox.stream()), (chunk) => [...chunk]),
    order: sandbox.order("23501"),
    refills: sandbox.refills,
    balance: sandbox.ledger.balance(),
    entries: sandbox.ledger.entries("main"),
    owed: sandbox.ledger.owed,
    disagreements: sandbox.ledger.disagreements,
    isBalanced: sandbox.ledger.isBalanced,
    log: sandbox.logs.calls({ from: 0 }),
    transitions: sandbox.logs.transitions({ order: "23501", from: 0 }),
    services: sandbox.services.list,
    traits: sandbox.faults.traits,
    left: sandbox.faults.left("add"),
    fired: sandbox.faults.fired
  })

/** Does something of each kind. */
const live = (sandbox: Sandbox.Sandbox.Service) =>
  Effect.gen(function* () {
    const { accounts, faults, services } = sandbox
    yield* accounts.create({ name: "other", key: "other-key", balance: "12.50", currency: "EUR" })
    yield* accounts.addKey("other", "second-key")
    yield* accounts.replaceKey("other", "second-key", "third-key")
    yield* accounts.setEnabled("other", false)
    yield* accounts.setFunds("main", BigDecimal.unsafeFromString("5000.000000000000000000001"))
    yield* accounts.spend("main", "0.37")
    const add = { action: "add", service: "1", link: Testing.link(), quantity: "100" }
    yield* faults.setTraits(["bom"])
    yield* faults.script(["none", { mishap: "slow", after: "3 seconds" }, "html"], "add")
    yield* faults.add({ mishap: "nonsense", order: "23501" })
    yield* faults.during("10 minutes", { mishap: ["stranger-spends"], action: "balance", chance: 1 })
    const heard = []
    for (const form of [add, add, { action: "balance" }, { action: "status", order: "23501" }])
      heard.push(yield* sandbox.handle({ key: sandbox.key, ...form }))
    yield* sandbox.change("23501", { state: "Partial", remains: 40, refund: "0.01" })
    yield* sandbox.hold("23502")
    yield* sandbox.seed({ service: "1", quantity: 60, state: "Completed", age: "3 days", count: 2 })
    yield* services.change("2", { rate: "1.25" })
    yield* services.set("3", "off")
    yield* sandbox.write({ balance: "1,000" })
    return heard
  })

describe("a control port", () => {
  it.scoped("shows all that the sandbox shows, without loss", () =>
    Effect.gen(function* () {
      const { near, far } = yield* both()
      yield* live(near)
      assert.deepStrictEqual(said(yield* everything(far)), said(yield* everything(near)))
    })
  )

  it.scoped("does all that the sandbox does", () =>
    Effect.gen(function* () {
      const here = yield* both()
      const there = yield* both()
      const heard = yield* live(there.far)
      assert.deepStrictEqual(heard, yield* live(here.near))
      assert.deepStrictEqual(said(yield* everything(there.near)), said(yield* everything(here.near)))
    })
  )

  it.scoped("refuses as the sandbox does, in the same words", () =>
    Effect.gen(function* () {
      const { near, far } = yield* both()
      const refusals = (sandbox: Sandbox.Sandbox.Service) =>
        Effect.forEach(
          [
            sandbox.order("7"),
            sandbox.change("7", { state: "Completed" }),
            sandbox.accounts.setFunds("nobody", "1"),
            sandbox.accounts.setFunds("main", "many"),
            sandbox.faults.set({ html: 2 }),
            sandbox.faults.setTraits(["turkish", "indonesian"]),
            sandbox.services.set("999999", "off")
          ],
          (refused) =>
            Effect.map(
              Effect.flip(Effect.asVoid<unknown, { readonly message: string }, never>(refused)),
              ({ message }) => message
            )
        )
      assert.deepStrictEqual(yield* refusals(far), yield* refusals(near))
    })
  )

  it.scoped("answers to its token only, and a client without one gets no sandbox", () =>
    Effect.gen(function* () {
      const { url, near } = yield* both()
      const opened = (token: string, at = url) =>
        Effect.flip(Layer.build(SandboxControl.layerClient({ url: at, token: Redacted.make(token) })))
      assert.include((yield* opened("another-token-here")).message, "token")
      assert.include((yield* opened("")).message, "token")
      assert.include(
        (yield* opened("only-for-this-test", "http://127.0.0.1:1/control")).message,
        "nothing answers"
      )
      const page = yield* Effect.promise(() =>
        fetch(`${url}/calls`, {
          method: "POST",
          headers: { authorization: "Bearer only-for-this-test", origin: "https://evil.example" },
          body: "[]"
        })
      )
      assert.strictEqual(page.status, 401)
      const short = SandboxControl.make({ token: Redacted.make("short") })
      const error = yield* Effect.flip(Effect.provideService(short, Sandbox.Sandbox, near))
      assert.include(error.message, "at least 16")
      assert.notInclude(error.message, "short")
    })
  )
})
