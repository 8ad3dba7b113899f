import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { panel } from "./panel.js"
import { all, type Ended, smmkit, temporary } from "./smmkit.js"
import { key as apiKey, type Behaviour, except, stub } from "./stub.js"

const link = "https://example.com/p/1"
const order = ["--service", "1", "--link", link, "--quantity", "100"]
const add = ["add", "--yes", "--json", ...order]

/** A panel that answers `add` so, and a journal to go with it. */
const desk = async (behave: Behaviour) => {
  const panel = await stub(except("add", behave))
  const folder = temporary()
  const env = { ...panel.env, SMMKIT_JOURNAL: join(folder, "journal.db"), XDG_CACHE_HOME: folder }
  const run = (...args: ReadonlyArray<string>) => smmkit(args, { env })
  return {
    panel,
    env,
    run,
    adds: () => panel.calls.filter(({ action }) => action === "add").length,
    json: async (expected: number, ...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await run(...args, "--json")
      assert.strictEqual(code, expected, stderr)
      return JSON.parse(stdout)
    }
  }
}

const errorOf = ({ code, stdout, stderr }: Ended, expected: number) => {
  assert.strictEqual(code, expected, stderr)
  assert.strictEqual(stdout, "")
  return JSON.parse(stderr).error
}

const silent: Behaviour = () => (response) => {
  response.destroy()
}

describe("smmkit add --idempotency-key", () => {
  it("places one order, whoever asks for it at the same time", async () => {
    const { panel, run, adds } = await desk(() => `{"order":23501}`)
    const asked = await Promise.all(
      Array.from({ length: 2 }, () => run(...add, "--idempotency-key", "invoice-1042"))
    )
    panel.close()
    for (const { code, stdout, stderr } of asked) {
      assert.strictEqual(code, 0, stderr)
      assert.deepStrictEqual(JSON.parse(stdout), { order: "23501" })
    }
    assert.strictEqual(adds(), 1)
  })

  it("is wrong usage for another order, and what a limit holds back likewise", async () => {
    const { panel, env, run, adds } = await desk(() => `{"order":23501}`)
    const keyed = [...add, "--idempotency-key", "a"]
    assert.strictEqual((await run(...keyed)).code, 0)
    const other = errorOf(await run(...keyed.with(8, "200")), 2)
    assert.deepInclude(other, { _tag: "KeyConflict", processed: "no", fault: "caller" })
    const limited = errorOf(await run(...add, "--max-order", "0.05"), 2)
    assert.deepInclude(limited, { _tag: "OrderWithheld", processed: "no", fault: "caller" })
    // The environment's limit holds as well, and the lower of the two counts.
    for (const [most, option] of [
      ["0.05", []],
      ["0.05", ["--max-order", "5"]],
      ["5", ["--max-order", "0.05"]]
    ] as const) {
      const bound = await smmkit([...add, ...option], { env: { ...env, SMMKIT_MAX_ORDER: most } })
      assert.deepInclude(errorOf(bound, 2), { _tag: "OrderWithheld" })
    }
    for (const key of ["", "a\nb", "x".repeat(300)]) {
      const unusable = errorOf(await run(...add, "--idempotency-key", key), 2)
      assert.include(unusable.message, "--idempotency-key is")
    }
    panel.close()
    assert.strictEqual(adds(), 1)
  })
})

