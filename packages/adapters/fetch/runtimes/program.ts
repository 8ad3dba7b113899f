/** What every runtime is asked to do: the main job, and the failures that money hangs on. */
import { FetchTransport } from "@smmkit/adapter-fetch"
import { AddOrder, Balance, Identifiers, Money, OrderStatus, Panel, type PanelConfig } from "@smmkit/core"
import { Effect, Layer, Redacted, Schema } from "effect"

/** The addresses of a panel, and of servers that do something else. */
export const Addresses = Schema.Struct({
  panel: Schema.String,
  silent: Schema.String,
  cut: Schema.String,
  refused: Schema.String,
  redirecting: Schema.String,
  misdirected: Schema.String,
  large: Schema.String
})

/** What came of each call: the answer, or the error and what it says of money. */
export const Report = Schema.Struct({
  ordered: Schema.String,
  balance: Schema.String,
  wrongKey: Schema.String,
  silent: Schema.String,
  cut: Schema.String,
  refused: Schema.String,
  redirecting: Schema.String,
  misdirected: Schema.String,
  large: Schema.String
})

type Failure = { readonly _tag: string; readonly processed: string }

/** Runs a program on the panel at an address, and tells what came of it. */
const told = <E extends Failure>(
  url: string,
  program: Effect.Effect<string, E, Panel.Actions>,
  options: Partial<PanelConfig.Options> = {}
): Effect.Effect<string, unknown> => {
  const key = Redacted.make("sandbox-key")
  const panel = Panel.layer({ url, key, timeout: "2 seconds", retries: 0, ...options })
  return program.pipe(
    Effect.catchAll((error) => Effect.succeed(`${error._tag}, processed: ${error.processed}`)),
    Effect.provide(Layer.provide(panel, FetchTransport.layer))
  )
}

const place = Effect.flatMap(AddOrder.AddOrder, ({ place }) =>
  place({
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 100
  })
)

const add = Effect.map(place, ({ order }) => `order ${order}`)

const balance = Effect.flatMap(Balance.Balance, ({ get }) => Effect.map(get, Money.format))

const follow = Effect.gen(function* () {
  const { order } = yield* place
  const { get } = yield* OrderStatus.OrderStatus
  return `order ${order}: ${(yield* get(order)).status}`
})

/** Does it all, and gives the report as JSON. */
export const run = (addresses: string): Promise<string> =>
  Schema.decode(Schema.parseJson(Addresses))(addresses).pipe(
    Effect.flatMap(({ panel, silent, cut, refused, redirecting, misdirected, large }) =>
      Effect.all({
        ordered: told(panel, follow),
        balance: told(panel, balance),
        wrongKey: told(panel, add, { key: Redacted.make("no-key") }),
        silent: told(silent, add),
        cut: told(cut, add),
        refused: told(refused, add),
        redirecting: told(redirecting, balance),
        misdirected: told(misdirected, add),
        large: told(large, balance, { maxBodyBytes: 1000 })
      })
    ),
    Effect.flatMap(Schema.encode(Schema.parseJson(Report))),
    Effect.runPromise
  )
