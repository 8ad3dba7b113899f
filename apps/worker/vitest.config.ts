import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared,
  // Runners notice after seconds that another one is gone, and a busy machine starts processes slowly.
  defineConfig({
    test: { globalSetup: ["../../packages/journal/test/postgresServer.ts", "test/program.mjs"] }
  })
)
