import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared, // One process, which loads Effect once; others of the workspace are tested beside it.
  defineConfig({
    test: { globalSetup: ["test/postgresServer.ts", "test/programs.mjs"], minWorkers: 1, maxWorkers: 1 }
  })
)
