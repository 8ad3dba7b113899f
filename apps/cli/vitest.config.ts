import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared,
  // The journal's own: a server for the whole run, and a failure where CI has none.
  defineConfig({ test: { globalSetup: ["../../packages/journal/test/postgresServer.ts"] } })
)
