import { defineConfig } from "vitest/config"

/** What every package's tests share; a package's `vitest.config.ts` is one line. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: false },
    sequence: { concurrent: false },
    // Files of one process share what they load: Effect and the packages are read once, not once a file.
    poolOptions: { forks: { isolate: false } },
    testTimeout: 60_000,
    // What a suite stands on is slow to come up on a busy machine: a browser, a database.
    hookTimeout: 60_000
  }
})
