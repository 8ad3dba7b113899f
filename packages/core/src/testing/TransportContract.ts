/**
 * What every `Transport` must hold to, over real sockets on loopback, however badly the other side behaves.
 *
 * @since 0.1.0
 */
import { layer } from "@effect/vitest"
import type * as Layer from "effect/Layer"
import type { Transport } from "../Transport.js"
import { chaosCases } from "./chaos.js"
import { deliveryCases } from "./delivery.js"
import { encodingCases } from "./encodings.js"
import { replyCases } from "./replies.js"
import { requestCases } from "./requests.js"

/**
 * What an implementation promises beyond what all must hold to. Whoever promises less has to say `maybe`
 * more often, and to list in the README what cannot be promised.
 *
 * @since 0.1.0
 * @category models
 */
export interface Promises {
  /**
   * - `exact`: `NotSent` for every failure before the first byte of the request left, with the reason
   * - `maybe`: `Interrupted` where the platform does not tell, and the reason may be `other`
   */
  readonly delivery: "exact" | "maybe"
  /** A call that spends never goes out on a connection that sat idle, nor leaves one to another call. */
  readonly freshConnections: boolean
  /** A request leaves once, even where the answer is a 421, after which the Fetch standard sends it again. */
  readonly sendsOnce: boolean
  /** Certificates are checked even under `NODE_TLS_REJECT_UNAUTHORIZED=0`. */
  readonly alwaysChecksCertificates: boolean
}

/**
 * The contract as a block of tests, for a file that vitest runs.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import * as HttpClientTransport from "@smmkit/core/HttpClientTransport"
 * import { TransportContract } from "@smmkit/core/testing"
 * import { Layer } from "effect"
 *
 * TransportContract.suite("HttpClientTransport over fetch", {
 *   layer: HttpClientTransport.layer.pipe(Layer.provide(FetchHttpClient.layer)),
 *   promises: { delivery: "maybe", freshConnections: false, sendsOnce: false, alwaysChecksCertificates: false }
 * })
 *
 * @since 0.1.0
 * @category constructors
 */
export const suite = <E>(
  name: string,
  options: { readonly layer: Layer.Layer<Transport, E>; readonly promises: Promises }
): void =>
  layer(options.layer, { excludeTestServices: true })(name, (it) => {
    requestCases(it, options.promises)
    replyCases(it, options.promises)
    encodingCases(it)
    deliveryCases(it, options.promises)
    chaosCases(it)
  })
