/** Accounts by name, from the file that all programs of smmkit read alike. */
import { randomUUID } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { afterEach, inject, vi } from "vitest"
import { createPanel, InvalidOption, type PanelOptions } from "../src/index.js"
import { file } from "./places.js"
import { order, rejection, world } from "./world.js"

/** A file of accounts that the environment names, readable by its owner only unless told. */
const written = (accounts: unknown, mode = 0o600): string => {
  const path = join(inject("folder"), `${randomUUID()}.json`)
  writeFileSync(path, typeof accounts === "string" ? accounts : JSON.stringify(accounts), { mode })
  vi.stubEnv("SMMKIT_ACCOUNTS_FILE", path)
  return path
}

const main = { name: "main", url: "https://panel.example/api/v2", key: "very-secret-key" }

afterEach(() => {
  vi.unstubAllEnvs()
})

describe("a profile", () => {
  it("names an account, by the option or the environment, which has that name in the journal, too", async () => {
    await using one = await world({ balance: "1" })
    await using other = await world({ balance: "2" })
    const journal = file()
    written([
      { name: "one", url: one.url, key: one.key },
      { name: "other", url: other.url, key: other.key, limit: { calls: 5, seconds: 1 } }
    ])
    await using first = createPanel({ profile: "one", journal })
    assert.strictEqual((await first.balance()).amount, "1")
    vi.stubEnv("SMMKIT_PROFILE", "other")
    await using second = createPanel({ journal })
    assert.strictEqual((await second.balance()).amount, "2")
    await first.orders.placeOnce("a", order)
    await using renamed = createPanel({ journal: { place: journal, account: "elsewhere" }, profile: "one" })
    const error = await rejection(renamed.orders.placeOnce("b", order))
    assert.ok(error instanceof InvalidOption && error.field.startsWith("journal."), inspect(error))
    assert.include(error.message, '"one"')
  })

  it("counts for nothing where the program says address and key", async () => {
    await using place = await world({ balance: "3" })
    vi.stubEnv("SMMKIT_PROFILE", "no such")
    assert.strictEqual((await place.panel().balance()).amount, "3")
  })

  const refused: ReadonlyArray<readonly [string, () => PanelOptions, RegExp]> = [
    [
      "others may read the file",
      () => ({ profile: written([main], 0o644) && "main" }),
      /others may read or change it/
    ],
    ["the file is no list", () => ({ profile: written('{"key": "very-secret-key"') && "main" }), /JSON list/],
    [
      "there is no such account",
      () => ({ profile: written([main]) && "mian" }),
      /no account "mian"; its names are "main"/
    ],
    [
      "there is no such file",
      () => {
        vi.stubEnv("SMMKIT_ACCOUNTS_FILE", "/no/such/file")
        return { profile: "main" }
      },
      /ENOENT/
    ],
    [
      "the program says the address as well",
      () => {
        written([main])
        vi.stubEnv("SMMKIT_PROFILE", "main")
        return { url: main.url }
      },
      /"main" and url both/
    ],
    [
      "a variable says the key as well",
      () => {
        written([main])
        vi.stubEnv("SMMKIT_KEY", "very-secret-key")
        return { profile: "main" }
      },
      /"main" and SMMKIT_KEY both/
    ]
  ]

  for (const [name, make, remedy] of refused) {
    it(`cannot be used where ${name}, and no key is shown`, async () => {
      await using panel = createPanel(make())
      const error = await rejection(panel.balance())
      assert.ok(error instanceof InvalidOption, inspect(error))
      assert.strictEqual(error.field, "profile")
      assert.match(error.message, remedy)
      assert.notInclude(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error), main.key)
    })
  }

  it("is not named beside an address or a key", () => {
    const { url } = main
    for (const options of [{ url, profile: "main" }, { key: "fake-key", profile: "main" }, { profile: "" }])
      assert.throws(() => createPanel(options), InvalidOption, /profile/)
  })
})
