import { assert, beforeAll, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Browser } from "playwright-core"
import { folder, host, key, panel, place, serve, start } from "../harness.js"
import { hostilePanel, markup } from "../hostilePanel.js"
import { heldPanel, service, stubPanel } from "../stubPanel.js"
import { isSkipped, launch } from "./browser.js"
import { choose, placeIt, visit } from "./visit.js"

const state = "[data-test=state]"

describe.skipIf(isSkipped)("the page in a browser (chromium)", () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })

  it("goes the whole way from search to delivered order, and refills it", async () => {
    await using shop = await panel({
      services: 10_000,
      speed: 0.001,
      partial: 0,
      refillWait: "0 seconds",
      rejected: 0
    })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      const { page } = visited
      await page.waitForSelector(".row:not(.waiting)")
      assert.match((await page.textContent(".found")) ?? "", /^10,000 services/)
      await visited.shot("1-empty")
      await page.getByLabel("Category").selectOption("TikTok - Followers")
      await page.getByLabel("Sort").selectOption("cheapest")
      await choose(page, "usa refill")
      await page.waitForSelector("[data-field=link]:focus")
      // The price is there as soon as the quantity is; the link does not change it.
      await page.getByLabel("Quantity").fill("100")
      await page.waitForSelector(".price-amount:text('USD')")
      await page.getByLabel("Link").fill("https://example.com/video/1")
      const price = (await page.textContent(".price-amount")) ?? ""
      assert.match(price, /^0\.\d+ USD$/)
      const after = (await page.textContent(".price div:nth-child(2) dd")) ?? ""
      assert.match(after, /^999\.\d+ USD$/)
      await visited.shot("2-quote")
      await placeIt(page)
      await page.waitForSelector("[data-test=placed]")
      await page.waitForFunction(
        (text) => document.querySelector("[data-test=balance]")?.textContent === text,
        after
      )
      const [booked] = await shop.run((sandbox) => sandbox.bookings)
      const change = (state: string, remains: number) =>
        shop.run((sandbox) => sandbox.change(booked?.order ?? "", { state, remains }))
      await change("In progress", 60)
      await page.waitForSelector(`${state}.busy`)
      await change("Completed", 0)
      await page.waitForSelector(`${state}:text('Completed')`)
      const painted = async (label: RegExp) => {
        const box = await page.getByRole("img", { name: label }).boundingBox()
        assert.isAbove((box?.width ?? 0) * (box?.height ?? 0), 10_000, String(label))
      }
      await painted(/^Spending by day/)
      await page.getByText("100 of 100").click()
      await page.waitForSelector("details li:text('Completed')")
      await page.waitForSelector(`.spending td:text('${price}')`)
      await visited.shot("3-delivered")
      await visited.axe()
      await page.getByRole("button", { name: /^Refill order/ }).click()
      await page.waitForSelector("[data-test=answer]:text('The refill is asked for.')")
      assert.strictEqual((await shop.run((sandbox) => sandbox.bookings)).length, 1)
    })
  })

  it("takes the shape of each type of service, and explains each field", async () => {
    await using shop = await panel({ services: 60, speed: 0.001 })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      const { page } = visited
      await choose(page, "custom comments instagram")
      await page.getByLabel("Link").fill("https://example.com/p/1")
      await page.getByLabel("Comments", { exact: true }).fill("Nice\nWell done\n\nLovely\nGreat\nGood")
      await page.waitForSelector("text=5 lines so far")
      await page.waitForSelector(".price-amount:text('USD')")
      await choose(page, "website visitors")
      for (const label of ["Link", "Quantity", "Country", "Device", "Traffic source"]) {
        await page.getByLabel(label, { exact: true }).waitFor()
      }
      await page.getByText("Deliver in several runs").click()
      await page.locator("#runs").fill("3")
      await visited.shot("4-web-traffic")
      await visited.axe()
      await choose(page, "subscriptions auto likes")
      await page.getByLabel("User name").fill("ann")
      await page.getByLabel("Least per post").fill("100")
      await page.getByLabel("Most per post").fill("200")
      await page.getByLabel("Delay").selectOption("30")
      await page.getByLabel("Last day").fill("2027-12-31")
      await page.waitForSelector(".price-amount:text('Not known beforehand')")
      await placeIt(page)
      await page.waitForSelector("[data-test=placed]")
      const [booked] = await shop.run((sandbox) => sandbox.bookings)
      assert.strictEqual(booked?.form["expiry"], "31/12/2027")
    })
  })

  it("says which field is wrong, and what the panel refused, without ordering anything", async () => {
    await using shop = await panel({ balance: "1" })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 402/)
      const { page } = visited
      await choose(page, "instagram followers")
      await page.getByRole("button", { name: "Place order" }).click()
      const said = () => page.evaluate("document.activeElement.validationMessage")
      await page.waitForSelector("[data-field=link]:focus")
      assert.strictEqual(await said(), "This is needed.")
      await page.keyboard.insertText("https://example.com/p/1")
      await page.getByLabel("Quantity").fill("7")
      await page.getByRole("button", { name: "Place order" }).click()
      await page.waitForSelector("[data-field=quantity]:focus:user-invalid")
      assert.match(String(await said()), /^Give at least 50/)
      await visited.shot("5-wrong-field")
      await visited.axe()
      await page.getByLabel("Quantity").fill("5000")
      await page.waitForSelector(".price .bad >> text=not enough")
      await placeIt(page)
      await page.waitForSelector("[data-test=problem][data-tag=AccountRefusal]")
      await page.waitForSelector("[data-test=problem]:focus")
      await visited.shot("6-refused")
      await visited.axe()
      assert.isEmpty(await shop.run((sandbox) => sandbox.bookings))
    })
  })

  it("keeps an order of unknown outcome in doubt, says what to do, and takes the verdict", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 504/)
      const { page } = visited
      await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
      await choose(page, "instagram followers")
      await page.keyboard.insertText("https://example.com/p/lost")
      await page.getByLabel("Quantity").fill("100")
      await page.keyboard.press("Enter")
      await page.waitForSelector("dialog button:focus")
      await page.keyboard.press("Enter")
      await page.waitForSelector("[data-test=problem][data-tag=OutcomeUnknown]")
      await page.waitForSelector("#doubts >> text=In doubt")
      await visited.shot("7-in-doubt")
      await visited.axe()
      // Pressed again, the same order goes out under the same key, and so not at all.
      await placeIt(page)
      await page.waitForSelector("[data-test=problem][data-tag=OutcomeUnknown]")
      const booked = await shop.run((sandbox) => sandbox.bookings)
      assert.lengthOf(booked, 1)
      // It does not drop out of sight behind newer orders.
      for (let nth = 0; nth < 21; nth++) {
        const other = { service: "1", link: `https://example.com/p/${nth}`, quantity: 50 }
        assert.strictEqual((await place(server.url, `newer-${nth}`, other)).status, 201)
      }
      await page.reload()
      await page.getByRole("button", { name: "Show older orders" }).waitFor()
      await page.waitForSelector("#doubts >> text=https://example.com/p/lost")
      await page.getByLabel("The order's ID on the panel").fill(booked[0]?.order ?? "")
      await page.getByRole("button", { name: "It was placed" }).click()
      await page.getByRole("button", { name: "Yes, it is" }).click()
      await page.waitForSelector("#doubts", { state: "detached" })
      await page.getByRole("button", { name: "Show older orders" }).click()
      await page.waitForSelector(`[data-order="${booked[0]?.order}"] ${state}:text('Pending')`)
    })
  })

  it("says that a lost order was placed where the balance proves it, and when to look for it until then", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 504/)
      const { page } = visited
      // As where the process was killed amid the order, and found that out when it was started again, long after.
      await page.route("**/api/doubts", async (route) => {
        const response = await route.fetch()
        const found = (await response.text()).replace(/"created":"\d{4}/g, '"created":"2020')
        await route.fulfill({ response, body: found })
      })
      await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
      await choose(page, "instagram followers")
      await page.keyboard.insertText("https://example.com/p/lost")
      await page.getByLabel("Quantity").fill("100")
      await placeIt(page)
      await page.waitForSelector("#doubts .facts")
      const facts = (await page.textContent("#doubts .facts")) ?? ""
      assert.match(facts, /asked for \d+ \w+, \d\d:\d\din doubt since \d\d:\d\d$/)
      await page.getByRole("button", { name: "Look for proof" }).click()
      await page.waitForSelector("[role=status]:text('It was placed; its ID is not known.')", {
        state: "attached"
      })
      await page.waitForSelector("#doubts", { state: "detached" })
      await page.unrouteAll({ behavior: "wait" })
    })
  })

  it("says of an order that cannot be looked at that it cannot, for as long as that is so", async () => {
    let isOpen = true
    await using shop = await stubPanel(async (fields) => {
      switch (fields.get("action")) {
        case "services":
          return [service]
        case "add":
          return { order: 1 }
        case "status":
          return isOpen ? { charge: "0.1", status: "In progress", remains: "100" } : { error: "Maintenance" }
        default:
          return { balance: "12.5", currency: "USD" }
      }
    })
    await using server = await serve(shop.url)
    await place(server.url, "a")
    await visit(browser, server.url, {}, async ({ page }) => {
      await page.waitForSelector(`${state}:text('In progress')`)
      const unread = "li > .warn >> text=Its state cannot be read: The panel is out of order"
      isOpen = false
      await page.waitForSelector(unread)
      isOpen = true
      await page.waitForSelector(unread, { state: "detached" })
    })
  })

  it("shows nothing of another account that the server has when it comes back, but begins anew", async () => {
    const first = await host({})
    const { port } = new URL(first.url)
    await place(first.url, "a", { service: "1", link: "https://example.com/p/1", quantity: 1000 })
    await visit(browser, first.address, {}, async (visited) => {
      visited.expect(/ERR_|Failed to load/)
      const { page } = visited
      await page.waitForSelector("[data-test=live]:text('Live')")
      await first[Symbol.asyncDispose]()
      await page.waitForSelector("[data-test=live]:text('Reconnecting')")
      await using second = await host({ PORT: port })
      await page.waitForSelector(".starts")
      assert.strictEqual(await page.locator("[data-order]").count(), 0)
      assert.strictEqual(second.address, first.address)
    })
  })

  it("shows what was asked for last, though an earlier answer comes later", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 504/)
      const { page } = visited
      await choose(page, "instagram followers")
      let release = (): void => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      // The first order's list is on its way for long.
      await page.route(
        "**/api/doubts",
        async (route) => {
          const response = await route.fetch()
          await held
          await route.fulfill({ response })
        },
        { times: 1 }
      )
      const order = async (link: string) => {
        await page.getByLabel("Link", { exact: true }).fill(link)
        await page.getByLabel("Quantity").fill("100")
        await placeIt(page)
      }
      const asked = page.waitForRequest("**/api/doubts")
      await order("https://example.com/p/1")
      await asked
      await page.waitForSelector("[data-test=placed]")
      await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
      await order("https://example.com/p/2")
      await page.waitForSelector("#doubts")
      const late = page.waitForResponse("**/api/doubts")
      release()
      await (await late).finished()
      await page.evaluate(() => new Promise(requestAnimationFrame))
      assert.isTrue(await page.isVisible("#doubts"))
      await page.unrouteAll({ behavior: "wait" })
    })
  })

  it("says that the catalogue cannot be read for as long as that is so, whatever else can be", async () => {
    let isOpen = false
    let tell = (): void => {}
    const told = new Promise<void>((resolve) => {
      tell = resolve
    })
    await using shop = await stubPanel(async (fields) => {
      if (fields.get("action") === "services") return isOpen ? [service] : { error: "Maintenance" }
      await told
      return { balance: "12.5", currency: "USD" }
    })
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 503/)
      const { page } = visited
      await page.waitForSelector(".trouble >> text=Maintenance")
      // Something else is read after that.
      tell()
      await page.waitForSelector("[data-test=balance]:text('12.50 USD')")
      await page.waitForSelector(".found:text('The catalogue cannot be read')")
      assert.isTrue(await page.isVisible(".trouble"))
      await visited.axe()
      isOpen = true
      await page.getByRole("button", { name: "Try again" }).click()
      await page.waitForSelector(".row:not(.waiting)")
      await page.waitForSelector(".trouble", { state: "detached" })
    })
  })

  it("goes on watching after the server was killed and started again", async () => {
    await using shop = await panel({ speed: 0.001 })
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await using first = await start(env)
    const { port } = new URL(first.url)
    await visit(browser, first.address, {}, async (visited) => {
      visited.expect(/ERR_|Failed to load/)
      const { page } = visited
      await choose(page, "instagram followers")
      await page.keyboard.insertText("https://example.com/p/1")
      await page.getByLabel("Quantity").fill("100")
      await page.keyboard.press("Enter")
      await page.waitForSelector("dialog button:focus")
      await page.keyboard.press("Enter")
      await page.waitForSelector(`${state}:text('Pending')`)
      await page.waitForSelector("[data-test=live]:text('Live')")
      await first.kill("SIGKILL")
      await page.waitForSelector("[data-test=live]:text('Reconnecting')")
      await page.getByLabel("Link", { exact: true }).fill("https://example.com/p/2")
      await page.getByLabel("Quantity").fill("100")
      await placeIt(page)
      await page.waitForSelector(".trouble >> text=did not answer")
      const [booked] = await shop.run((sandbox) => sandbox.bookings)
      await shop.run((sandbox) => sandbox.change(booked?.order ?? "", { state: "Completed" }))
      await using second = await host({ ...env, PORT: port })
      assert.strictEqual(second.address, first.address)
      // What could not be read meanwhile is read.
      await page.waitForSelector(".trouble", { state: "detached" })
      await page.waitForSelector(`${state}:text('Completed')`)
    })
  })

  it("goes on watching after an answer that is no stream, as of a server about to stop", async () => {
    await using shop = await heldPanel()
    using files = folder()
    const env = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    const first = await host(env)
    const { port } = new URL(first.url)
    await visit(browser, first.address, {}, async (visited) => {
      visited.expect(/ERR_|Failed to load/)
      const { page } = visited
      await choose(page, "likes")
      await page.keyboard.insertText("https://example.com/p/1")
      await page.getByLabel("Quantity").fill("100")
      shop.release()
      await page.keyboard.press("Enter")
      await page.waitForSelector("dialog button:focus")
      await page.keyboard.press("Enter")
      await page.waitForSelector("[data-test=live]:text('Live')")
      shop.hold()
      // While this order is under way, the server is there and begins nothing new.
      const late = place(first.url, "late")
      await shop.asked()
      const refused = page.waitForResponse((response) => response.status() === 503)
      const ended = first[Symbol.asyncDispose]()
      await refused
      shop.release()
      assert.strictEqual((await late).status, 201)
      await ended
      await page.waitForSelector("[data-test=live]:text('Reconnecting')")
      await using second = await host({ ...env, PORT: port })
      assert.strictEqual(second.address, first.address)
      await page.waitForSelector("[data-test=live]:text('Live')")
    })
  })

  it("fits a phone, light and dark", async () => {
    await using shop = await panel({ speed: 1000, partial: 0, services: 600 })
    await using server = await serve(shop.url)
    const phone = {
      viewport: { width: 360, height: 780 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2
    }
    await visit(browser, server.url, { ...phone, colorScheme: "dark" }, async (visited) => {
      const { page } = visited
      await page.waitForSelector(".row:not(.waiting)")
      await choose(page, "instagram followers real")
      await page
        .getByLabel("Link")
        .fill("https://example.com/a/very/long/address/that/does/not/fit/into/one/line/of/a/phone")
      await page.getByLabel("Quantity").fill("250")
      await placeIt(page)
      await page.waitForSelector(`${state}:text('Completed')`)
      const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
      assert.deepStrictEqual(widths, [360, 360])
      await visited.shot("8-phone-dark")
      await visited.axe()
      const dark = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
      await page.getByRole("button", { name: /^Colours: auto/ }).click()
      await page.getByRole("button", { name: /^Colours: light/ }).waitFor()
      assert.notStrictEqual(
        await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
        dark
      )
      await visited.shot("9-phone-light")
      await page.reload()
      await page.getByRole("button", { name: /^Colours: light/ }).waitFor()
    })
  })

  it("is used by keyboard alone, and dark on a desk", async () => {
    await using shop = await panel({ speed: 1000, partial: 0, services: 600 })
    await using server = await serve(shop.url)
    await visit(browser, server.url, { colorScheme: "dark" }, async (visited) => {
      const { page } = visited
      await page.waitForSelector(".row:not(.waiting)")
      await page.keyboard.press("Tab")
      await page.waitForSelector(".skip:focus")
      await page.keyboard.press("Enter")
      await page.keyboard.press("Tab")
      await page.waitForSelector("[type=search]:focus")
      await page.keyboard.type("youtube views")
      for (const [nth, step] of [..."d".repeat(9), "u"].entries()) {
        await page.keyboard.press(step === "d" ? "ArrowDown" : "ArrowUp")
        const place = step === "u" ? nth - 1 : nth + 1
        await page.waitForSelector(`.row:nth-child(${place}) :focus`)
      }
      await page.waitForSelector(".row:nth-child(8) :checked")
      await page.waitForFunction(() => {
        const box = document.querySelector(".rows")?.getBoundingClientRect()
        const row = document.querySelector(".row:has(:checked)")?.getBoundingClientRect()
        return (
          box !== undefined && row !== undefined && row.top >= box.top - 1 && row.bottom <= box.bottom + 1
        )
      })
      await page.keyboard.press("Enter")
      await page.waitForSelector("[data-field=link]:focus")
      await page.keyboard.type("https://example.com/watch/1")
      await page.keyboard.press("Tab")
      await page.keyboard.type("1000")
      await page.keyboard.press("Enter")
      await page.waitForSelector("dialog button:focus")
      await page.keyboard.press("Enter")
      await page.waitForSelector("[data-test=placed]:focus")
      await page.waitForSelector(`${state}:text('Completed')`)
      assert.match((await page.textContent("div[role=status]")) ?? "", /^Order \d+ is completed\./)
      await visited.shot("10-dark")
    })
  })

  it("shows a hostile panel's markup as text", async () => {
    await using shop = await hostilePanel()
    await using server = await serve(shop.url)
    await visit(browser, server.url, {}, async (visited) => {
      // What a text in no words that are known says of a cancel is not certain: 504.
      visited.expect(/status of (?:409|502|504)/)
      const { page } = visited
      await page.waitForSelector(".row:not(.waiting)")
      assert.strictEqual(await page.textContent(".row .row-name"), markup)
      await page.getByRole("searchbox").press("Enter")
      await page.waitForSelector("[data-field=link]")
      await page.getByLabel("Link").fill("https://example.com/p/1")
      await page.getByLabel("Quantity").fill("100")
      await page.keyboard.press("Enter")
      await page.waitForSelector("dialog button:focus")
      await page.keyboard.press("Enter")
      await page.waitForSelector(`${state}:text('<img')`)
      await page.getByRole("button", { name: /^Cancel order/ }).click()
      await page.waitForSelector("[data-test=answer]:text('<img')")
      assert.strictEqual(await page.title(), "smmkit")
      assert.strictEqual(await page.locator("img, main script").count(), 0)
      await visited.shot("11-hostile")
    })
  })

  it("asks for the token where there is one, and forgets it", async () => {
    const token = "fake-token-of-the-demo-1234"
    await using shop = await panel()
    await using server = await serve(shop.url, {
      token: Option.some(Redacted.make(token))
    })
    await visit(browser, server.url, {}, async (visited) => {
      visited.expect(/status of 401/)
      const { page } = visited
      await page.waitForSelector("text=Open the address that the server printed")
      await page.goto(`${server.url}/#token=not-the-token-but-a-guess`)
      await page.waitForSelector("text=That is not the token.")
      await visited.shot("12-door")
      await visited.axe()
      await page.goto(`${server.url}/#token=${token}`)
      await page.waitForSelector(".row:not(.waiting)")
      assert.notInclude(page.url(), token)
      assert.strictEqual(await page.evaluate("document.cookie"), "")
      const kept = await page.evaluate("JSON.stringify([localStorage, sessionStorage])")
      assert.notInclude(String(kept), token)
      await page.reload()
      await page.waitForSelector(".row:not(.waiting)")
    })
  })

  it("explains the API offline", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    await visit(browser, `${server.url}/docs`, {}, async (visited) => {
      const { page } = visited
      await page.waitForSelector("text=What an order would cost, exactly")
      const hosts = await page.evaluate(
        "[...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).host))]"
      )
      assert.deepStrictEqual(hosts, [])
      await visited.shot("13-docs")
    })
  })
})