describe("an order whose answer is lost", () => {
  it("is in doubt and not sent again, until a person says what became of it", async () => {
    let isLost = true
    const { panel, run, adds, json } = await desk((form) => (isLost ? silent(form) : `{"order":7}`))
    const keyed = [...add, "--idempotency-key", "invoice-7"]
    for (let time = 0; time < 2; time++) {
      const error = errorOf(await run(...keyed), 6)
      assert.deepInclude(error, { _tag: "OutcomeUnknown", processed: "maybe", retryable: false })
    }
    // The same order without a key may be the one in doubt.
    assert.deepInclude(errorOf(await run(...add), 6), { _tag: "OrderWithheld", processed: "no" })
    assert.strictEqual(adds(), 1)
    const [entry, ...others] = await json(0, "journal", "list")
    assert.isEmpty(others)
    assert.deepInclude(entry, { key: "invoice-7", state: "in-doubt", order: null })
    assert.deepStrictEqual(entry.request, { link, quantity: "100", service: "1" })
    assert.deepInclude(entry.error, { _tag: "OutcomeUnknown", processed: "maybe" })
    // Nothing proves anything here.
    const [open] = await json(6, "journal", "settle")
    assert.deepInclude(open, { key: "invoice-7", state: "in-doubt" })
    assert.include((await run("journal", "settle")).stderr, "exclusive")

    const asked = errorOf(await run("journal", "resolve", "invoice-7", "--verdict", "placed", "--json"), 2)
    assert.include(asked.message, "--yes")
    const resolve = ["journal", "resolve", "invoice-7", "--yes"]
    assert.deepInclude(await json(0, ...resolve, "--verdict", "not-placed", "--early", "--note", "looked"), {
      state: "not-placed",
      by: "ruled-absent"
    })
    // The beginning of a key is enough to look, and never to change.
    assert.deepInclude(await json(0, "journal", "show", "invoice"), { key: "invoice-7" })
    assert.include((await run("journal", "show", "7")).stderr, "7")
    assert.strictEqual((await run("journal", "resolve", "invoice", "--verdict", "placed", "--yes")).code, 2)
    isLost = false
    assert.deepStrictEqual(await json(0, ...keyed), { order: "7" })
    assert.deepStrictEqual(await json(0, ...keyed), { order: "7" })
    assert.strictEqual(
      errorOf(await run(...resolve, "--verdict", "not-placed", "--json"), 2)._tag,
      "CannotResolve"
    )
    panel.close()
    assert.strictEqual(adds(), 2)
  })

  it("is settled by the balance where nobody else spends on the account", async () => {
    const shop = await panel({ partial: 0 })
    const folder = temporary()
    const env = {
      ...shop.env,
      SMMKIT_JOURNAL: join(folder, "journal.db"),
      SMMKIT_EXCLUSIVE: "yes",
      XDG_CACHE_HOME: folder
    }
    await shop.run(shop.sandbox.faults.script(["dropped-after"], "add"))
    const keyed = [...add, "--idempotency-key", "a"]
    assert.strictEqual((await smmkit(keyed, { env })).code, 6)
    // A key that is wrong settles nothing of what stands before it.
    assert.strictEqual((await smmkit(["journal", "settle", "a", "absent"], { env })).code, 2)
    const doubts = await smmkit(["journal", "list", "--state", "in-doubt", "--json"], { env })
    assert.lengthOf(JSON.parse(doubts.stdout), 1)
    const { code, stdout, stderr } = await smmkit(["journal", "settle", "a", "--json"], { env })
    assert.strictEqual(code, 0, stderr + stdout)
    assert.deepInclude(JSON.parse(stdout)[0], { key: "a", state: "placed", order: null })
    const again = await smmkit(keyed, { env })
    const bookings = await shop.run(shop.sandbox.bookings)
    await shop.close()
    assert.strictEqual(again.code, 0, again.stderr)
    assert.deepStrictEqual(JSON.parse(again.stdout), { order: null })
    assert.lengthOf(bookings, 1)
  })
})

describe("a refill or a cancel whose answer is lost", () => {
  it("is shown and ruled on by its action, and settled with the orders", async () => {
    const panel = await stub((form) =>
      form["action"] === "status" ? `{"status":"In progress","charge":"1","remains":"5"}` : silent(form)
    )
    const env = { ...panel.env, SMMKIT_JOURNAL: join(temporary(), "journal.db") }
    const json = async (expected: number, ...args: ReadonlyArray<string>) => {
      const { code, stdout, stderr } = await smmkit([...args, "--json"], { env })
      assert.strictEqual(code, expected, stderr)
      return JSON.parse(stdout)
    }
    for (const action of ["refill", "cancel"]) {
      assert.strictEqual((await smmkit([action, "23501"], { env })).code, 6)
      const one = ["--action", action]
      const entry = { action, key: "23501#1", state: "in-doubt" }
      assert.deepInclude(await json(0, "journal", "show", "23501#1", ...one), entry)
      assert.deepInclude(await json(0, "journal", "show", "235", ...one), entry)
      assert.strictEqual((await smmkit(["journal", "show", "23501#1"], { env })).code, 2)
      assert.deepInclude((await json(6, "journal", "settle"))[0], entry)
      assert.deepInclude((await json(6, "journal", "settle", "23501#1", ...one))[0], entry)
      const ruled = ["journal", "resolve", "23501#1", ...one, "--yes", "--verdict"]
      assert.deepInclude(await json(0, ...ruled, "not-placed", "--early"), { action, state: "not-placed" })
    }
    panel.close()
  })
})

