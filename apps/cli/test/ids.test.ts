import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { smmkit } from "./smmkit.js"
import { type Form, type Stub, stub } from "./stub.js"

const ids = (form: Form): ReadonlyArray<string> =>
  (form["orders"] ?? form["order"] ?? form["refills"] ?? form["refill"] ?? "").split(",")

/** Even IDs are known, odd ones are not. */
const state = (id: string) =>
  Number(id) % 2 === 0
    ? { status: "In progress", charge: "1.50", start_count: "3", remains: "7", currency: "USD" }
    : { error: "Incorrect order ID" }

const answer = (form: Form): string => {
  const asked = ids(form)
  switch (form["action"]) {
    case "status":
      return JSON.stringify(
        asked.length === 1 ? state(asked[0] ?? "") : Object.fromEntries(asked.map((id) => [id, state(id)]))
      )
    case "cancel":
      return JSON.stringify(asked.map((order) => ({ order, cancel: 1 })))
    case "refill":
      return JSON.stringify(asked.map((order) => ({ order, refill: Number(order) + 1000 })))
    default:
      return JSON.stringify(asked.map((refill) => ({ refill, status: "Completed" })))
  }
}

describe("IDs", () => {
  let panel: Stub
  const run = (args: ReadonlyArray<string>, stdin = "") => smmkit(args, { env: panel.env, stdin })

  beforeAll(async () => {
    panel = await stub(answer)
  })
  afterAll(() => panel.close())

  it("come from standard input as well, split by any white space, at the place of the -", async () => {
    const { code, stdout } = await run(["status", "2", "-", "--json", "8"], "\ufeff4\t6\r\n\n  2\n")
    assert.strictEqual(code, 0)
    const rows: ReadonlyArray<{ readonly order: string }> = JSON.parse(stdout)
    assert.deepStrictEqual(
      rows.map(({ order }) => order),
      ["2", "4", "6", "2", "8"]
    )
  })

  it("may be what follows --, which is never an option", async () => {
    const { code, stdout } = await run(["status", "--json", "--", "2", "abc--json"])
    assert.strictEqual(code, 8)
    assert.deepStrictEqual(Object.keys(JSON.parse(stdout)[1]), ["order", "error"])
    const late = await run(["status", "2", "--", "--json"])
    assert.strictEqual(late.code, 2)
    assert.include(late.stderr, "--json")
    assert.notInclude(late.stderr, "{")
  })

  it("are told in a table too, the failures among them", async () => {
    const { code, stdout, stderr } = await run(["status", "1", "2"])
    assert.strictEqual(code, 8)
    assert.strictEqual(stderr, "1 of 2 orders failed.\n")
    const [head, first, second] = stdout.split("\n")
    assert.match(head ?? "", /^ORDER +STATUS +CHARGE +START +REMAINS$/)
    assert.match(first ?? "", /^1 .*no such order/)
    assert.match(second ?? "", /^2 +In progress +1\.50 USD +3 +7$/)
  })

  it("are all told where none was answered, and the first failure on standard error", async () => {
    const { code, stdout, stderr } = await run(["status", "1", "3", "--json"])
    assert.strictEqual(code, 3)
    const rows = JSON.parse(stdout)
    assert.deepStrictEqual(JSON.parse(stderr), { error: rows[0].error })
    assert.deepStrictEqual(
      rows.map((row: { readonly order: string }) => row.order),
      ["1", "3"]
    )
  })

  it("tell a person each refusal once", async () => {
    const one = await run(["status", "1"])
    assert.strictEqual(one.code, 3)
    assert.strictEqual(one.stdout, "")
    assert.lengthOf(one.stderr.match(/no such order/g) ?? [], 1)
    const two = await run(["status", "1", "3"])
    assert.strictEqual(two.code, 3)
    assert.lengthOf(two.stdout.match(/no such order/g) ?? [], 2)
    assert.strictEqual(two.stderr, "smmkit: All 2 orders failed.\n")
  })

  it("of refills and cancels are asked once each, in one call for up to a hundred", async () => {
    const many = Array.from({ length: 250 }, (_, at) => String(at + 1))
    for (const [command, action, row] of [
      ["cancel", "cancel", { order: "1", cancel: true }],
      ["refill", "refill", { order: "1", refill: "1001" }],
      ["refill-status", "refill_status", { refill: "1", status: "Completed" }]
    ] as const) {
      const before = panel.calls.length
      const { code, stdout } = await run([command, "--json", ...many, "1", "250"])
      assert.strictEqual(code, 0)
      const rows = JSON.parse(stdout)
      assert.lengthOf(rows, 252)
      assert.deepStrictEqual(rows[0], row)
      assert.deepStrictEqual(rows[250], row)
      const calls = panel.calls.slice(before)
      assert.deepStrictEqual(
        calls.map(({ action }) => action),
        [action, action, action]
      )
      assert.deepStrictEqual(calls.flatMap(ids).sort(), many.sort())
    }
  })

  it("may be many", async () => {
    const count = 12_000
    const stdin = Array.from({ length: count }, (_, at) => `${2 * at + 2}\n`).join("")
    const before = panel.calls.length
    const { code, stdout } = await run(["status", "-", "--json"], `${stdin}2\n`)
    assert.strictEqual(code, 0)
    const rows: ReadonlyArray<{ readonly order: string }> = JSON.parse(stdout)
    assert.lengthOf(rows, count + 1)
    assert.isTrue(rows.slice(0, count).every(({ order }, at) => order === String(2 * at + 2)))
    assert.strictEqual(rows.at(-1)?.order, "2")
    assert.strictEqual(panel.calls.length - before, count / 100)
  })

  it("past what a number can hold stay as they are", async () => {
    const { stdout } = await run(["status", "123456789012345678902", "--json"])
    assert.strictEqual(JSON.parse(stdout)[0].order, "123456789012345678902")
  })

  it("are asked one by one, or in the field `order`, where the panel knows no other way", async () => {
    const asked = async (form: string) => {
      const before = panel.calls.length
      await smmkit(["status", "2", "4", "--json"], { env: { ...panel.env, SMMKIT_MANY_FORM: form } })
      return panel.calls.slice(before).map(({ key: _, action: __, ...fields }) => fields)
    }
    assert.deepStrictEqual(await asked("order"), [{ order: "2,4" }])
    assert.deepStrictEqual(await asked("one-by-one"), [{ order: "2" }, { order: "4" }])
    assert.deepStrictEqual(await asked("orders"), [{ orders: "2,4" }])
  })
})
