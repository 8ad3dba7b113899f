/**
 * Sees to the programs that tests run against: PostgreSQL and a browser. What is missing is installed from
 * Debian where that is allowed; elsewhere it is named, and the suites that need it are skipped.
 *
 * This is done here, once and before any suite, since two installers at a time keep each other out.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"

const servers = "/usr/lib/postgresql"
const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
const programs = [
  {
    // The first has no windows to draw.
    packages: ["chromium-headless-shell", "chromium"],
    suites: "the HTTP demo's page in a browser",
    isThere: () => (process.env.CHROMIUM === undefined ? browsers : [process.env.CHROMIUM]).some(existsSync)
  },
  {
    packages: ["postgresql"],
    suites: "the journal's and the CLI's on PostgreSQL",
    isThere: () =>
      existsSync(servers) &&
      readdirSync(servers).some((version) => existsSync(join(servers, version, "bin/initdb")))
  }
]

const missing = () => programs.filter(({ isThere }) => !isThere())

const apt = (...args) => {
  const { status, stderr } = spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  })
  if (status !== 0) console.error(stderr.trim())
  return status === 0
}

const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")
// Somebody else's installer may hold the lists, which apt does not wait for; a mirror may be out for a moment.
for (let attempts = 6; mayInstall && missing().length > 0 && attempts > 0; attempts--) {
  // In turns, as not every distribution has each of them.
  const names = missing().map(({ packages }) => packages[(6 - attempts) % packages.length])
  console.log(`installing ${names.join(" and ")}`)
  const isDone = apt("update") && apt("install", "-y", "--no-install-recommends", ...names)
  if (!isDone) await setTimeout(10_000)
}

for (const { packages, suites } of missing()) {
  console.error(`not on this machine: ${packages.at(-1)}; skipped: ${suites}`)
  // Where everything must be checked, nothing is skipped.
  if (process.env.CI !== undefined) process.exitCode = 1
}
