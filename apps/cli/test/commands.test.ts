import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { BigDecimal } from "effect"
import { type Panel, panel } from "./panel.js"
import { smmkit, temporary } from "./smmkit.js"

const cwd = temporary()
writeFileSync(join(cwd, "comments.txt"), "\ufeffNice\r\n\r\nWell done\r\nOh là là\n")
const link = ["--link", "https://example.com/p/1"]

describe("smmkit on a panel", () => {
  let shop: Panel
  const json = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await smmkit([...args, "--json"], { env: shop.env, cwd })
    assert.strictEqual(stderr, "")
    assert.strictEqual(code, 0)
    return JSON.parse(stdout)
  }
  const words = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await smmkit(args, { env: shop.env, cwd })
    assert.strictEqual(code, 0, stderr)
    assert.notInclude(stdout + stderr, "\u001b")
    return { stdout, stderr }
  }
  /** A service of the type, by the catalogue. */
  const serviceOf = async (type: string, offers: Readonly<Record<string, unknown>> = {}, search = "") => {
    const rows: ReadonlyArray<Readonly<Record<string, unknown>>> = await json(
      "services",
      "--type",
      type,
      "--search",
      search
    )
    const row = rows.find((one) => Object.entries(offers).every(([name, value]) => one[name] === value))
    return { id: String(row?.["service"]), min: Number(row?.["min"]), rate: String(row?.["rate"]) }
  }
  const bookings = () => shop.run(shop.sandbox.bookings)

  beforeAll(async () => {
    shop = await panel({ speed: 1_000_000, partial: 0, rejected: 0, refillWait: 0 })
  })
  afterAll(() => shop.close())

  it("lists services as they are, with text for amounts and null for what is not told", async () => {
    const rows: ReadonlyArray<Readonly<Record<string, unknown>>> = await json("services")
    assert.lengthOf(rows, 60)
    for (const row of rows) {
      assert.hasAllKeys(
        row,
        "service name type category rate min max refill cancel dripfeed currency desc unclear".split(" ")
      )
      assert.match(String(row["rate"]), /^\d+(\.\d+)?$/)
      assert.isString(row["service"])
      assert.isNumber(row["min"])
    }
  })

  it("finds services by their words, category and type, however these are written", async () => {
    const rows: ReadonlyArray<Readonly<Record<string, string>>> = await json(
      "services",
      "--search",
      "LIKES instagram",
      "--type",
      "default",
      "--category",
      "instagram"
    )
    assert.isNotEmpty(rows)
    for (const { name, type } of rows) {
      assert.match(name ?? "", /likes/i)
      assert.strictEqual(type, "Default")
    }
    assert.deepStrictEqual(await json("services", "--search", "nothing of the kind"), [])
    const none = await words("services", "--type", "default", "--search", "zzz")
    assert.include(none.stdout, "0 of 60 services")
    const { stdout } = await words("services", "--type=custom_comments")
    assert.match(stdout, /^SERVICE +NAME/)
    assert.match(stdout, /Custom Comments/)
  })

  it("sorts services by their rate, and lists no more than asked for", async () => {
    const rateOf = ({ rate }: { readonly rate: string }) => Number(rate)
    const rates = (await json("services")).map(rateOf).sort((a: number, b: number) => a - b)
    const cheapest = await json("services", "--sort", "rate", "--limit", "3")
    assert.deepStrictEqual(cheapest.map(rateOf), rates.slice(0, 3))
  })

  it("quotes the exact price and sends no order", async () => {
    const { id, rate } = await serviceOf("Default")
    const quote = await json("quote", "--service", id, ...link, "--quantity", "333")
    const price = BigDecimal.multiply(BigDecimal.unsafeFromString(rate), BigDecimal.unsafeFromString("0.333"))
    assert.isTrue(BigDecimal.equals(BigDecimal.unsafeFromString(quote.amount), price))
    assert.deepStrictEqual(Object.keys(quote), ["amount", "currency"])
    assert.isEmpty(await bookings())
  })

  it("says a word about an odd link, and takes one with blanks where they are meant", async () => {
    const { id, min } = await serviceOf("Default")
    const asked = ["quote", "--service", id, "--quantity", `${min}`]
    const { stderr } = await words(...asked, "--link", "tg:example")
    assert.include(stderr, 'link "tg:example" is no address of the web')
    assert.isEmpty((await words(...asked, ...link)).stderr)
    assert.isString((await json(...asked, "--any-link", "--link", "my page")).amount)
  })

  it("says that a subscription has no price beforehand", async () => {
    const { id, min } = await serviceOf("Subscriptions")
    const order = [
      "--service",
      id,
      "--username",
      "someone",
      "--min",
      `${min}`,
      "--max",
      `${min}`,
      "--delay",
      "0"
    ]
    assert.deepStrictEqual(await json("quote", ...order), { amount: null, currency: null })
    const { stdout } = await words("quote", ...order)
    assert.include(stdout, "not known beforehand")
  })

  it("places an order, follows it to its end, refills it, and asks what became of that", async () => {
    const { id, min } = await serviceOf("Default", { refill: true, cancel: true })
    const { order } = await json("add", "--yes", "--service", id, ...link, "--quantity", `${min}`)
    assert.isString(order)
    const [state] = await json("status", order, "--watch", "--every", "0.05")
    assert.deepInclude(state, {
      order,
      status: "Completed",
      remains: 0,
      currency: "USD",
      runs: null,
      orders: null
    })
    assert.isString(state.charge)
    assert.isNumber(state.startCount)
    const [{ refill, ...rest }] = await json("refill", order)
    assert.deepStrictEqual(rest, { order })
    assert.isString(refill)
    const [{ status, ...others }] = await json("refill-status", refill)
    assert.deepStrictEqual(others, { refill })
    assert.isString(status)
  })

  it("asks about duplicates once and answers each where it stands", async () => {
    const { id, min } = await serviceOf("Default", { cancel: true })
    const { order } = await json("add", "--yes", "--service", id, ...link, "--quantity", `${min}`)
    const before = await shop.run(shop.sandbox.calls)
    const { code, stdout, stderr } = await smmkit(["status", order, "--json", "404", order, "404"], {
      env: shop.env
    })
    const after = await shop.run(shop.sandbox.calls)
    assert.strictEqual(code, 8)
    assert.strictEqual(stderr, "")
    const rows = JSON.parse(stdout)
    assert.deepStrictEqual(
      rows.map((row: { readonly order: string }) => row.order),
      [order, "404", order, "404"]
    )
    assert.deepStrictEqual(rows[0], rows[2])
    assert.deepStrictEqual(Object.keys(rows[1]), ["order", "error"])
    assert.deepInclude(rows[3].error, {
      _tag: "NotFound",
      meaning: "order-not-found",
      processed: "no",
      fault: "caller"
    })
    assert.strictEqual(after.total - before.total, 1)
  })

  it("cancels what it is asked to, and takes no ID for a value of --json", async () => {
    const slow = await panel({ speed: 1, cancelWait: 0 })
    const rows: ReadonlyArray<{ readonly service: string; readonly min: number }> = JSON.parse(
      (await smmkit(["services", "--type", "Default", "--json"], { env: slow.env })).stdout
    )
    const one = rows.find((row) => "cancel" in row && row.cancel === true)
    const place = async () => {
      const ended = await smmkit(
        ["add", "--yes", "--json", "--service", `${one?.service}`, "--quantity", `${one?.min}`, ...link],
        { env: slow.env }
      )
      return String(JSON.parse(ended.stdout).order)
    }
    const orders = [await place(), await place()]
    const { code, stdout } = await smmkit(["cancel", "--json", ...orders], { env: slow.env })
    await slow.close()
    assert.strictEqual(code, 0)
    assert.deepStrictEqual(
      JSON.parse(stdout),
      orders.map((order) => ({ order, cancel: true }))
    )
  })

  it("sends comments one a line, without the file's byte order mark and blank lines", async () => {
    const { id } = await serviceOf("Custom Comments", { min: 1 })
    const first = id === "undefined" ? await serviceOf("Custom Comments") : { id, min: 1 }
    writeFileSync(
      join(cwd, "many.txt"),
      `\ufeff${Array.from({ length: first.min + 2 }, (_, at) => `Oh là là ${at}`).join("\r\n\r\n")}\n`
    )
    await json("add", "--yes", "--service", first.id, ...link, "--comments", "many.txt")
    const comments = (await bookings()).at(-1)?.form["comments"]
    assert.strictEqual(
      comments,
      Array.from({ length: first.min + 2 }, (_, at) => `Oh là là ${at}`).join("\n")
    )
  })

  it("orders a drip-feed and passes a panel's own fields on", async () => {
    const { id, min } = await serviceOf("Default", {}, "drip-feed")
    const quantity = `${min}`
    const { order } = await json(
      "add",
      "--yes",
      "--service",
      id,
      ...link,
      "--quantity",
      quantity,
      "--runs",
      "2",
      "--interval=10",
      "--extra",
      "request_id=a=b",
      "--extra",
      "note="
    )
    const booking = (await bookings()).find((one) => one.order === order)
    assert.deepInclude(booking?.form, { quantity, runs: "2", interval: "10", request_id: "a=b", note: "" })
  })

  it("shows the price with --yes too, apart from the answer", async () => {
    const { id, min } = await serviceOf("Package")
    assert.isNumber(min)
    const { stdout, stderr } = await words("add", "--service", id, ...link, "--yes")
    assert.match(stdout, /^Placed: order \d+, [\d.]+/)
    assert.match(stderr, /Price: [\d.]+/)
  })

  it("reads the balance", async () => {
    const balance = await json("balance")
    assert.deepStrictEqual(Object.keys(balance), ["amount", "currency"])
    assert.match(balance.amount, /^\d+(\.\d+)?$/)
    const { stdout } = await words("balance")
    assert.strictEqual(stdout, `${balance.amount} USD\n`)
  })

  it("is the ledger's balance to the last decimal", async () => {
    const { amount } = await json("balance")
    const held = await shop.run(shop.sandbox.ledger.balance())
    assert.isTrue(BigDecimal.equals(BigDecimal.unsafeFromString(amount), held))
  })

  it("follows several orders in plain lines where there is no terminal", async () => {
    const { id, min } = await serviceOf("Default")
    const order = ["add", "--yes", "--service", id, ...link, "--quantity", `${min}`]
    const [one, two] = [(await json(...order)).order, (await json(...order)).order]
    const { stdout } = await words("status", one, two, "--watch", "--every", "0.05")
    assert.match(stdout, new RegExp(`${one} +Completed`))
    assert.match(stdout, new RegExp(`${two} +Completed`))
  })
})
