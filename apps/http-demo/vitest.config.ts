import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

export default mergeConfig(shared, {
  test: {
    globalSetup: ["test/program.mjs"],
    // What must not grow is measured after a collection.
    poolOptions: { forks: { execArgv: ["--expose-gc"] } }
  }
})
