import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared, // The journal's server for the whole run, and a failure where CI has none.
  defineConfig({
    test: {
      globalSetup: ["../journal/test/postgresServer.ts", "test/programs.mjs"],
      // One process, which loads Effect once: the dearest tests have processes of their own beside it.
      minWorkers: 1,
      maxWorkers: 1,
      // What each case leaves behind is collected seldom, at a tenth less work in all.
      poolOptions: { forks: { execArgv: ["--max-semi-space-size=64"] } }
    }
  })
)
