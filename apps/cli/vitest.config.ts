import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared,
  // The journal's own server for the whole run, and a failure where CI has none. The tests mostly wait for the
  // processes in which the program is loaded, and these serve one file after the other.
  defineConfig({
    test: { globalSetup: ["../../packages/journal/test/postgresServer.ts"], minWorkers: 1, maxWorkers: 1 }
  })
)
