/** smmkit over adapter-node, with its defaults, as a program would use it. */
import { NodeTransport } from "@smmkit/adapter-node"
import { Balance, Identifiers, OrderStatus, Panel } from "@smmkit/core"
import { Context, Effect, Exit, Layer, Redacted, Scope, Stream } from "effect"

export const orderId = Identifiers.OrderId.make

/** IDs from 1 on. */
export const orderIds = (count: number) => Array.from({ length: count }, (_, at) => orderId(String(at + 1)))

const layer = (url: string) =>
  Panel.layer({ url, key: Redacted.make("fake-key") }).pipe(Layer.provide(NodeTransport.layer))

export const make = async (url: string) => {
  const scope = Effect.runSync(Scope.make())
  const context = await Effect.runPromise(Layer.buildWithScope(layer(url), scope))
  const { get: balance } = Context.get(context, Balance.Balance)
  const status = Context.get(context, OrderStatus.OrderStatus)
  return {
    balance: () => Effect.runPromise(balance),
    /** Many balances, one after the other, in one fiber. */
    balances: (count: number) => Effect.runPromise(Effect.repeatN(balance, count - 1)),
    many: (ids: ReadonlyArray<Identifiers.OrderId>) => Effect.runPromise(status.many(ids)),
    /** One fiber for each order, each asking for it alone. */
    fibers: (ids: ReadonlyArray<Identifiers.OrderId>) =>
      Effect.runPromise(Effect.forEach(ids, (id) => status.get(id), { concurrency: "unbounded" })),
    /** How many of the orders up to `count` were answered. */
    stream: (count: number) =>
      Stream.range(1, count).pipe(
        Stream.map((id) => orderId(String(id))),
        status.stream,
        Stream.runFold(0, (answered, { result }) => (result._tag === "Right" ? answered + 1 : answered)),
        Effect.runPromise
      ),
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
