import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import * as Retry from "../../src/internal/retry.js"

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
      assert.strictEqual(Retry.retryAfter(header, now), wait, header)
    }
  })

  it("is no time at all for a date that has passed, and a day at most", () => {
    assert.strictEqual(Retry.retryAfter("Fri, 01 Jan 1960 00:00:00 GMT", now), 0)
    assert.strictEqual(Retry.retryAfter("999999999", now), day)
    assert.strictEqual(Retry.retryAfter("Fri, 01 Jan 2100 00:00:00 GMT", now), day)
  })

  it("is not known where it is absent or makes no sense", () => {
    for (const header of [
      ...[undefined, "", "soon", "-5", "1e3", "0x10", "Monday", "12:00", "1234567890123"],
      ...["Try again in 5", "May 1, 2027", "Sun 5", "Fri, 99 Jan 2027 00:01:00 GMT", ","]
    ]) {
      assert.isNull(Retry.retryAfter(header, now), header)
    }
  })

  it.prop("is a wait or null for any text", [FastCheck.string()], ([header]) => {
    const wait = Retry.retryAfter(header, now)
    assert.isTrue(wait === null || (wait >= 0 && wait <= day))
  })
})
