/** One visit of the page: what the browser complained about is kept, and shown at the end. */
import * as Fs from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { assert } from "@effect/vitest"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { isWhole, still } from "./browser.js"

const require = createRequire(import.meta.url)
const shots = fileURLToPath(new URL("../../dist/screenshots/", import.meta.url))

export interface Visit {
  readonly page: Page
  /** Takes a picture of the whole page, where people asked for pictures to look at. */
  readonly shot: (name: string) => Promise<void>
  /** Has axe look for what keeps people out. */
  readonly axe: () => Promise<void>
  /** Complaints of the console that belong to the story, such as a stream that was cut. */
  readonly expect: (pattern: RegExp) => void
}

const violations = (result: unknown): ReadonlyArray<string> =>
  typeof result === "object" && result !== null && "violations" in result && Array.isArray(result.violations)
    ? result.violations.map((violation) => JSON.stringify(violation))
    : ["axe gave no answer"]

const axe = async (page: Page): Promise<unknown> => {
  // The page's policy lets no foreign script in, so axe comes by the debugger's way; it stays until the next page.
  if ((await page.evaluate("typeof axe")) === "undefined")
    await page.evaluate(await Fs.readFile(require.resolve("axe-core/axe.min.js"), "utf8"))
  // Colours that are still on their way to what they will be are nobody's choice.
  await page.evaluate(() => {
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish()
  })
  // Behind the first rows come more of the same.
  const rest = !isWhole ? ".row:nth-child(n+4)" : "no-such-element"
  return page.evaluate(
    `axe.run({ exclude: ["${rest}"] }, { resultTypes: ["violations"] }).then(({ violations }) => ({ violations }))`
  )
}

/** A browser's window, in which one visit follows the other: to open another takes longer than most visits. */
const windows = new WeakMap<Browser, Page>()

const desk = { width: 1440, height: 950 }

const windowOf = async (browser: Browser, options: BrowserContextOptions): Promise<Page> => {
  const page = windows.get(browser) ?? (await (await browser.newContext({ viewport: desk })).newPage())
  windows.set(browser, page)
  await page.setViewportSize(options.viewport ?? desk)
  await page.emulateMedia({ colorScheme: "light", ...still, ...options })
  return page
}

/** Leaves nothing behind in the window: no stream, no listener, and nothing that is kept under this address. */
const leave = async (page: Page): Promise<void> => {
  page.removeAllListeners()
  await page.evaluate("localStorage.clear(), sessionStorage.clear()")
  await page.goto("about:blank")
  await page.context().clearCookies()
}

/**
 * Visits the page; afterwards the browser's console must have had nothing to complain about. A phone is a
 * browser of its own; all else is one window, as each server is another address, with a storage of its own.
 */
export const visit = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  use: (visit: Visit) => Promise<void>
): Promise<void> => {
  const isPhone = options.isMobile === true
  const page = isPhone ? await browser.newPage({ ...still, ...options }) : await windowOf(browser, options)
  // How long a machine takes is the test's own limit to judge.
  page.setDefaultTimeout(0)
  const complaints: Array<string> = []
  const expected: Array<RegExp> = []
  try {
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    await page.goto(url)
    await use({
      page,
      expect: (pattern) => {
        expected.push(pattern)
      },
      shot: async (name) => {
        if (isWhole)
          await page.screenshot({ path: `${shots}${name}.png`, fullPage: true, animations: "disabled" })
      },
      axe: async () => assert.deepStrictEqual(violations(await axe(page)), [])
    })
  } finally {
    await (isPhone ? page.close() : leave(page))
  }
  const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)))
  assert.deepStrictEqual(unexpected, [])
}

/** Finds a service by words and chooses the first match, by keyboard. */
export const choose = async (page: Page, words: string): Promise<void> => {
  await page.getByRole("searchbox", { name: "Search services" }).fill(words)
  await page.waitForSelector(".row:not(.waiting)")
  await page.keyboard.press("Enter")
  await page.waitForSelector("#order-form")
}

/** Places what is in the form, and says yes where the page asks. */
export const placeIt = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Place order" }).click()
  await page.getByRole("button", { name: "Place it" }).click()
}
