/** Many orders in few calls, each with its own answer or its own error. */
import { Identifiers, OrderStatus } from "@smmkit/core"
import { SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect, Either } from "effect"

const ids = ["1", "2", "3"].map((id) => Identifiers.OrderId.make(id))

const program = Effect.gen(function* () {
  const { many } = yield* OrderStatus.OrderStatus
  for (const { id, result } of yield* many(ids)) {
    yield* Console.log(
      Either.match(result, {
        onLeft: (error) => `${id}: ${error.message}`,
        onRight: ({ status }) => `${id}: ${status}`
      })
    )
  }
})

await Effect.runPromise(Effect.provide(program, SandboxPanel.layer()))
