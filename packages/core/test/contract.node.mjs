// The contract in Node's own test runner: a transport that keeps it, and one that answers out of its head.
import test from "node:test"
import { FetchTransport } from "@smmkit/adapter-fetch"
import * as Transport from "@smmkit/core/Transport"
import { TransportContract } from "@smmkit/core/testing"
import { Effect, Layer } from "effect"

const inventor = Layer.succeed(Transport.Transport, {
  send: () => Effect.succeed({ status: 200, body: "fine" })
})

const suite = TransportContract.suite({
  layer: process.argv.includes("inventor") ? inventor : FetchTransport.layer,
  promises: { delivery: "maybe", freshConnections: false, alwaysChecksCertificates: false }
})
for (const { name, effect } of suite.slice(0, 3)) test(name, () => Effect.runPromise(effect))
