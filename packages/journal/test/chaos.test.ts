import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { chaos, isSound, long, short } from "../crash/chaos.js"
import { isInstalled } from "./postgres.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"

describe("three journals over connections on which statements and answers get lost, COMMIT included", () => {
  it.skipIf(!isInstalled)(
    "book nothing twice, lose nothing and misname nothing",
    async () => {
      const report = await Effect.runPromise(chaos(isLong ? long : short))
      assert.isTrue(isSound(report), JSON.stringify(report, undefined, 2))
      assert.isAbove(report.proxy.commits, 0)
      assert.isAbove(report.booked, 0)
    },
    isLong ? 3_600_000 : 300_000
  )
})
