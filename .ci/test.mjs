/** Everything that is checked, through turbo, with the time that each step took at the end. */
import { spawnSync } from "node:child_process"
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { atOnce, readJson } from "./workspace.mjs"

const summaries = ".turbo/runs"
rmSync(summaries, { recursive: true, force: true })

// Through npx, which puts pnpm where turbo looks for it.
const steps = ["test", "lint", "docs", "packed"]
const { status } = spawnSync(
  "npx",
  [
    "--yes",
    "--prefer-offline",
    "pnpm@10.34.9",
    "exec",
    "turbo",
    "run",
    ...steps,
    `--concurrency=${atOnce}`,
    "--continue",
    "--summarize",
    ...process.argv.slice(2)
  ],
  {
    stdio: "inherit",
    // Packages whose tests use packages that stand on them are meant, and no news.
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_LOG_VERBOSITY: "error" }
  }
)

for (const { tasks } of readdirSync(summaries).map((name) => readJson(join(summaries, name)))) {
  const times = tasks.flatMap(({ taskId, execution, cache }) =>
    execution === undefined
      ? []
      : [
          {
            taskId,
            seconds: (execution.endTime - execution.startTime) / 1000,
            isCached: cache.status === "HIT",
            ...execution
          }
        ]
  )
  for (const { taskId, seconds, isCached, exitCode } of times.toSorted((a, b) => b.seconds - a.seconds)) {
    const note = exitCode !== 0 ? "  failed" : isCached ? "  as before" : ""
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${taskId}${note}`)
  }
}
process.exitCode = status ?? 1
