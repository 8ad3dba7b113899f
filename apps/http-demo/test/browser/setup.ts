/** Sees to a browser: takes the one that is there, or installs Debian's where that is allowed. */
import { spawnSync } from "node:child_process"
import * as Fs from "node:fs"
import { browser } from "./browser.js"

// Another package's tests may be installing what they need: one waits for the other, or tries again.
const attempts = 3
const apt = (...args: ReadonlyArray<string>) =>
  spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], { stdio: "ignore" })

export default (): void => {
  if (process.getuid?.() !== 0 || !Fs.existsSync("/usr/bin/apt-get")) return
  for (let attempt = 0; attempt < attempts && !Fs.existsSync(browser); attempt++) {
    apt("update")
    apt("install", "-y", "--no-install-recommends", "chromium")
  }
  if (!Fs.existsSync(browser)) console.warn("chromium could not be installed")
}
