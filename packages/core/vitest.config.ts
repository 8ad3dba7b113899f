import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(
  shared,
  // What many short cases leave behind is collected seldom, and code that few calls need is compiled, too, not
  // interpreted: a tenth less work.
  defineConfig({
    test: { poolOptions: { forks: { execArgv: ["--max-semi-space-size=64", "--always-sparkplug"] } } }
  })
)
