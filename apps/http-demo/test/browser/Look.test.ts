import * as Fs from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, beforeAll, describe, it } from "@effect/vitest"
import type { Browser, Page } from "playwright-core"
import { panel, place, serve } from "../harness.js"
import { asked, isSkipped, isWhole, launch } from "./browser.js"
import { choose, visit } from "./visit.js"

const widths = isWhole ? [390, 820, 1440, 1920] : [390, 1920]
const counts = isWhole ? (asked === "all" ? "0,1,20,500" : asked).split(",").map(Number) : [0]

/** Pictures that show the page around, and are taken anew with all; all others are only looked at. */
const kept = new Set(["0-1920-light", "0-390-dark", "20-1440-light"])
const folder = fileURLToPath(new URL("../pictures/", import.meta.url))

/** Texts and controls that cover each other, and what is wider than the window. */
const collisions = (page: Page): Promise<ReadonlyArray<string>> =>
  page.evaluate(() => {
    const isOwn = (element: Element): boolean =>
      element.matches("button, input, select, textarea, progress, svg") ||
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== "")
    const visible = (element: Element): DOMRect | undefined => {
      // What a closed part holds has a place, though nobody sees it.
      if (element.closest(".hidden, .skip, .row input, option, svg *") !== null || !element.checkVisibility())
        return undefined
      const box = element.getBoundingClientRect()
      const frame = element.closest(".rows, .cards")?.getBoundingClientRect()
      if (box.width < 1 || box.height < 1) return undefined
      return frame !== undefined && (box.top < frame.top || box.bottom > frame.bottom) ? undefined : box
    }
    const found = [...document.querySelectorAll("#app *")]
      .filter(isOwn)
      .flatMap((element) => {
        const box = visible(element)
        return box === undefined ? [] : [{ element, box }]
      })
      .sort((a, b) => a.box.top - b.box.top)
    const told: Array<string> = []
    for (const [at, { element, box }] of found.entries()) {
      if (box.right > innerWidth + 1 || box.left < -1)
        told.push(`outside: ${element.outerHTML.slice(0, 120)}`)
      for (const other of found.slice(at + 1)) {
        if (other.box.top >= box.bottom - 2) break
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
        if (across < 2 || element.contains(other.element) || other.element.contains(element)) continue
        told.push(`${element.outerHTML.slice(0, 100)} and ${other.element.outerHTML.slice(0, 100)}`)
      }
    }
    return told
  })

/** What moved that nobody had touched, and how far, as the browser reckons it. */
const shifts = (page: Page): Promise<ReadonlyArray<string>> =>
  page.evaluate(
    () =>
      new Promise<ReadonlyArray<string>>((resolve) => {
        new PerformanceObserver((list) => {
          const moved = list.getEntries().map((entry) => {
            const value = "value" in entry ? Number(entry.value) : 0
            const sources = "sources" in entry && Array.isArray(entry.sources) ? entry.sources : []
            const what = sources.flatMap(({ node }) =>
              node instanceof Element ? [node.outerHTML.slice(0, 80)] : []
            )
            return { value, text: `moved by ${value.toFixed(3)}: ${what.join(", ")}` }
          })
          const isMuch = moved.reduce((sum, { value }) => sum + value, 0) >= 0.05
          resolve(isMuch ? moved.map(({ text }) => text) : [])
        }).observe({ type: "layout-shift", buffered: true })
        // Where nothing moved, nothing is told.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve([])))
      })
  )

describe.skipIf(isSkipped)("the page's looks (chromium)", () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })

  for (const count of counts) {
    it(`fit phones, tablets and desks, light and dark, with ${count} orders: nothing covers another thing, nothing jumps`, {
      timeout: 600_000
    }, async () => {
      await using shop = await panel({ services: 300, speed: 200, balance: "100000", seed: 7 })
      await using server = await serve(shop.url)
      for (let nth = 0; nth < count; nth++) {
        const service = String(1 + ((nth * 31) % 12))
        const body = { service, link: `https://example.com/p/${nth}`, quantity: 500 }
        assert.strictEqual((await place(server.url, `look-${nth}`, body)).status, 201)
      }
      for (const width of widths) {
        for (const colorScheme of ["light", "dark"] as const) {
          // Colours do not depend on the width, nor what has a name on the colours.
          if (!isWhole && width < 500 !== (colorScheme === "dark")) continue
          const name = `${count}-${width}-${colorScheme}`
          const height = width < 500 ? 844 : 1000
          await visit(browser, server.url, { viewport: { width, height }, colorScheme }, async (visited) => {
            const { page } = visited
            await page.waitForSelector(".row:not(.waiting)")
            await page.waitForSelector(count === 0 ? ".starts button" : ".cards > li")
            await page.waitForSelector(count === 0 ? ".spending p.muted" : ".spending tbody tr")
            const wrong = [...(await collisions(page)), ...(await shifts(page))]
            await visited.shot(name)
            if (isWhole && kept.has(name)) {
              Fs.mkdirSync(folder, { recursive: true })
              await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" })
            }
            if (count > 0) {
              await choose(page, "instagram followers")
              const top = () =>
                page.evaluate(() => {
                  const button = document.querySelector("#order-form [type=submit]")
                  return button === null ? 0 : button.getBoundingClientRect().top + scrollY
                })
              const before = await top()
              await page.getByLabel("Quantity").fill("500")
              await page.waitForSelector(".price-amount:text('USD')")
              if (Math.abs((await top()) - before) >= 1) wrong.push("Place order jumps")
              wrong.push(...(await collisions(page)))
              await visited.shot(`${name}-form`)
            }
            assert.deepStrictEqual(wrong, [], name)
            await visited.axe()
          })
        }
      }
    })
  }
})
