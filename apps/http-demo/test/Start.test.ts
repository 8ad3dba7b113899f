import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as Money from "@smmkit/core/Money"
import { freePort } from "../../../packages/journal/crash/freePort.js"
import { at, fail, folder, get, host, key, order, panel, place, refuse, start, until } from "./harness.js"

describe("the server at its start", () => {
  it("says in a line which variable is wrong, and what would be right", async () => {
    const cases: ReadonlyArray<
      readonly [env: Readonly<Record<string, string>>, ...said: ReadonlyArray<RegExp>]
    > = [
      [{ SMMKIT_POLL: "-5 seconds" }, /SMMKIT_POLL: give a time above 0/],
      [
        { PORT: "http", SMMKIT_POLL: "often", SMMKIT_DEMO_TOKEN: "short" },
        /PORT: give a port from 0 to 65535/,
        /SMMKIT_POLL: .*"often"/,
        /SMMKIT_DEMO_TOKEN: give 24 to 1000 visible ASCII characters/
      ],
      [
        { PORT: "70000", SMMKIT_DEMO_TOKEN: "blanks, which no header carries" },
        /PORT: give a port from 0 to 65535/,
        /SMMKIT_DEMO_TOKEN: give 24/
      ],
      [{ SMMKIT_URL: "https://panel.example/api" }, /set SMMKIT_KEY/],
      [{ SMMKIT_KEY: "fake-key" }, /set SMMKIT_URL/],
      [{ SMMKIT_URL: "http://me:geheim@panel.example/api", SMMKIT_KEY: "fake-key" }, /user info/],
      [{ SMMKIT_FAULTS: "gremlins=0.5" }, /SMMKIT_FAULTS: .*"gremlins"/],
      [{ SMMKIT_MAX_ORDER: "ten" }, /SMMKIT_MAX_ORDER: give an amount in plain digits/],
      [{ SMMKIT_BOOKS: "2/up" }, /SMMKIT_BOOKS: give how many decimals the panel keeps/]
    ]
    for (const [env, ...patterns] of cases) {
      const said = await refuse(env)
      for (const pattern of patterns) assert.match(said, pattern)
      assert.match(said, /^smmkit does not start: .*$/)
      assert.notMatch(said, /geheim|fake-key/)
    }
    const [code, said] = await fail({ PORT: "http" })
    assert.strictEqual(code, 1)
    assert.match(said, /^smmkit does not start: PORT: .*\n$/)
  })

  it("is told how the panel keeps its books, and what is due back accordingly", async () => {
    await using shop = await panel({ decimals: 2, rounding: "down", speed: 0.001 })
    using files = folder()
    const panelOf = { SMMKIT_URL: shop.url, SMMKIT_KEY: key, SMMKIT_JOURNAL: files.path("journal.sqlite") }
    await using server = await host({ ...panelOf, SMMKIT_BOOKS: "2/down" })
    // It costs 0.079 by the catalogue, and is charged as 0.07.
    const id = String(at((await place(server.url, "k", order)).body, "order"))
    await shop.run((sandbox) => sandbox.change(id, { state: "Partial", remains: 40 }))
    await get(`${server.url}/api/events?orders=${id}`)
    const standing = async () => at((await get(`${server.url}/api/orders/${id}`)).body, "standing")
    await until(async () => at(await standing(), "state") === "Partial")
    assert.strictEqual(at(await standing(), "due", "amount"), "0.02")
    const { refunded } = await shop.run((sandbox) => sandbox.order(id))
    assert.strictEqual(Money.formatAmount(refunded), "0.02")
  })

  it("names a port that is taken", async () => {
    const other = Net.createServer()
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve))
    const address = other.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const said = await refuse({ PORT: String(port) })
    other.close()
    assert.match(said, /the port is taken/)
  })

  it("answers whoever gets a connection, however early that is, and on loopback alone", async () => {
    // None that a connection could be given for its own end, which then would be connected with itself.
    const port = await freePort()
    let isReady = false
    const starting = start({ PORT: String(port), HOST: "0.0.0.0" }).finally(() => {
      isReady = true
    })
    const statuses: Array<number> = []
    while (!isReady) {
      // Refused, or answered: never neither of them.
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)
      if (answer !== undefined) statuses.push(answer.status)
      // The server may need the processor to get so far.
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await using server = await starting
    statuses.push((await get(`${server.url}/healthz`)).status)
    assert.deepStrictEqual([...new Set(statuses)], [200])
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.strictEqual((await get(`${server.url}/readyz`)).status, 200)
    assert.include((await get(`${server.url}/metrics`)).body, "smmkit_journal_entries{")
  })
})
