import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

/** The tests that put other modules in the place of the package's: these are loaded for them alone. */
const replacing = ["test/Far.test.ts", "test/Judging.test.ts"]

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      projects: [
        { extends: true, test: { name: "at hand", exclude: replacing } },
        // Not an extension, which would include what the shared configuration includes as well.
        {
          test: { ...shared.test, name: "far", include: replacing, poolOptions: { forks: { isolate: true } } }
        }
      ]
    }
  })
)
