import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(shared, {
  test: {
    globalSetup: ["test/program.mjs"],
    // One process, which loads the server once and starts one browser.
    minWorkers: 1,
    maxWorkers: 1,
    // What must not grow is measured after a collection.
    poolOptions: { forks: { execArgv: ["--expose-gc"] } }
  }
})
