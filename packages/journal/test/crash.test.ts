import { assert, describe, it } from "vitest"
import { crash, isSound } from "../crash/crash.js"
import { long, short } from "../crash/runs.js"
import { isInstalled } from "./postgres.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"
const runs = isLong ? long : short
const time = isLong ? 3_600_000 : 600_000

describe.concurrent("processes that are killed while the panel loses answers", () => {
  it(
    "place every order once, and call nothing wrong, on SQLite",
    async () => {
      const report = await crash(runs.sqlite)
      assert.isTrue(isSound(report), JSON.stringify(report, undefined, 2))
      assert.isAbove(report.kills, 0)
      assert.isAbove(report.doubts.total, 0)
    },
    time
  )

  it.skipIf(!isInstalled)(
    "place every order once, several together, on a PostgreSQL that is killed as well",
    async () => {
      const report = await crash(runs.postgres)
      assert.isTrue(isSound(report), JSON.stringify(report, undefined, 2))
      assert.isAbove(report.kills, 0)
      assert.isAbove(report.databaseKills, 0)
    },
    time
  )
})
