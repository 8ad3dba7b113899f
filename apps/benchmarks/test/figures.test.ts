import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Effect, Option } from "effect"
import { catalogue } from "../src/catalogue.js"
import { bareBalance, node, smmkit } from "../src/figures/cli.js"
import { reading } from "../src/figures/decode.js"
import { httpDemo, journal } from "../src/figures/elsewhere.js"
import { figures } from "../src/figures/index.js"
import { memory } from "../src/figures/memory.js"
import { npx } from "../src/figures/npx.js"
import { servers } from "../src/figures/sandbox.js"
import { startPanel } from "../src/harness/child.js"

/** What other packages measure is tested there, and takes as long as it takes. */
const elsewhere = [journal, httpDemo]

/**
 * What starts npm four times, and what streams as the test of the clients does, are measured where all is asked
 * for: `SMMKIT_FIGURES=all`.
 */
const dear = process.env["SMMKIT_FIGURES"] === "all" ? [] : [npx, memory]

describe("the figures", () => {
  for (const { id, measure } of figures.filter((one) => ![...elsewhere, ...dear].includes(one))) {
    it(`measures ${id} at a small size`, async () => {
      const rows = await measure(false)
      assert.isNotEmpty(rows)
      for (const { figure, value } of rows) assert.isTrue(Number.isFinite(value), figure)
    })
  }

  it.scoped("reads a whole catalogue, anew each time", () =>
    Effect.gen(function* () {
      const read = yield* reading(catalogue(100))
      const [list, again] = [yield* read, yield* read]
      assert.strictEqual(list.length, 100)
      const { cancel, min, rate, refill, service } = list[1] ?? assert.fail("no second service")
      assert.strictEqual(service, "2")
      assert.deepStrictEqual(rate, Option.some(BigDecimal.make(19_290n, 4)))
      assert.deepStrictEqual([min, refill, cancel], [Option.some(20), Option.some(false), Option.some(false)])
      assert.notStrictEqual(list, again)
    })
  )

  it("lets the command line and the bare script make the same call", async () => {
    const panel = await startPanel()
    const [ours, bare] = [await node([smmkit, "balance"], panel.url), await node([bareBalance], panel.url)]
    const calls = await panel.calls()
    await panel.stop()
    assert.strictEqual(bare, "100.84292 USD\n")
    assert.include(ours, "100.84292")
    assert.strictEqual(calls, 2)
    assert.match(await node([smmkit, "--version"]), /^\d+\.\d+\.\d+\n$/)
  })

  it("lets the bare server answer the bytes of the sandbox", async () => {
    const { bodies, stop, toBare, toSandbox } = await servers()
    const [first = ""] = bodies
    assert.strictEqual(bodies.length, 5)
    assert.strictEqual(await toBare.ask(first), await toSandbox.ask(first))
    for (const body of bodies) assert.notInclude(await toBare.ask(body), "error")
    await stop()
  })
})
