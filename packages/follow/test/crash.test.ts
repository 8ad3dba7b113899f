import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, beforeAll, describe, it } from "vitest"
import { crash } from "../crash/crash.js"
import { long, short } from "../crash/runs.js"
import { isInstalled } from "./world.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"

// The processes that are killed run what is compiled, so it has to be of today.
beforeAll(async () => {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc")
  const project = fileURLToPath(new URL("../tsconfig.programs.json", import.meta.url))
  await promisify(execFile)(process.execPath, [compiler, "-b", project])
}, 240_000)

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
      assert.isAbove(report.refills, 0)
    },
    isLong ? 3_600_000 : 600_000
  )
})
