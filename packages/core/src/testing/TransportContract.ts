/**
 * What every `Transport` must hold to, over real sockets on loopback, however badly the other side behaves:
 * named effects that fail with `node:assert`'s error. They know no test runner.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { Transport } from "../Transport.js"
import { chaosCases } from "./chaos.js"
import { deliveryCases } from "./delivery.js"
import { encodingCases } from "./encodings.js"
import type { Add } from "./harness.js"
import { onceCases } from "./once.js"
import type { Promises } from "./Promises.js"
import { replyCases } from "./replies.js"
import { requestCases } from "./requests.js"

export type { Promises } from "./Promises.js"

/**
 * One promise, and the effect that fails where it is not kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Promised {
  readonly name: string
  readonly effect: Effect.Effect<void, unknown>
}

/**
 * The contract as a list, each case over a transport of its own and by the real clock, whatever the test
 * runner's is.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import * as HttpClientTransport from "@smmkit/core/HttpClientTransport"
 * import { TransportContract } from "@smmkit/core/testing"
 * import { Effect, Layer } from "effect"
 *
 * const suite = TransportContract.suite({
 *   layer: Layer.provide(HttpClientTransport.layer, FetchHttpClient.layer),
 *   promises: { delivery: "maybe", freshConnections: false, alwaysChecksCertificates: false }
 * })
 *
 * // In a file of tests: `for (const { name, effect } of suite) test(name, () => Effect.runPromise(effect))`.
 * const first = await Effect.runPromiseExit(suite[0]?.effect ?? Effect.fail("no case"))
 *
 * assert.strictEqual(first._tag, "Success")
 *
 * @since 0.1.0
 * @category constructors
 */
export const suite = <E>(options: {
  readonly layer: Layer.Layer<Transport, E>
  readonly promises: Promises
}): ReadonlyArray<Promised> => {
  const cases: Array<Promised> = []
  const clock = Clock.make()
  const promise: Add = (name, body) => {
    const effect = Effect.scoped(Effect.suspend(body)).pipe(
      Effect.provide(options.layer),
      Effect.withClock(clock)
    )
    cases.push({ name, effect })
  }
  requestCases(promise, options.promises)
  onceCases(promise, options.promises)
  replyCases(promise, options.promises)
  encodingCases(promise)
  deliveryCases(promise, options.promises)
  chaosCases(promise)
  return cases
}
