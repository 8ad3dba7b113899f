/** Sees to a browser: takes the one that is there, or installs Debian's where that is allowed. */
import { execFileSync } from "node:child_process"
import * as Fs from "node:fs"
import { browser } from "./browser.js"

export default (): void => {
  if (Fs.existsSync(browser) || process.getuid?.() !== 0 || !Fs.existsSync("/usr/bin/apt-get")) return
  const quietly = { stdio: "ignore" } as const
  try {
    execFileSync("apt-get", ["update"], quietly)
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], quietly)
  } catch {
    console.warn("chromium could not be installed")
  }
}
