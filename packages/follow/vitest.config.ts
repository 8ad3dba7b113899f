import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared, // The journal's server for the whole run, and a failure where CI has none.
  defineConfig({
    test: {
      globalSetup: ["../journal/test/postgresServer.ts", "test/programs.mjs"],
      minWorkers: 1,
      maxWorkers: 2
    }
  })
)
