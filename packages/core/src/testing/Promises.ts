/**
 * What an implementation of `Transport` promises, and is held to.
 *
 * @since 0.1.0
 */

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
  /** Certificates are checked even under `NODE_TLS_REJECT_UNAUTHORIZED=0`. */
  readonly alwaysChecksCertificates: boolean
}
