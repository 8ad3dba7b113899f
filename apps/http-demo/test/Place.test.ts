import { assert, describe, it } from "@effect/vitest"
import { folder, key, refuse } from "./harness.js"

const panel = { SMMKIT_URL: "https://panel.example/api/v2", SMMKIT_KEY: key }

describe("the journal's place", () => {
  for (const [what, env] of [
    ["a panel", panel],
    ["the sandbox", {}]
  ] as const) {
    it(`may be a PostgreSQL database, which has to be there, for ${what}`, async () => {
      const journal = "postgres://someone:fake-password@127.0.0.1:9/smmkit"
      const [code, said] = await refuse({ ...env, SMMKIT_JOURNAL: journal })
      assert.strictEqual(code, 1)
      assert.include(said, "there is no connection to it")
      assert.include(said, "check the host and the port in the address")
      assert.notInclude(said, "fake-password")
    })

    it(`is nothing else but that or a file, for ${what}`, async () => {
      for (const journal of ["mysql://someone:fake-password@127.0.0.1/smmkit", "postgres:fake-password"]) {
        const [code, said] = await refuse({ ...env, SMMKIT_JOURNAL: journal })
        assert.strictEqual(code, 1)
        assert.match(said, /SMMKIT_JOURNAL.*postgres:\/\//)
        assert.notInclude(said, "fake-password")
      }
    })

    it(`is told where it cannot be opened, for ${what}`, async () => {
      using files = folder()
      const [code, said] = await refuse({ ...env, SMMKIT_JOURNAL: files.path("") })
      assert.strictEqual(code, 1)
      assert.include(said, "it cannot be opened for writing")
    })
  }
})
