import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

// The journal's own server for the whole run, and a failure where CI has none. The tests mostly wait for the processes
// in which the program is loaded, and these serve one file after the other.
export default mergeConfig(shared, {
  test: {
    globalSetup: ["../../packages/journal/test/postgresServer.ts"],
    minWorkers: 1,
    maxWorkers: 1,
    // The processes that a worker starts take it over: of small heaps threads collect no faster, at more work in all.
    poolOptions: { forks: { execArgv: ["--single-threaded-gc"] } }
  }
})
