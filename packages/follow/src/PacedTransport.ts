/**
 * Calls that are no looks, within the budget of a followed account: what is placed is held back until its turn, so that
 * no window of the panel's limit holds more calls than it allows, whichever of the processes on the store makes them.
 *
 * @since 0.1.0
 */
import type { InvalidOption } from "@smmkit/core/Options"
import { NotSent, type RawCall, type RawReply, Transport } from "@smmkit/core/Transport"
import * as TransportKit from "@smmkit/core/TransportKit"
import type { StoreError } from "@smmkit/journal/JournalError"
import { Store } from "@smmkit/journal/Store"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as FollowConfig from "./FollowConfig.js"
import { FollowStore } from "./FollowStore.js"
import { passing } from "./internal/passing.js"
import { drawnOn } from "./internal/sweep/accounts.js"

/** How much of its time is left to a call that had to wait. */
const share = 2

const tooMany = 429

const withheld = (detail: string) => new NotSent({ reason: "withheld", detail })

/** How long all calls rest after an HTTP 429 that does not say for how long, in milliseconds. */
const rest = 2000

/**
 * A transport for the journal's panel, over another one. Each call takes its token from the account's row, and waits
 * its turn, at most for half of its time-out; a call whose turn would come later is `NotSent`, and nothing has
 * happened. What a panel says of its limit, by HTTP 429 and `Retry-After`, holds for all processes on the store. The
 * options are those with which the account is followed.
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
      const account = yield* drawnOn(yield* Store, config)
      yield* store.budget(account, config.budget)

      /** Has all calls wait as long as the panel wants; what it answered counts, whatever becomes of that. */
      const heeded = (reply: RawReply, left: Duration.Duration) =>
        Effect.gen(function* () {
          if (reply.status !== tooMany) return
          const asked = TransportKit.retryAfter(reply, yield* Clock.currentTimeMillis)
          const limited = Math.max(asked ?? 0, rest)
          yield* store.write({ account, stamp: 0, written: [], limited }).pipe(
            Effect.disconnect,
            Effect.timeout(left),
            Effect.catchAllCause((cause) =>
              Effect.logWarning("the panel's limit cannot be written down", cause)
            )
          )
        })

      const longestOf = ({ timeout }: RawCall) => Math.floor(Duration.toMillis(timeout) / share)

      /** Waits for a turn. Who comes too late for it, as the machine stood still, takes another one. */
      const turn = (call: RawCall, begun: number, isFirst: boolean): Effect.Effect<void, NotSent> =>
        Effect.gen(function* () {
          const asked = yield* passing
          const longest = longestOf(call) - (asked - begun)
          // The intent of what spends has pushed looks on already, once.
          const taken = call.spends && isFirst
          const wait = yield* store.pace({ account, taken, longest }).pipe(
            Effect.mapError(({ message }) => withheld(`the budget cannot be asked: ${message}`)),
            Effect.disconnect,
            Effect.timeoutFail({
              duration: longest,
              onTimeout: () => withheld("the budget does not answer in time")
            })
          )
          if (Option.isNone(wait))
            return yield* withheld("the account's limit has no room for another call in time")
          const pause = Math.ceil(wait.value)
          yield* Effect.sleep(Duration.millis(pause))
          const late = (yield* passing) - asked - pause
          if (late > config.lateness) yield* turn(call, begun, false)
        })

      return {
        ...transport,
        send: (call) =>
          Effect.gen(function* () {
            const begun = yield* passing
            const left = Effect.map(passing, (now) =>
              Duration.subtract(call.timeout, Duration.millis(now - begun))
            )
            yield* turn(call, begun, true)
            const reply = yield* transport.send({ ...call, timeout: yield* left })
            yield* heeded(reply, yield* left)
            return reply
          })
      }
    })
  )
