import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      // One process, which loads Effect once.
      minWorkers: 1,
      maxWorkers: 1,
      // What the many small panels leave behind is collected seldom, and code that few calls need is compiled, too,
      // not interpreted: each of them a tenth less work.
      poolOptions: { forks: { execArgv: ["--max-semi-space-size=64", "--always-sparkplug"] } }
    }
  })
)