describe("an account whose API key was changed", () => {
  it("has the new one after adopt, if the panel shows it an order, and another name after rename", async () => {
    const { panel, env, run, adds } = await desk(() => `{"order":23501}`)
    await run(...add, "--idempotency-key", "a")
    const changed = { ...env, SMMKIT_KEY: "the-new-fake-key" }
    const withheld = errorOf(await smmkit([...add, "--idempotency-key", "b"], { env: changed }), 5)
    assert.include(withheld.message, "smmkit journal adopt")
    assert.include(withheld.message, "SMMKIT_ACCOUNT=")
    // This panel shows its orders to nobody, and that one to whoever asks.
    const refused = errorOf(await smmkit(["journal", "adopt", "--json"], { env: changed }), 2)
    assert.include(refused.message, "23501")
    assert.strictEqual((await smmkit(["journal", "rename", "mine"], { env: changed })).code, 2)
    const shop = await stub(except("status", () => `{"status":"Completed","charge":"1"}`))
    const other = { ...changed, SMMKIT_URL: shop.url }
    const adopted = await smmkit(["journal", "adopt"], { env: other })
    assert.include(adopted.stdout, "belongs to the account 127.0.0.1")
    for (const named of [{}, { SMMKIT_ACCOUNT: "mine" }]) {
      const renamed = await smmkit(["journal", "rename", "mine", "--json"], { env: { ...other, ...named } })
      assert.deepStrictEqual([renamed.code, renamed.stdout], [0, `{"account":"mine"}\n`])
    }
    const elsewhere = errorOf(await smmkit(add, { env: { ...other, SMMKIT_ACCOUNT: "yours" } }), 2)
    assert.include(elsewhere.message, "smmkit journal rename")
    panel.close()
    shop.close()
    assert.strictEqual(adds(), 1)
  })
})

describe("smmkit journal", () => {
  it("shows, lists and exports what became of orders", async () => {
    let id = 0
    const { panel, env, run, json } = await desk(({ link }) => {
      id += 1
      return link?.endsWith("bad") === true ? `{"error":"Bad link"}` : `{"order":${id}}`
    })
    await run(...add, "--idempotency-key", "=first")
    await run(...add.with(6, "https://example.com/bad"), "--idempotency-key", "second")
    const entries: ReadonlyArray<Readonly<Record<string, unknown>>> = await json(0, "journal", "list")
    assert.deepStrictEqual(
      entries.map(({ key, state, order }) => [key, state, order]),
      [
        ["=first", "placed", "1"],
        ["second", "refused", null]
      ]
    )
    for (const entry of entries) {
      assert.hasAllKeys(entry, ["action", "key", "state", "order", "request", "error"])
    }
    assert.lengthOf(await json(0, "journal", "list", "--state", "refused"), 1)
    assert.lengthOf(await json(0, "journal", "list", "--state", "in-doubt"), 0)
    const { stdout: table } = await run("journal", "list")
    assert.match(table, /^KEY +STATE +ORDER/)
    assert.match(table, /=first +placed +1 +1 +0.09000/)
    assert.deepInclude(await json(0, "journal", "show", "=first"), {
      key: "=first",
      price: "0.09000",
      attempts: 1
    })
    const shown = await run("journal", "show", "second")
    assert.match(shown.stdout, /state +refused/)
    assert.match(shown.stdout, /request.link +https:\/\/example.com\/bad/)
    const { stdout: csv } = await run("journal", "export")
    assert.match(csv, /^action,key,state,order,/)
    assert.include(csv, "\r\nadd,'=first,placed,1,1,")
    const { stdout: lines } = await run("journal", "export", "--format", "jsonl")
    assert.deepStrictEqual(
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).key),
      ["=first", "second"]
    )
    assert.lengthOf(await json(0, "journal", "export"), 2)
    assert.deepStrictEqual(await json(0, "journal", "settle"), [])
    assert.notInclude(csv + lines + table + shown.stdout, apiKey)
    const other = { env: { ...env, SMMKIT_KEY: "another-fake-key" } }
    // The account is the same under a new key, which may look but not spend.
    assert.lengthOf(JSON.parse((await smmkit(["journal", "list", "--json"], other)).stdout), 2)
    const withheld = await smmkit(add.with(6, "https://example.com/p/2"), other)
    assert.match(withheld.stderr, /OrderWithheld.*has another API key/)
    assert.strictEqual(id, 2)
    assert.lengthOf(JSON.parse((await smmkit(["journal", "list", "--all", "--json"], other)).stdout), 2)
    panel.close()
  })

  it("names what is wrong with the command", async () => {
    const { panel, run } = await desk(() => "{}")
    const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, ...names: ReadonlyArray<string>]> = [
      [["journal", "lst"], "journal list"],
      [["journal", "list", "--state", "lost"], "--state", "in-doubt"],
      [["journal", "list", "--yes"], "--yes"],
      [["journal", "list", "7"], "7"],
      [["journal", "show"], "KEY"],
      [["journal", "show", "a", "b"], "b"],
      [["journal", "show", "absent"], "absent"],
      [["journal", "settle", "absent"], "absent"],
      [["journal", "resolve", "absent", "--yes"], "--verdict"],
      [["journal", "resolve", "absent", "--yes", "--verdict", "maybe"], "maybe"],
      [["journal", "resolve", "absent", "--yes", "--verdict", "placed", "--order", "0"], "--order"],
      [["journal", "resolve", "absent", "--yes", "--verdict", "not-placed", "--order", "7"], "--order"],
      [["journal", "resolve", "absent", "--yes", "--verdict", "placed"], "absent"],
      [["journal", "export", "--format", "xml"], "--format", "xml"],
      [["journal", "show", "a", "--action", "status"], "--action", "refill"],
      [["journal", "rename"], "NAME"],
      [["journal", "rename", "a", "b"], "NAME"],
      [["journal", "rename", " "], "255"]
    ]
    await all(cases, async ([args, ...names]) => {
      const { message } = errorOf(await run(...args, "--json"), 2)
      for (const name of names) assert.include(message, name)
    })
    panel.close()
  })
})

