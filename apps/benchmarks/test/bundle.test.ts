import { assert, describe, it } from "@effect/vitest"
import { actions, allSeven, balanceAlone, bundle, foreign } from "../src/bundle.js"

describe("a bundled program", () => {
  // What it weighs, so that it grows no further. The aim is 10 kB and missed by far: what a call may be refused
  // with in eighteen languages, and the reader of it, are 8.2 kB alone. See the README.
  it("with `Balance` alone stays small", async () => {
    const { size } = await bundle(balanceAlone)
    assert.isAtMost(size, 25_750)
  })

  it("with all seven actions stays small", async () => {
    const { size, modules } = await bundle(allSeven)
    assert.isAtMost(size, 45_900)
    for (const action of actions) assert.include(modules, action)
  })

  for (const action of actions) {
    it(`that names ${action} carries the code of no other action`, async () => {
      assert.deepStrictEqual(await foreign(action), [])
    })
  }

  it("that only reads carries no proof of what spends, and no words of orders", async () => {
    const { modules, text } = await bundle(balanceAlone)
    for (const module of ["panelsNo", "closed", "rows", "many", "judging"])
      assert.notInclude(modules, `internal/${module}`)
    assert.notInclude(text, "mayConfirm")
    assert.notInclude(text, "ssylk") // a link, in Russian
  })

  it("that does not name `AddOrder` carries no form of an order", async () => {
    const { modules, text } = await bundle(balanceAlone)
    for (const module of ["Order", "OrderForm", "internal/fields", "Quote"])
      assert.notInclude(modules, module)
    assert.notInclude(text, "answer_number")
    assert.include(text, "fake-key") // it is the program, and not an empty text
  })
})
