import { assert, describe, it } from "@effect/vitest"
import { actions, allSeven, balanceAlone, bundle, foreign } from "../src/bundle.js"

describe("a bundled program", () => {
  // The aim is 10 kB. Of what is there, 4.5 kB are the table of refusals and its reader: see the README.
  it("with `Balance` alone stays small", async () => {
    const { size } = await bundle(balanceAlone)
    assert.isAtMost(size, 15_000)
  })

  it("with all seven actions stays small", async () => {
    const { size, modules } = await bundle(allSeven)
    assert.isAtMost(size, 25_000)
    for (const action of actions) assert.include(modules, action)
  })

  for (const action of actions) {
    it(`that names ${action} carries the code of no other action`, async () => {
      assert.deepStrictEqual(await foreign(action), [])
    })
  }

  it("that does not name `AddOrder` carries no form of an order", async () => {
    const { modules, text } = await bundle(balanceAlone)
    for (const module of ["Order", "OrderForm", "internal/fields", "Quote"])
      assert.notInclude(modules, module)
    assert.notInclude(text, "answer_number")
    assert.include(text, "fake-key") // it is the program, and not an empty text
  })
})
