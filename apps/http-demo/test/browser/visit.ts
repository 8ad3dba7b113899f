/** One visit of the page: what the browser complained about is kept, and shown at the end. */
import * as Fs from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { assert } from "@effect/vitest"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"

const require = createRequire(import.meta.url)
const shots = fileURLToPath(new URL("../../dist/screenshots/", import.meta.url))

export interface Visit {
  readonly page: Page
  /** Takes a picture of the whole page, for people to look at. */
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

/** Visits the page; afterwards the browser's console must have had nothing to complain about. */
export const visit = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  use: (visit: Visit) => Promise<void>
): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 950 }, ...options })
  // How long a machine takes is the test's own limit to judge.
  context.setDefaultTimeout(0)
  const complaints: Array<string> = []
  const expected: Array<RegExp> = []
  try {
    const page = await context.newPage()
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
        await page.screenshot({ path: `${shots}${name}.png`, fullPage: true, animations: "disabled" })
      },
      axe: async () => {
        // The page's policy lets no foreign script in, so axe comes by the debugger's way.
        await page.evaluate(await Fs.readFile(require.resolve("axe-core"), "utf8"))
        const result: unknown = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert.deepStrictEqual(violations(result), [])
      }
    })
  } finally {
    await context.close()
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
