/** Asks for a balance over undici, and prints what came of it, or by which option the transport refuses. */
import { NodeTransport } from "@smmkit/adapter-node"
import * as Balance from "@smmkit/core/Balance"
import * as Money from "@smmkit/core/Money"
import * as PanelClient from "@smmkit/core/PanelClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const client = PanelClient.layer({ url: process.argv[2] ?? "", key: Redacted.make("fake-key") })
const layer = Layer.provide(Balance.layer(client), NodeTransport.layer)

console.log(
  await Balance.Balance.pipe(
    Effect.flatMap(({ get }) => get),
    Effect.map(Money.format),
    Effect.provide(layer),
    Effect.catchAll(({ message }) => Effect.succeed(message)),
    Effect.runPromise
  )
)
