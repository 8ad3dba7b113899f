/** The browser that the page is tested in. */
import * as Fs from "node:fs"
import { type Browser, chromium } from "playwright-core"

const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
const browser = process.env["CHROMIUM"] ?? browsers.find((path) => Fs.existsSync(path))

/** Without a browser its suites are skipped, by name; where everything must be checked they fail instead. */
export const isSkipped = (browser === undefined || !Fs.existsSync(browser)) && process.env["CI"] === undefined

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A process that has the page's code goes on with it, in place of another one for each visit.
  "--process-per-site",
  // Pages have small heaps, which threads collect no faster, at more work in all.
  "--js-flags=--single-threaded-gc"
]

/** For whoever wants no motion the page has none, and a browser without a graphics card draws each frame dearly. */
export const still = { reducedMotion: "reduce" } as const

let running: Promise<Browser> | undefined

/** One browser for all suites of this process, with which it ends: to start another takes longer than most tests. */
export const launch = (): Promise<Browser> => {
  running ??= chromium.launch({ executablePath: browser ?? "chromium", args })
  return running
}

/**
 * `SMMKIT_LOOK`: `all`, or counts of orders such as `1,20`: the page is looked at in every width with as many,
 * and pictures of all stories are taken. Else a few widths will do.
 */
export const asked = process.env["SMMKIT_LOOK"] ?? ""

/** Whether the page is looked at in full. */
export const isWhole = asked !== ""
