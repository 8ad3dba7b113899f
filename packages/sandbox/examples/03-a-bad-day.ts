/** What does a program do when the answer to an order is lost? The panel's book knows what really happened. */
import { AddOrder, Identifiers } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect } from "effect"

const order = {
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link: "https://example.com/someone",
  quantity: 100
} as const

const program = Effect.gen(function* () {
  const { faults, bookings } = yield* Sandbox.Sandbox
  const { place } = yield* AddOrder.AddOrder

  yield* faults.script(["dropped-before", "dropped-after", "server-error-after", "rate-limited"], "add")
  for (let attempt = 1; attempt <= 4; attempt++) {
    const before = (yield* bookings).length
    const heard = yield* Effect.match(place(order), {
      onFailure: ({ _tag, processed }) => `${_tag}, processed: ${processed}`,
      onSuccess: (answer) => `order ${answer.order}`
    })
    const booked = (yield* bookings).length - before
    yield* Console.log(`booked ${booked}, heard: ${heard}`)
  }
})

await Effect.runPromise(Effect.provide(program, SandboxPanel.layer({}, { retryDelay: "10 millis" })))
