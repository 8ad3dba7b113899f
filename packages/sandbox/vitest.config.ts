import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

/** The tests that put other modules in the place of the package's: these are loaded for them alone. */
const replacing = ["test/Far.test.ts"]

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      projects: [
        { extends: true, test: { name: "at hand", exclude: replacing } },
        {
          extends: true,
          test: { name: "far", include: replacing, poolOptions: { forks: { isolate: true } } }
        }
      ]
    }
  })
)
