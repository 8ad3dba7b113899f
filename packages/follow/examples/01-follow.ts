/** An order that is placed through the journal is followed to its end by itself; here its panel is in a hurry. */
import { Identifiers } from "@smmkit/core"
import { Follow, FollowStore } from "@smmkit/follow"
import { Journal, Sqlite, Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Console, Effect, Layer, Redacted, Stream } from "effect"

const panel = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const follow = yield* Follow.Follow
  const { order, account } = yield* journal.placeOnce("invoice-1042", {
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 1000
  })
  // It would be looked at in half a minute.
  if (order !== null) yield* follow.now(account, order)
  yield* follow.events().pipe(
    Stream.takeUntil(({ name }) => name === "Completed"),
    Stream.runForEach((event) => Console.log(`${event.key}, order ${event.order}: ${event.name}`))
  )
})

// The sandbox stands in for a panel; with a real one, the transport is that of an adapter.
const world = Layer.merge(Journal.layerPanel(panel), Follow.layer({ accounts: [{ panel }] })).pipe(
  Layer.provide(Layer.merge(Store.layer(), FollowStore.layer)),
  Layer.provide(Sqlite.layerClient(":memory:")),
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer({ speed: 1_000_000, partial: 0 }))
)

Effect.runPromise(Effect.provide(program, world))