describe("the journal's store", () => {
  it("is a file of the user's own in the state folder, unless another is named", async () => {
    const { panel, env } = await desk(() => `{"order":1}`)
    const state = temporary()
    const homes = { XDG_STATE_HOME: state, HOME: state, SMMKIT_JOURNAL: "" }
    const { code, stderr } = await smmkit(add, { env: { ...env, ...homes } })
    panel.close()
    assert.strictEqual(code, 0, stderr)
    if (process.platform === "linux") {
      assert.strictEqual(statSync(join(state, "smmkit", "journal.db")).mode & 0o777, 0o600)
      assert.strictEqual(statSync(join(state, "smmkit")).mode & 0o777, 0o700)
    }
  })

  it("that fails sends nothing, and never tells a password", async () => {
    const { panel, env, adds } = await desk(() => `{"order":1}`)
    const folder = temporary()
    writeFileSync(
      join(folder, "corrupt.db"),
      "this is no database, though it is long enough to be one".repeat(99)
    )
    writeFileSync(join(folder, "file"), "")
    const cases: ReadonlyArray<readonly [journal: string, code: number, word: string]> = [
      [join(folder, "corrupt.db"), 5, "damaged"],
      [join(folder, "file", "journal.db"), 5, "cannot be opened"],
      [folder, 5, "cannot be opened"],
      ["postgres://me:geheim@127.0.0.1:1/smmkit", 5, "no connection"],
      ["postgres://me:geheim@127.0.0.1:1/smmkit", 5, "check the host and the port in the address"],
      ["postgres://me:geheim@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/absent.pem", 5, "/absent.pem"],
      ["postgres://me:geheim@no host/x", 2, "SMMKIT_JOURNAL"],
      ["mysql://me:geheim@localhost/x", 2, "SMMKIT_JOURNAL"],
      [":memory:", 2, "SMMKIT_JOURNAL"]
    ]
    await all(cases, async ([journal, code, word]) => {
      const ended = await smmkit(add, { env: { ...env, SMMKIT_JOURNAL: journal } })
      const error = errorOf(ended, code)
      assert.deepInclude(error, { processed: "no" })
      assert.include(error.message, word)
      assert.notInclude(ended.stderr, "geheim")
    })
    panel.close()
    assert.strictEqual(adds(), 0)
    assert.isTrue(readFileSync(join(folder, "corrupt.db"), "utf8").startsWith("this is no database"))
  })
})
