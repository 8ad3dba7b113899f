/** An order ends Partial: what is due back is known to the digit, and is credited once. */
import { Identifiers, Money } from "@smmkit/core"
import { Follow, FollowStore, StoreClock } from "@smmkit/follow"
import { Journal, Sqlite, Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import {
  BigDecimal,
  Console,
  Effect,
  Fiber,
  Layer,
  Option,
  Redacted,
  Stream,
  TestClock,
  TestContext
} from "effect"

const panel = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const follow = yield* Follow.Follow
  const sandbox = yield* Sandbox.Sandbox

  const { order, account } = yield* journal.placeOnce("invoice-1042", {
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1042",
    quantity: 1000
  })
  if (order === null) return
  yield* sandbox.change(order, { state: "Partial", remains: 400 })

  const due = yield* Effect.fork(
    follow.events().pipe(
      Stream.tap(({ key, name }) => Console.log(`${key}: ${name}`)),
      Stream.takeUntil(({ name }) => name === "RefundDue"),
      Stream.runDrain
    )
  )
  // Two looks that say the same, at least a minute apart. Here time is turned and the order looked at, so that nobody waits.
  while (Option.isNone(yield* Fiber.poll(due))) {
    yield* follow.now(account, order)
    yield* TestClock.adjust("90 seconds")
  }

  yield* Stream.runForEach(follow.refunds({ open: true }), (line) =>
    Effect.gen(function* () {
      yield* follow.settleRefund(line, "credited to the customer")
      yield* Console.log(`${Money.format(line.amount)} back for ${line.key}: ${line.reason}`)
      const twice = yield* Effect.flip(follow.settleRefund(line, "credited to the customer"))
      yield* Console.log(`and again: ${twice._tag}`)
    })
  )
})

const stores = Layer.merge(Store.layer({ clock: "program" }), FollowStore.layer).pipe(
  Layer.provide(StoreClock.layerProgram),
  Layer.provide(Sqlite.layerClient(":memory:"))
)
// With a limit, the journal prices each order before it is sent: what is due back is reckoned from that.
const limits = { perDay: BigDecimal.unsafeFromString("100") }
const world = Layer.merge(
  Journal.layerPanel(panel, { limits }),
  Follow.layer({ accounts: [{ panel }] })
).pipe(Layer.provide(stores), Layer.provide(SandboxTransport.layer), Layer.provideMerge(Sandbox.layer()))

await Effect.runPromise(program.pipe(Effect.provide(world), Effect.provide(TestContext.TestContext)))
