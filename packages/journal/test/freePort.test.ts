import { assert, describe, it } from "@effect/vitest"
import { freePort } from "../crash/freePort.js"

describe("a free port", () => {
  // Of a thousand that are drawn without a look at each other, some are equal nearly always.
  it.skipIf(process.platform !== "linux")("is given once, though nobody listens there yet", async () => {
    const ports = new Set<number>()
    for (let nth = 0; nth < 1000; nth++) ports.add(await freePort())
    assert.strictEqual(ports.size, 1000)
  })
})
