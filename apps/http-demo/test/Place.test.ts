import { assert, describe, it } from "@effect/vitest"
import { folder, key, refuse } from "./harness.js"

const panel = { SMMKIT_URL: "https://panel.example/api/v2", SMMKIT_KEY: key }

describe("the journal's place", () => {
  it("may be a PostgreSQL database, which has to be there", async () => {
    const journal = "postgres://someone:fake-password@127.0.0.1:9/smmkit"
    const said = await refuse({ ...panel, SMMKIT_JOURNAL: journal })
    assert.include(said, "there is no connection to it")
    assert.include(said, "check the host and the port in the address")
    assert.notInclude(said, "fake-password")
  })

  it("is nothing else but that or a file", async () => {
    for (const journal of ["mysql://someone:fake-password@127.0.0.1/smmkit", "postgres:fake-password"]) {
      const said = await refuse({ ...panel, SMMKIT_JOURNAL: journal })
      assert.match(said, /SMMKIT_JOURNAL.*postgres:\/\//)
      assert.notInclude(said, "fake-password")
    }
  })

  it("is told where it cannot be opened", async () => {
    using files = folder()
    const said = await refuse({ ...panel, SMMKIT_JOURNAL: files.path("") })
    assert.include(said, "it cannot be opened for writing")
  })

  it("is none for the sandbox, whose orders end with the program", async () => {
    using files = folder()
    const said = await refuse({ SMMKIT_JOURNAL: files.path("journal.sqlite") })
    assert.match(said, /SMMKIT_JOURNAL: the embedded sandbox ends with the program/)
  })
})
