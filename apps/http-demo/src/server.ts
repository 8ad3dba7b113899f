/** Runs the server as the environment says, until it is told to stop. */
import { fileURLToPath } from "node:url"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Program from "./Program.js"

// A second signal shall not cut off what the first one lets finish.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {})

NodeRuntime.runMain(Program.make(fileURLToPath(new URL("../page/", import.meta.url))), {
  disableErrorReporting: true
})
