import { NodeTransport } from "@smmkit/adapter-node"
import { Balance, Money, Panel } from "@smmkit/core"
import { Console, Effect, Layer } from "effect"

// SMMKIT_URL and SMMKIT_KEY name the panel.
const panel = Panel.layerConfig().pipe(
  Layer.provide(NodeTransport.layerWith({ connections: 8, connectTimeout: "3 seconds" }))
)

const program = Effect.flatMap(Balance.Balance, (balance) => balance.get).pipe(
  Effect.flatMap((money) => Console.log(`left on the account: ${Money.format(money)}`))
)

await Effect.runPromise(Effect.provide(program, panel))
