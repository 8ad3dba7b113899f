import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, beforeAll, describe, it } from "vitest"
import { crash, isSound } from "../crash/crash.js"
import { long, short } from "../crash/runs.js"
import { isInstalled } from "./postgres.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"
const runs = isLong ? long : short
const time = isLong ? 3_600_000 : 600_000

// The processes that are killed run what is compiled, so it has to be of today.
beforeAll(async () => {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc")
  const project = fileURLToPath(new URL("../tsconfig.programs.json", import.meta.url))
  await promisify(execFile)(process.execPath, [compiler, "-b", project])
}, 600_000)

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
    "place every order once, three together, on a PostgreSQL that is killed as well",
    async () => {
      const report = await crash(runs.postgres)
      assert.isTrue(isSound(report), JSON.stringify(report, undefined, 2))
      assert.isAbove(report.kills, 0)
      assert.isAbove(report.databaseKills, 0)
    },
    time
  )
})
