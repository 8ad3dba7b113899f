/** How a thousand open orders are doing, in ten calls, with each order's own answer or its own error. */
import { Identifiers, OrderStatus } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect, Either } from "effect"

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const { many } = yield* OrderStatus.OrderStatus

  // As they would come from your database; one of them is none of this panel's.
  const open = [
    ...(yield* sandbox.seed({ service: "1", quantity: 100, count: 999, state: "In progress" })),
    Identifiers.OrderId.make("1")
  ]
  yield* sandbox.change("23501", { state: "Completed" })
  yield* sandbox.change("23502", { state: "Partial", remains: 40 })

  const tally = new Map<string, number>()
  for (const { result } of yield* many(open)) {
    const word = Either.match(result, { onLeft: ({ _tag }) => _tag, onRight: ({ status }) => status })
    tally.set(word, (tally.get(word) ?? 0) + 1)
  }
  for (const [word, count] of tally) yield* Console.log(`${word}: ${count}`)
  yield* Console.log(`${(yield* sandbox.calls).total} calls`)
})

await Effect.runPromise(Effect.provide(program, SandboxPanel.layer()))
