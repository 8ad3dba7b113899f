/** How fast services deliver, and what becomes of it afterwards. */
import assert from "node:assert/strict"
import { Sandbox } from "@smmkit/sandbox"
import { Console, Effect, Option, TestClock, TestContext } from "effect"

const day = 24 * 60 * 60 * 1000

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const { key } = sandbox
  const place = (service: string) =>
    Effect.map(sandbox.seed({ service, quantity: 1000 }), ([order = ""]) => sandbox.order(order))
  const [quick, slow, lumpy, stuck] = yield* Effect.all([place("1"), place("2"), place("3"), place("4")])

  yield* TestClock.adjust("12 hours")
  assert.equal((yield* quick).state, "Completed") // in minutes
  assert.equal((yield* slow).state, "Pending") // queues first, and then takes days
  yield* TestClock.adjust("30 days")
  const lasted = Option.getOrElse((yield* slow).ended, () => 0) - (yield* slow).created
  assert.ok(lasted > day) // what a service usually takes can be learnt: created, started and ended are told
  assert.ok(Option.isSome((yield* lumpy).ended) && Option.isSome((yield* stuck).ended)) // in heaps; with a pause

  const { order, lost } = yield* quick
  assert.ok(lost > 200) // in 30 days, three tenths of what lasts are lost again
  yield* sandbox.lose(order, 50) // or as much as a test says
  const refill = sandbox.handle({ key, action: "refill", order })
  yield* refill
  yield* TestClock.adjust("3 hours")
  assert.equal((yield* quick).lost, 0) // a refill restores it
  const [first] = yield* sandbox.refills
  yield* sandbox.changeRefill(first?.refill ?? "", "Error") // refills take any word, too
  yield* TestClock.adjust("400 days")
  const late = yield* refill // the name says [Refill 365 Days], and they are over
  assert.ok("reply" in late && late.reply.body.includes("not eligible"))
  yield* Console.log(yield* sandbox.refills)
})

const panel = Sandbox.layer({
  drop: 0.3,
  partial: 0,
  rejected: 0,
  pace: {
    byService: {
      "1": "minutes",
      "2": { queue: [day, day], order: [2 * day, 3 * day] },
      "3": "bursts",
      "4": "stalling"
    }
  }
})

await Effect.runPromise(Effect.provide(program, panel).pipe(Effect.provide(TestContext.TestContext)))
