/** Every way to ask for a fault, and what befell the calls in the end. */
import { Balance } from "@smmkit/core"
import { Sandbox, SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect } from "effect"

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const balance = yield* Balance.Balance

  yield* sandbox.faults.script(["none", "dropped-after"], "add") // the second add is booked, and its answer lost
  yield* sandbox.faults.script([["dropped-before", "stranger-spends"]]) // several at once
  yield* sandbox.faults.script([{ mishap: "booked-late", after: "10 minutes" }])
  yield* sandbox.faults.set({ "half-body": 0.1, slow: 0.2 }) // by chance, drawn from the seed
  yield* sandbox.faults.add({ mishap: "nonsense", order: "23501" }) // whenever this order is asked about
  yield* sandbox.faults.during("10 minutes", { mishap: "refused", account: "main" })
  yield* sandbox.faults.setTraits(["turkish", "bom"]) // how the panel always writes

  yield* Effect.ignore(balance.get)
  yield* Console.log(yield* sandbox.faults.fired)
})

await Effect.runPromise(Effect.provide(program, SandboxPanel.layer({}, { retries: 0 })))
