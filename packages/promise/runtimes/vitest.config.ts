import { defineConfig } from "vitest/config"

/** Not part of `npm test`: the runtimes are some hundred megabytes to download. */
export default defineConfig({ test: { include: ["runtimes/*.test.ts"], testTimeout: 300_000 } })
