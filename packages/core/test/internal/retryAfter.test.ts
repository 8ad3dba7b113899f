import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { NodeTransport } from "@smmkit/adapter-node"
import { Effect, FastCheck, Layer } from "effect"
import { AddOrder, Panel } from "../../src/index.js"
import { retryAfter } from "../../src/internal/time.js"
import { MisbehavingServer } from "../../src/testing/index.js"
import * as Scripted from "../scripted.js"
import { order } from "../spending.js"

const now = Date.UTC(2027, 0, 1)
const day = 24 * 60 * 60 * 1000

describe("Retry-After", () => {
  // Somewhere that is not UTC, since a date without a zone is.
  const zone = process.env["TZ"]
  beforeAll(() => {
    process.env["TZ"] = "America/New_York"
  })
  afterAll(() => {
    if (zone === undefined) delete process.env["TZ"]
    else process.env["TZ"] = zone
  })

  it("is seconds, or a date in any of HTTP's three forms", () => {
    for (const [header, wait] of [
      ["0", 0],
      ["120", 120_000],
      [" 5 ", 5000],
      ["1.5", 1500],
      ["Fri, 01 Jan 2027 00:01:00 GMT", 60_000],
      ["Friday, 01-Jan-27 00:01:00 GMT", 60_000],
      ["Fri Jan  1 00:01:00 2027", 60_000],
      ["Fri, 01 Jan 2027 00:01:00 +0000", 60_000],
      ["Fri, 01 Jan 2027 00:01:00", 60_000],
      ["Friday, 01-Jan-27 00:01:00", 60_000]
    ] as const) {
      assert.strictEqual(retryAfter(header, now), wait, header)
    }
  })

  it("is no time at all for a date that has passed, and a day at most", () => {
    assert.strictEqual(retryAfter("Fri, 01 Jan 1960 00:00:00 GMT", now), 0)
    assert.strictEqual(retryAfter("999999999", now), day)
    assert.strictEqual(retryAfter("Fri, 01 Jan 2100 00:00:00 GMT", now), day)
  })

  it("is the longest where it stands several times, which a list is", () => {
    const date = "Fri, 01 Jan 2027 00:01:00 GMT"
    for (const [header, wait] of [
      ["5, 120", 120_000],
      ["120,5", 120_000],
      ["5, soon, ", 5000],
      [`5, ${date}`, 60_000],
      [`${date}, 90`, 90_000],
      [`${date},${date}`, 60_000],
      ["Friday, 01-Jan-27 00:01:00 GMT, Fri Jan  1 00:02:00 2027, 1", 120_000]
    ] as const) {
      assert.strictEqual(retryAfter(header, now), wait, header)
    }
    assert.strictEqual(retryAfter("1,".repeat(100_000), now), 1000)
  })

  it("is not known where it is absent or makes no sense", () => {
    for (const header of [
      ...[undefined, "", "soon", "-5", "1e3", "0x10", "Monday", "12:00", "1234567890123"],
      ...["Try again in 5", "May 1 2027", "Sun 5", "Fri, 99 Jan 2027 00:01:00 GMT", ","]
    ]) {
      assert.isNull(retryAfter(header, now), header)
    }
  })

  it.prop("is a wait or null for any text", [FastCheck.string()], ([header]) => {
    const wait = retryAfter(header, now)
    assert.isTrue(wait === null || (wait >= 0 && wait <= day))
  })

  for (const [name, transport] of [
    ["adapter-node", NodeTransport.layer],
    ["adapter-fetch", FetchTransport.layer]
  ] as const) {
    it.scoped(`is the longest of several headers over a real socket: ${name}`, () =>
      Effect.gen(function* () {
        const server = yield* MisbehavingServer.make({
          onRequest: (socket) =>
            socket.write(MisbehavingServer.reply(429, { "Retry-After": "5", "retry-after": "120" }, ""))
        })
        const panel = Panel.layer({ ...Scripted.options, url: server.url, timeout: "30 seconds" })
        const place = Effect.flatMap(AddOrder.AddOrder, (add) => Effect.flip(add.place(order)))
        const error = yield* Effect.provide(place, Layer.provide(panel, transport))
        assert.deepInclude(error, { _tag: "RateLimited", retryAfter: 120_000 })
        assert.strictEqual(server.received.length, 1)
      })
    )
  }
})
