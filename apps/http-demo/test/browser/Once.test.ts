import { afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { local } from "../../src/Problem.js"
import { problemType } from "../../src/Shapes.js"
import { at, get, type Panel, panel, place, serve } from "../harness.js"
import { heldPanel } from "../stubPanel.js"
import { isSkipped, launch, still } from "./browser.js"
import { choose, placeIt } from "./visit.js"

const link = "https://example.com/p/1"

const blank = "about:blank"

/** A page of its own, with an order in its form. */
const open = async (context: BrowserContext, url: string, quantity = 100): Promise<Page> => {
  context.setDefaultTimeout(0)
  const page = context.pages().find((one) => one.url() === blank) ?? (await context.newPage())
  await page.goto(url)
  await choose(page, "likes")
  await fill(page, quantity)
  return page
}

const fill = async (page: Page, quantity: number): Promise<void> => {
  await page.getByLabel("Link", { exact: true }).fill(link)
  await page.getByLabel("Quantity").fill(String(quantity))
}

/** Places what is in the form; ends when the page has sent it, whatever comes of it. */
const sendIt = async (page: Page): Promise<void> => {
  const sent = page.waitForRequest(
    (request) => request.method() === "POST" && request.url().endsWith("/api/orders")
  )
  await placeIt(page)
  await sent
}

const stopping = local(503, "Stopping", "The server is about to stop; nothing was done.", { retryable: true })

const lost = "[data-test=problem][data-tag=OutcomeUnknown]"
const placed = "[data-test=placed]"

const quantities = async (shop: Panel) =>
  (await shop.run((sandbox) => sandbox.bookings)).map(({ form }) => form["quantity"])

const losing = (shop: Panel) => shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))

