/** The browser that the page is tested in. */
import * as Fs from "node:fs"
import { type Browser, chromium } from "playwright-core"

export const browser = process.env["CHROMIUM"] ?? "/usr/bin/chromium"

/** Without a browser its suites are skipped, by name; where everything must be checked they fail instead. */
export const isSkipped = !Fs.existsSync(browser) && process.env["CI"] === undefined

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: browser, args })

/**
 * `SMMKIT_LOOK`: `all`, or counts of orders such as `1,20`: the page is looked at in every width with as many,
 * and pictures of all stories are taken. Else a few widths will do.
 */
export const asked = process.env["SMMKIT_LOOK"] ?? ""
