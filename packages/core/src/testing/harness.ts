/** What the cases of the contract share: a call, its outcome, and whether the outcome is honest. */
import * as assert from "node:assert"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type RawCall, type Reason, Transport, type TransportError } from "../Transport.js"
import type { MisbehavingServer } from "./MisbehavingServer.js"
import type { Promises } from "./Promises.js"
import * as SampleCall from "./SampleCall.js"
import { assertKeyless } from "./secrecy.js"

/** Adds a case to the contract. */
export type Add = (name: string, body: () => Effect.Effect<void, unknown, Transport | Scope.Scope>) => void

/** The call's time where the subject is that it runs out: enough for a busy machine to connect in. */
export const short = Duration.seconds(1)

export type Overrides = Partial<RawCall>

export const send = (url: string, overrides?: Overrides) =>
  Effect.flatMap(Transport, (transport) => transport.send(SampleCall.to(url, overrides))).pipe(
    Effect.exit,
    Effect.tap((exit) => Effect.sync(() => assertKeyless(exit))),
    Effect.flatten
  )

export const failure = (
  url: string,
  overrides?: Overrides
): Effect.Effect<TransportError, never, Transport> =>
  Effect.matchEffect(send(url, overrides), {
    onFailure: Effect.succeed,
    // Without the reply itself, which may be what was too large to read.
    onSuccess: ({ status }) => Effect.die(new Error(`should have failed, but was answered with ${status}`))
  })

/** The failure of a call to a server, whose own count is held against it. */
export const failureAt = (server: MisbehavingServer, overrides?: Overrides) =>
  Effect.tap(failure(server.url, overrides), (error) =>
    Effect.sync(() => {
      if (error._tag === "NotSent") assert.strictEqual(server.bytes(), 0, "NotSent, but bytes arrived")
    })
  )

/** After a failure before which nothing can have left. */
export const assertUnsent = (
  promises: Promises,
  error: TransportError,
  ...reasons: ReadonlyArray<Reason>
) => {
  if (promises.delivery === "exact") assertNotSent(error)
  assertReason(promises, error, reasons)
}

/** After a failure before which something left. */
export const assertInterrupted = (
  promises: Promises,
  error: TransportError,
  ...reasons: ReadonlyArray<Reason>
) => {
  assert.strictEqual(error._tag, "Interrupted")
  assert.strictEqual(error.processed, "maybe")
  assertReason(promises, error, reasons)
}

export const assertNotSent = (error: TransportError): void => {
  assert.strictEqual(error._tag, "NotSent")
  assert.strictEqual(error.processed, "no")
}

// A platform that cannot tell what left can seldom tell what went wrong.
const assertReason = (promises: Promises, error: TransportError, reasons: ReadonlyArray<Reason>): void => {
  const right = promises.delivery === "exact" ? reasons : [...reasons, "other"]
  assert.ok(
    right.includes(error.reason),
    `the reason is ${error.reason}, and should be ${right.join(" or ")}`
  )
}

/** Holds some of an object's fields against what they should be. */
export const assertFields = <A extends object>(
  actual: A,
  expected: Readonly<Record<string, unknown>>
): void => {
  const fields = Object.entries(actual).filter(([name]) => Object.hasOwn(expected, name))
  assert.deepStrictEqual(Object.fromEntries(fields), expected)
}
