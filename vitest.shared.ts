import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** What every package's tests share; a package's `vitest.config.ts` is one line. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: [fileURLToPath(new URL("vitest.setup.ts", import.meta.url))],
    typecheck: { enabled: false },
    sequence: { concurrent: false },
    // What other packages are compiled to is Node's to load, as it is: nothing of it has to be transformed.
    server: { deps: { external: [/\/packages\/(?:adapters\/)?[a-z]+\/dist\//] } },
    // Files of one process share what they load: Effect and the packages are read once, not once a file.
    poolOptions: { forks: { isolate: false } },
    // Limits for what would never end. How fast a machine is, and what else it has to do, they do not judge.
    testTimeout: 300_000,
    hookTimeout: 300_000
  }
})
