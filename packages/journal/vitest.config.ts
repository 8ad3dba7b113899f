import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared, // The crash test mostly waits, so another file can be run beside it.
  defineConfig({
    test: { globalSetup: ["test/postgresServer.ts", "test/programs.mjs"], minWorkers: 1, maxWorkers: 2 }
  })
)
