import { isAbsolute } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { UserFolder } from "@smmkit/journal"
import { ConfigProvider, Effect } from "effect"

const variables = { state: "XDG_STATE_HOME", settings: "XDG_CONFIG_HOME", cache: "XDG_CACHE_HOME" } as const

describe("a folder of the user", () => {
  for (const kind of ["state", "settings", "cache"] as const) {
    const file = (folder: string) =>
      Effect.withConfigProvider(
        UserFolder.file(kind, "a.json"),
        ConfigProvider.fromMap(new Map([[variables[kind], folder]]))
      )

    it.effect.runIf(process.platform === "linux")(`is what the environment names: ${kind}`, () =>
      Effect.map(file("/srv/x"), (path) => assert.strictEqual(path, "/srv/x/smmkit/a.json"))
    )

    it.effect(`is never one of whoever stands where: ${kind}`, () =>
      Effect.gen(function* () {
        for (const relative of ["", "x", "./x"]) {
          const path = yield* file(relative)
          assert.isTrue(path === undefined || (isAbsolute(path) && !path.includes("x/smmkit")))
        }
      })
    )
  }
})
