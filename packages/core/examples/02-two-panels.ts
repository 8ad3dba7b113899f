/** Two panels side by side in one program: each layer, once built, is a context to run programs in. */
import { Balance, Money } from "@smmkit/core"
import { SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect, Layer } from "effect"

const funds = Effect.flatMap(Balance.Balance, ({ get }) => get)

const program = Effect.gen(function* () {
  const first = yield* Layer.build(SandboxPanel.layer({ balance: "12.50" }))
  const second = yield* Layer.build(SandboxPanel.layer({ balance: "7.25", currency: "EUR" }))
  yield* Console.log(Money.format(yield* Effect.provide(funds, first)))
  yield* Console.log(Money.format(yield* Effect.provide(funds, second)))
})

await Effect.runPromise(Effect.scoped(program))
