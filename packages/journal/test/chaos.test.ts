import { Effect, Logger } from "effect"
import { assert, describe, it } from "vitest"
import { chaos, isSound, long, short } from "../crash/chaos.js"
import { isInstalled } from "./postgres.js"

const isLong = process.env["SMMKIT_CRASH"] === "long"

describe("three journals over connections on which statements and answers get lost, COMMIT included", () => {
  it.skipIf(!isInstalled)(
    "book nothing twice, lose nothing and misname nothing",
    async () => {
      // It is told of each statement that got lost.
      const said: Array<string> = []
      const logger = Logger.replace(
        Logger.defaultLogger,
        Logger.make(({ message }) => void said.push(String(message)))
      )
      const report = await Effect.runPromise(Effect.provide(chaos(isLong ? long : short), logger))
      assert.isTrue(isSound(report), `${JSON.stringify(report, undefined, 2)}\n${said.join("\n")}`)
      assert.isAbove(report.proxy.commits, 0)
      assert.isAbove(report.booked, 0)
    },
    isLong ? 3_600_000 : 300_000
  )
})
