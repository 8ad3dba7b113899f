/** A catalogue as a panel writes it, changes of it, odd values, currencies, and limits that are kept. */
import assert from "node:assert/strict"
import { Sandbox } from "@smmkit/sandbox"
import { Console, Effect, TestClock, TestContext } from "effect"

const likes = {
  service: 7,
  name: "Likes R30",
  type: "Default",
  category: "Instagram",
  rate: "0.90",
  min: 10,
  max: "5000"
}
const odd = { service: "7", name: "Likes, once more", rate: `0.${"1".repeat(46)}` } // one ID twice, no type
const form = { action: "add", service: "7", link: "https://example.com/p/1", quantity: "100" }

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const { accounts, handle, key, services } = sandbox
  const answer = (call: Readonly<Record<string, string>>) =>
    Effect.map(handle({ key, ...call }), (exchange) => ("reply" in exchange ? exchange.reply.body : ""))

  assert.equal(yield* answer({ action: "services" }), JSON.stringify([likes, odd])) // listed as given
  yield* services.change("7", { rate: "1.20", max: 50 }) // prices and limits change while it runs
  assert.match(yield* answer(form), /more than maximum 50/)
  yield* services.set("7", "gone") // not even listed
  assert.equal(yield* answer({ action: "services" }), "[]")
  yield* services.set("7", "off") // listed, and not sold; "on" is back
  assert.match(yield* answer(form), /temporarily disabled/)
  yield* services.set("7", "on")
  yield* sandbox.write({ balance: "1.000,50 $", charge: 0.1 }) // written as a panel does, odd ones included
  assert.match(yield* answer({ action: "balance" }), /"1.000,50 \$"/)
  assert.match(yield* answer({ ...form, quantity: "20" }), /"charge":0.1/)
  const [placed] = yield* sandbox.logs.transitions() // each change of a state, with its time and why
  assert.equal(placed?.to, "Pending")
  yield* sandbox.write({ refusals: { "Quantity more than maximum": "At most #, please" } }) // or in any words
  assert.match(yield* answer({ ...form, quantity: "51" }), /At most 50, please/)
  yield* accounts.create({ name: "other", key: "other-key", currency: "EUR" }) // a currency by account
  assert.match(yield* answer({ key: "other-key", action: "balance" }), /"currency":"EUR"/)

  yield* TestClock.adjust("1 minute")
  for (let call = 0; call < 3; call++) yield* answer({ action: "balance" })
  assert.match(yield* answer({ action: "balance" }), /Too many requests/) // 429, with Retry-After
  assert.match(yield* answer({ key: "other-key", action: "balance" }), /"balance"/) // each key has its own
  const calls = yield* sandbox.logs.calls({ from: 60_000, action: "balance", key }) // and a test can count
  assert.deepEqual(
    calls.map(({ outcome }) => outcome),
    ["answered", "answered", "answered", "limited"]
  )
  const error = yield* Effect.flip(sandbox.logs.calls({ from: 0 })) // a log that does not reach so far back says so
  assert.match(error.message, /reaches back to/)
  yield* Console.log(calls)
})

const panel = Sandbox.layer({
  catalogue: [likes, odd],
  limits: [{ calls: 3, window: "1 minute", action: "balance" }],
  logSize: 8
})

await Effect.runPromise(Effect.provide(program, panel).pipe(Effect.provide(TestContext.TestContext)))
