import { assert, describe, it } from "vitest"
import { crash } from "../crash/crash.js"
import { long, short } from "../crash/runs.js"
import { isInstalled } from "./world.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"

describe("processes that follow, and are killed, stopped and cut off from a PostgreSQL that is killed as well", () => {
  it.skipIf(!isInstalled)(
    "tell each transition once, book every refund as the panel does, ask for no refill twice, and never end",
    async () => {
      const report = await crash(isLong ? long : short)
      if (isLong) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
      assert.deepStrictEqual(report.wrong, [], JSON.stringify(report))
      assert.isAbove(report.kills, 0)
      assert.isAbove(report.stops, 0)
      assert.isAbove(report.cuts, 0)
      assert.isAbove(report.databaseKills, 0)
      assert.isAbove(report.deaths, 0)
      assert.isAbove(report.again, 0)
      assert.isAbove(report.refills, 0)
    },
    isLong ? 3_600_000 : 600_000
  )
})