describe.skipIf(isSkipped)("one click in the page (chromium)", () => {
  let browser: Browser
  /** Two people's browsers. Each test has servers of its own, so nothing that is kept in them is another's. */
  let context: BrowserContext
  let other: BrowserContext
  beforeAll(async () => {
    browser = await launch()
    context = await browser.newContext(still)
    other = await browser.newContext(still)
  })
  // One page is left, for the next test: to open another takes longer than to go elsewhere in it.
  afterEach(() =>
    Promise.all(
      [context, other].flatMap((one) =>
        one.pages().map((page, nth) => (nth === 0 ? page.goto(blank) : page.close()))
      )
    )
  )

  it("is one order, though its answer was lost, another was placed in between, its tab closed, and the price moved", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const first = await open(context, server.url)
    await losing(shop)
    await placeIt(first)
    await first.waitForSelector(lost)
    const [booked] = await shop.run((sandbox) => sandbox.bookings)
    await fill(first, 200)
    await placeIt(first)
    await first.waitForSelector(placed)
    await fill(first, 100)
    await placeIt(first)
    await first.waitForSelector(lost)
    assert.deepStrictEqual(await quantities(shop), ["100", "200"])
    await shop.run((sandbox) => sandbox.services.change(booked?.form["service"] ?? "", { rate: "0.01" }))
    const second = await open(context, server.url)
    await first.close()
    await placeIt(second)
    await second.waitForSelector(lost)
    assert.deepStrictEqual(await quantities(shop), ["100", "200"])
    // Once it is known, the next click is another order, of which the server asks.
    await second.getByLabel("The order's ID on the panel").fill(booked?.order ?? "")
    await second.getByRole("button", { name: "It was placed" }).click()
    await second.getByRole("button", { name: "Yes, it is" }).click()
    await second.waitForSelector("#doubts", { state: "detached" })
    await placeIt(second)
    await second.waitForSelector(`${placed} >> text=both clicks together`)
    await fill(second, 100)
    await placeIt(second)
    await second.getByRole("button", { name: "Order it again" }).click()
    await second.waitForSelector(`${placed} >> text=It is watched`)
    assert.deepStrictEqual(await quantities(shop), ["100", "200", "100"])
  })

  it("is one order under every name of the server and in every browser, until it is said to be wanted again", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const first = await open(context, server.url)
    await placeIt(first)
    await first.waitForSelector(placed)
    for (const [whose, url] of [
      [context, server.url.replace("127.0.0.1", "localhost")],
      [other, server.url]
    ] as const) {
      const page = await open(whose, url)
      await placeIt(page)
      await page.waitForSelector("dialog >> text=was placed already")
      await page.getByRole("button", { name: "No" }).click()
      await page.waitForSelector("dialog", { state: "detached" })
      assert.deepStrictEqual(await quantities(shop), ["100"])
    }
  })

  it("is one order while it is under way: in two tabs, in two browsers, and over a reload", async () => {
    await using shop = await heldPanel()
    await using server = await serve(shop.url)
    const first = await open(context, server.url)
    const tab = await open(context, server.url)
    const stranger = await open(other, server.url)
    await placeIt(first)
    await shop.asked()
    await placeIt(stranger)
    await stranger.waitForSelector("dialog >> text=An equal order is under way")
    await stranger.getByRole("button", { name: "No" }).click()
    await sendIt(tab)
    await first.reload()
    await choose(first, "likes")
    await fill(first, 100)
    await sendIt(first)
    shop.release()
    await first.waitForSelector(placed)
    await tab.waitForSelector(placed)
    assert.strictEqual(shop.adds(), 1)
    const { body } = await get(`${server.url}/api/orders`)
    assert.strictEqual(at(body, "total"), 1)
  })

  it("is an answer to the question that is seen, and orders again what was asked about", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const first = await open(context, server.url)
    await losing(shop)
    // A key that is held down asks, and does not answer.
    await first.getByLabel("Quantity").focus()
    await first.keyboard.down("Enter")
    await first.waitForSelector("dialog >> text=Place this order?")
    await first.keyboard.down("Enter")
    await first.keyboard.up("Enter")
    await first.getByRole("button", { name: "Place it" }).click()
    await first.waitForSelector(lost)
    // Another browser's click is held back for that one, of which it hears amid another question.
    const page = await open(other, server.url)
    let answer = (): void => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route("**/api/orders", (route) => held.then(() => route.continue()))
    await page.getByRole("button", { name: "Place order" }).click()
    // What is typed in the moment of the answer belongs to another order.
    await page.getByRole("button", { name: "Place it" }).evaluate((yes: HTMLElement) => {
      yes.click()
      const quantity = document.querySelector<HTMLInputElement>("[name=quantity]")
      if (quantity !== null) quantity.value = "200"
      quantity?.dispatchEvent(new Event("input", { bubbles: true }))
    })
    await page.getByRole("button", { name: "It was not placed" }).click()
    await page.waitForSelector("dialog >> text=Is that certain?")
    const answered = page.waitForResponse("**/api/orders")
    answer()
    await answered
    await page.getByRole("button", { name: "No", exact: true }).click()
    await page.waitForSelector("dialog >> text=An equal order is in doubt")
    await page.waitForSelector("button:focus >> text=No")
    await page.getByRole("button", { name: "Order it again" }).click()
    await page.waitForSelector(placed)
    assert.deepStrictEqual(await quantities(shop), ["100", "100"])
  })

  it("is not said to have come to nothing where only its second try has", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const page = await open(context, server.url)
    let tries = 0
    await page.route("**/api/orders", async (route) => {
      if (route.request().method() !== "POST") return route.continue()
      tries += 1
      if (tries > 1) return route.fulfill({ status: 503, json: stopping, contentType: problemType })
      await route.fetch()
      return route.abort()
    })
    await placeIt(page)
    await page.waitForSelector("[data-test=problem] >> text=It is not known whether this was done")
    await placeIt(page)
    await page.waitForSelector("[data-test=problem] >> text=about to stop")
    assert.match(
      (await page.textContent("[data-test=problem]")) ?? "",
      /^It is not known whether this was done/
    )
    assert.deepStrictEqual(await quantities(shop), ["100"])
    await page.unrouteAll({ behavior: "wait" })
  })

  it("is asked about once more at its new price where that has risen", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const page = await open(context, server.url)
    const [, id = ""] = /#(\d+)/.exec((await page.textContent(".chosen small")) ?? "") ?? []
    await shop.run((sandbox) => sandbox.services.change(id, { rate: "9" }))
    await placeIt(page)
    await page.waitForSelector("[data-test=problem] >> text=its price rose")
    assert.isEmpty(await quantities(shop))
    await page.waitForSelector(".price-amount:text('0.90 USD')")
    await placeIt(page)
    await page.waitForSelector(placed)
    assert.deepStrictEqual(await quantities(shop), ["100"])
  })

  it("counts for the day (UTC) that it is of, whatever the browser's zone", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    await place(server.url, "a")
    const far = await browser.newContext({ ...still, timezoneId: "Pacific/Pago_Pago", locale: "en-GB" })
    const page = await far.newPage()
    await page.goto(server.url)
    await page.waitForSelector("figcaption")
    const { body } = await get(`${server.url}/api/spending?days=1`)
    const day = { day: "numeric", month: "short", timeZone: "UTC" } as const
    const today = new Intl.DateTimeFormat("en-GB", day).format(Date.parse(String(at(body, "days", 0, "day"))))
    assert.strictEqual(await page.textContent("figcaption :last-child"), today)
    await far.close()
  })

  it("makes a link of what leads to the web only, and warns of the rest before money is spent", async () => {
    await using shop = await heldPanel()
    shop.release()
    await using server = await serve(shop.url)
    const page = await open(context, server.url)
    await page.getByLabel("Link", { exact: true }).fill("javascript:alert(1)")
    await page.getByRole("button", { name: "Place order" }).click()
    await page.waitForSelector("[data-field=link]:focus")
    const said = await page.evaluate("document.activeElement.validationMessage")
    assert.match(String(said), /^Give an address of the web/)
    await page.getByLabel("Link", { exact: true }).fill("spotify:track:4uLU6hMCjMI75M1A2tKUQC")
    await page.getByRole("button", { name: "Place order" }).click()
    await page.waitForSelector("dialog >> text=is no address of the web")
    await page.getByRole("button", { name: "Place it" }).click()
    await page.waitForSelector(placed)
    await page.waitForSelector("li >> text=spotify:track:")
    assert.strictEqual(await page.locator("li a").count(), 0)
    await fill(page, 100)
    await placeIt(page)
    await page.waitForSelector(`li a[href="${link}"][rel~=noopener]`)
  })

  it("on a verdict of absence asks, says until when it is too early, and takes it early only in so many words", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const page = await open(context, server.url)
    await shop.run((sandbox) => sandbox.faults.script(["dropped-before"], "add"))
    await placeIt(page)
    await page.waitForSelector(lost)
    await page.getByRole("button", { name: "It was not placed" }).click()
    await page.getByRole("button", { name: "No", exact: true }).click()
    await page.getByRole("button", { name: "It was not placed" }).click()
    await page.getByRole("button", { name: "Yes, it is" }).click()
    await page.waitForSelector("#doubts >> text=/a panel may book it as late as/")
    await page.getByRole("button", { name: "Not placed, although the panel may still book it" }).click()
    await page.waitForSelector("dialog >> text=I know better")
    await page.getByRole("button", { name: "Yes, it is" }).click()
    await page.waitForSelector("#doubts", { state: "detached" })
    await placeIt(page)
    await page.waitForSelector(placed)
    assert.deepStrictEqual(await quantities(shop), ["100"])
  })
})
