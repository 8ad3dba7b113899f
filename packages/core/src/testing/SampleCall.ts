/**
 * Calls as the core makes them, for tests of transports.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import type { RawCall } from "../Transport.js"
import { key } from "./secrecy.js"

/**
 * A call that only reads, to an address, with more time than the busiest machine needs.
 *
 * @since 0.1.0
 * @category constructors
 */
export const to = (url: string, overrides: Partial<RawCall> = {}): RawCall => ({
  url,
  key,
  params: [["action", "balance"]],
  spends: false,
  timeout: Duration.minutes(1),
  maxBodyBytes: 100_000,
  ...overrides
})
