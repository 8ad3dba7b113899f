/**
 * Repeats the tests alone, with busy loops beside, and says what failed how often:
 * `npm run soak -- 20`, or of some folders only, `npm run soak -- 20 apps/http-demo packages/journal`.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { atOnce, folders, readJson } from "./workspace.mjs"

const [times = "3", ...only] = process.argv.slice(2)
const rounds = Number(times)
const suites = folders()
  .filter(({ manifest }) => manifest.scripts?.test !== undefined)
  .map(({ dir }) => dir)
const unknown = only.filter((dir) => !suites.includes(dir))
if (!Number.isSafeInteger(rounds) || rounds < 1 || unknown.length > 0) {
  console.error(`give how many rounds, then folders if not all: ${suites.join(" ")}`)
  process.exit(2)
}

// A loop ends with whom it was started by, however that one ended.
const busy = `while (process.ppid === ${process.pid}) for (let n = 0; n < 1e7; n++);`
const loops = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", busy], { stdio: "ignore" }))

const work = mkdtempSync(join(tmpdir(), "smmkit-soak-"))
const failures = new Map()
const count = (name, why) => {
  console.log(`  failed: ${name}\n${why}`)
  failures.set(name, (failures.get(name) ?? 0) + 1)
}

/** Runs a suite, and gives how it ended: with its status, and with all that it said. */
const run = async (dir, report) => {
  const suite = spawn(
    join(process.cwd(), "node_modules/.bin/vitest"),
    ["run", "--reporter=json", `--outputFile=${report}`],
    { cwd: dir, env: { ...process.env, CI: "true" }, stdio: ["ignore", "pipe", "pipe"] }
  )
  const [said, complained, [status]] = await Promise.all([
    text(suite.stdout),
    text(suite.stderr),
    once(suite, "close")
  ])
  return { status, output: `${said}${complained}` }
}

const soak = async (round, dir) => {
  const report = join(work, `${round}-${dir.replaceAll("/", "-")}.json`)
  const start = Date.now()
  const { status, output } = await run(dir, report)
  console.log(`round ${round} of ${rounds}: ${dir}, ${((Date.now() - start) / 1000).toFixed(0)} s`)
  const { testResults = [] } = existsSync(report) ? readJson(report) : {}
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter((one) => one.status === "failed")
    // A file that could not be loaded has no test that could fail.
    if (tests.length === 0 && message !== "") return [{ test: name, why: message }]
    return tests.map(({ fullName, failureMessages }) => ({
      test: fullName,
      why: failureMessages.join("\n")
    }))
  })
  for (const { test, why } of failed) count(`${dir}: ${test}`, why)
  if (status !== 0 && failed.length === 0) count(dir, output)
}

for (let round = 1; round <= rounds; round++) {
  // As in the whole test step so many run at a time; those that take longest, which stand on the others, begin first.
  const waiting = suites.filter((dir) => only.length === 0 || only.includes(dir)).toReversed()
  const lane = async () => {
    for (let dir = waiting.shift(); dir !== undefined; dir = waiting.shift()) await soak(round, dir)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
for (const loop of loops) loop.kill()
rmSync(work, { recursive: true, force: true })
for (const [name, times] of failures) console.log(`${times} of ${rounds} rounds: ${name}`)
if (failures.size === 0) console.log(`${rounds} rounds without a failure`)
process.exitCode = failures.size === 0 ? 0 : 1
