import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { smmkit, start, temporary } from "./smmkit.js"
import { catalogue, type Form, stub } from "./stub.js"

const add = ["add", "--yes", "--service", "1", "--link", "https://example.com/p/1", "--quantity", "100"]

/** A panel that books orders 7, 8, ..., shows all of them in one state, and a journal. */
const desk = async () => {
  let state: Readonly<Record<string, string>> = { status: "In progress", remains: "100" }
  let booked = 6
  let isSilent = false
  const shown = { charge: "0.09", start_count: "0", currency: "USD" }
  const panel = await stub((form: Form) => {
    if (form["action"] === "services") return catalogue
    if (form["action"] === "add") {
      booked += 1
      return `{"order":${booked}}`
    }
    if (isSilent) return () => {}
    if (form["orders"] === undefined) return JSON.stringify({ ...shown, ...state })
    return JSON.stringify(
      Object.fromEntries(form["orders"].split(",").map((id) => [id, { ...shown, ...state }]))
    )
  })
  const folder = temporary()
  const env = { ...panel.env, SMMKIT_JOURNAL: join(folder, "journal.db"), XDG_CACHE_HOME: folder }
  return {
    panel,
    env,
    looks: () => panel.calls.filter(({ action }) => action === "status").length,
    fallsSilent: () => {
      isSilent = true
    },
    shows: (next: Readonly<Record<string, string>>) => {
      state = next
    },
    run: async (...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await smmkit(args, { env })
      assert.strictEqual(code, 0, stderr)
      return stdout
    },
    json: async (...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await smmkit([...args, "--json"], { env })
      assert.strictEqual(code, 0, stderr)
      return JSON.parse(stdout)
    }
  }
}

const names = (events: ReadonlyArray<{ readonly order: string; readonly event: string }>) =>
  events.map(({ order, event }) => `${order} ${event}`)

describe("smmkit follow, orders and events", () => {
  it("tell of every order of the journal, once, what became of it", async () => {
    const { panel, run, json, looks, shows, env } = await desk()
    await run(...add)
    await run(...add, "--idempotency-key", "invoice-8")
    assert.deepInclude((await json("orders"))[1], { order: "8", key: "invoice-8", state: null })
    // What was placed before anybody followed is due at once, what is placed now only in a while.
    assert.deepStrictEqual(names(await json("follow", "--once")).sort(), ["7 Started", "8 Started"])
    assert.strictEqual(looks(), 1)
    await run(...add, "--idempotency-key", "invoice-9")
    assert.deepStrictEqual(await json("follow", "--once"), [])
    assert.strictEqual(looks(), 1)
    assert.deepStrictEqual(names(await json("follow", "--once", "--now")), ["9 Started"])
    assert.strictEqual(looks(), 2)
    shows({ status: "Partial", remains: "40" })
    const ended = await json("follow", "--once", "--now")
    assert.deepStrictEqual(names(ended).sort(), ["7 Partial", "8 Partial", "9 Partial"])
    assert.deepInclude(ended[0], { number: 4, remains: 40 })

    const orders = await json("orders")
    assert.deepStrictEqual(
      orders.map(({ order, state }: Form) => [order, state]),
      [
        ["7", "Partial"],
        ["8", "Partial"],
        ["9", "Partial"]
      ]
    )
    assert.strictEqual((await json("events")).length, 6)
    assert.deepStrictEqual(names(await json("events", "--after", "3")), names(ended))
    assert.deepStrictEqual(await json("events", "--after", "6"), [])
    const ahead = await smmkit(["events", "--after", "7", "--json"], { env })
    assert.strictEqual(ahead.code, 2)
    assert.include(JSON.parse(ahead.stderr).error.message, "the log ends with event 6")
    assert.include(await run("orders"), "0.036")
    assert.match(await run("events"), /^NUMBER +ORDER +EVENT/)
    panel.close()
  })

  it("reckon what is due back as a profile says that the panel keeps its books, and ask as it is to be asked", async () => {
    const { panel, env, shows } = await desk()
    const file = join(temporary(), "accounts.json")
    const said = { books: { decimals: 2 }, manyForm: "one-by-one", terms: { "1": 30 } }
    writeFileSync(file, JSON.stringify([{ name: "main", url: panel.url, key: "fake-key", ...said }]), {
      mode: 0o600
    })
    const { SMMKIT_JOURNAL, XDG_CACHE_HOME } = env
    const own = { SMMKIT_JOURNAL, XDG_CACHE_HOME, SMMKIT_ACCOUNTS_FILE: file, SMMKIT_PROFILE: "main" }
    const run = async (...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await smmkit(args, { env: own })
      assert.strictEqual(code, 0, stderr)
      return stdout
    }
    await run(...add)
    await run(...add, "--idempotency-key", "invoice-8")
    // The share of 40 of 100 units is 0.036.
    shows({ status: "Partial", remains: "40" })
    const told = JSON.parse(await run("follow", "--once", "--now", "--json"))
    assert.deepStrictEqual(
      told.map(({ refund }: { readonly refund: { readonly amount: string } }) => refund.amount),
      ["0.04", "0.04"]
    )
    assert.match(await run("orders"), /0\.04\b/)
    const looks = panel.calls.filter(({ action }) => action === "status")
    assert.deepStrictEqual(
      looks.map(({ order, orders }) => [order, orders]),
      [
        ["7", undefined],
        ["8", undefined]
      ]
    )
    panel.close()
  })

  it("reckon it as the environment says, where there is no profile", async () => {
    const { panel, env, shows } = await desk()
    const told = { ...env, SMMKIT_BOOKS: "2/down" }
    await smmkit(add, { env: told })
    // The share of 45 of 100 units is 0.0405.
    shows({ status: "Partial", remains: "45" })
    const { stdout, stderr } = await smmkit(["follow", "--once", "--now", "--json"], { env: told })
    assert.strictEqual(JSON.parse(stdout)[0]?.refund.amount, "0.04", stderr)
    assert.match((await smmkit(["orders"], { env: told })).stdout, /0\.04\b/)
    panel.close()
  })

  it("go on until they are asked to end, with a line for each event", async () => {
    const { panel, run, env } = await desk()
    await run(...add)
    const following = start(["follow", "--now", "--json"], { env })
    const said = await following.says(`"Started"`)
    following.kill("SIGTERM")
    const { code, stderr } = await following.ended
    panel.close()
    assert.strictEqual(code, 0, stderr)
    assert.deepInclude(JSON.parse(said.trim()), { number: 1, order: "7", event: "Started" })
  })

  it("are not done where a signal ends what looks once", async () => {
    const { panel, run, env, fallsSilent } = await desk()
    await run(...add)
    fallsSilent()
    const looking = start(["follow", "--once", "--json"], { env })
    await panel.next("status")
    looking.kill("SIGTERM")
    const { code, stdout, stderr } = await looking.ended
    panel.close()
    assert.strictEqual(code, 130, stderr)
    assert.strictEqual(stdout, "")
    assert.deepInclude(JSON.parse(stderr).error, { _tag: "Aborted", processed: "no", retryable: true })
  })

  it("say what is wrong with a number, and that the panel is not named", async () => {
    const { panel, env } = await desk()
    const wrong = await smmkit(["events", "--after", "-1"], { env })
    assert.deepInclude(wrong, { code: 2, stdout: "" })
    assert.include(wrong.stderr, "--after")
    const unnamed = await smmkit(["follow", "--once"])
    assert.strictEqual(unnamed.code, 2)
    assert.include(unnamed.stderr, "SMMKIT_URL")
    panel.close()
  })
})
