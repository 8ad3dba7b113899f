/**
 * Calls that are no looks, within the budget of a followed account: what is placed is held back until its turn, so that
 * no window of the panel's limit holds more calls than it allows, whichever of the processes on the store makes them.
 *
 * @since 0.1.0
 */
import type { InvalidOption } from "@smmkit/core/Options"
import { NotSent, Transport } from "@smmkit/core/Transport"
import type { StoreError } from "@smmkit/journal/JournalError"
import { Store } from "@smmkit/journal/Store"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as FollowConfig from "./FollowConfig.js"
import { FollowStore } from "./FollowStore.js"
import { enter } from "./internal/sweep/accounts.js"

/** How much of its time is left to a call that had to wait. */
const share = 2

/**
 * A transport for the journal's panel, over another one. Each call takes its token from the account's row, and waits
 * its turn, at most for half of its time-out; a call whose turn would come later is `NotSent`, and nothing has
 * happened. The options are those with which the account is followed.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { FollowStore, PacedTransport } from "@smmkit/follow"
 * import { Journal, Sqlite, Store } from "@smmkit/journal"
 * import { Layer, Redacted } from "effect"
 *
 * const panel = { url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }
 *
 * export const journal = Journal.layerPanel(panel).pipe(
 *   Layer.provide(Layer.provide(PacedTransport.layer({ panel }), NodeTransport.layer)),
 *   Layer.provide(Layer.merge(Store.layer(), FollowStore.layer)),
 *   Layer.provide(Sqlite.layerClient("orders.db"))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: FollowConfig.Options
): Layer.Layer<Transport, InvalidOption | StoreError, Transport | FollowStore | Store> =>
  Layer.effect(
    Transport,
    Effect.gen(function* () {
      const config = yield* FollowConfig.make(options)
      const store = yield* FollowStore
      const transport = yield* Transport
      const { id: account } = yield* enter(yield* Store, config)
      yield* store.budget(account, config.budget)
      return {
        ...transport,
        send: (call) =>
          Effect.gen(function* () {
            const longest = Math.floor(Duration.toMillis(call.timeout) / share)
            const wait = yield* Effect.mapError(
              store.pace({ account, taken: call.spends, longest }),
              ({ message }) =>
                new NotSent({ reason: "withheld", detail: `the budget cannot be asked: ${message}` })
            )
            if (Option.isNone(wait)) {
              const detail = "the account's limit has no room for another call in time"
              return yield* new NotSent({ reason: "withheld", detail })
            }
            const pause = Duration.millis(Math.ceil(wait.value))
            yield* Effect.sleep(pause)
            return yield* transport.send({ ...call, timeout: Duration.subtract(call.timeout, pause) })
          })
      }
    })
  )
