import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared, // The journal's server for the whole run, and a failure where CI has none. One process, which loads Effect once.
  defineConfig({ test: { globalSetup: ["../journal/test/postgresServer.ts"], minWorkers: 1, maxWorkers: 1 } })
)
