import { AssertionError } from "node:assert"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { TransportContract } from "@smmkit/core/testing"
import { Cause, Effect, Layer } from "effect"
import { Transport } from "../src/index.js"

const promises = {
  delivery: "maybe",
  freshConnections: false,
  alwaysChecksCertificates: false
} as const

const contract = (send: Transport.Transport.Service["send"]) =>
  TransportContract.suite({ layer: Layer.succeed(Transport.Transport, { send }), promises })

/** Runs the contract in Node's own test runner. */
const inNode = (transport: string) =>
  Effect.async<number | null>((resume) => {
    const file = fileURLToPath(new URL("./contract.node.mjs", import.meta.url))
    const child = spawn(process.execPath, [file, transport], { stdio: "ignore" })
    child.on("close", (code) => resume(Effect.succeed(code)))
  })

describe("the contract of a transport", () => {
  it.live("fails with the error of node:assert where it is not kept", () =>
    Effect.gen(function* () {
      const [first] = contract(() => Effect.succeed({ status: 200, body: "fine" }))
      const exit = yield* Effect.exit(first?.effect ?? Effect.void)
      if (exit._tag === "Success") return assert.fail("kept by a transport that sends nothing")
      assert.instanceOf(Cause.squash(exit.cause), AssertionError)
    })
  )

  it("names each case once", () => {
    const names = contract(() => Effect.never).map(({ name }) => name)
    assert.strictEqual(new Set(names).size, names.length)
  })

  it.live("runs in Node's own test runner", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* inNode("fetch"), 0)
      assert.strictEqual(yield* inNode("inventor"), 1)
    })
  )
})
