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
import type { Promises } from "./Promises.js"
import { replyCases } from "./replies.js"
import { requestCases } from "./requests.js"

export type { Promises } from "./Promises.js"

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
