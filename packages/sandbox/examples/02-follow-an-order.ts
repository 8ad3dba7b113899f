/** A program of your own, followed on a panel in memory: no socket, no account, no waiting. */
import { AddOrder, Money, OrderStatus, Services } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect, Option, Stream } from "effect"

const program = Effect.gen(function* () {
  const { list } = yield* Services.Services
  const { place } = yield* AddOrder.AddOrder
  const { follow } = yield* OrderStatus.OrderStatus
  const { ledger } = yield* Sandbox.Sandbox

  const service = Option.getOrThrow(Option.fromNullable((yield* list)[0]))
  const link = "https://example.com/someone"
  const { order } = yield* place({ type: "Default", service: service.service, link, quantity: 100 })
  yield* Stream.runForEach(follow(order), ({ status, remains }) =>
    Console.log(`${status}, ${Option.getOrElse(remains, () => "?")} remain`)
  )
  for (const { reason, amount } of yield* ledger.entries())
    yield* Console.log(`${reason} ${Money.formatAmount(amount)}`)
})

// Ten thousand times faster than life; no order ends Partial.
const sandbox = SandboxPanel.layer({ speed: 10_000, partial: 0 }, { followInterval: "5 millis" })

await Effect.runPromise(Effect.provide(program, sandbox))
