import { mergeConfig } from "vitest/config"
import shared from "../../vitest.shared.js"

// Where the command line's tests put their files.
export default mergeConfig(shared, { test: { globalSetup: ["../../packages/journal/test/folder.ts"] } })
