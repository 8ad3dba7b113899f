import { execFileSync } from "node:child_process"
import { mkdtempSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Either, Layer, Option, Redacted } from "effect"
import { inject } from "vitest"
// Not by the index, which would load a driver.
import * as Place from "../src/Place.js"
import { Store } from "../src/Store.js"

const folder = () => mkdtempSync(join(inject("folder"), "place-"))

const env = (...pairs: ReadonlyArray<readonly [string, string]>) =>
  Layer.setConfigProvider(ConfigProvider.fromMap(new Map(pairs)))

describe("the journal's place", () => {
  const loading = (env: Record<string, string> = {}): unknown => {
    const program = fileURLToPath(new URL("driversLoaded.mjs", import.meta.url))
    const options = { encoding: "utf8", env: { ...process.env, ...env } } as const
    return JSON.parse(execFileSync(process.execPath, [program, join(folder(), "journal.db")], options))
  }

  it("says what to do where the driver has come without its native part, as in a bundle", () => {
    // By it the driver looks for that part in its own folder, where it is not.
    const said = JSON.stringify(loading({ LIBSQL_JS_DEV: "1" }))
    assert.match(said, /its driver cannot be loaded: .*; install libsql where it is to run/)
  })

  it("loads the driver of the kind of store that is named, and no other", () => {
    assert.deepStrictEqual(loading(), {
      before: [],
      postgres: { reason: "unreachable", loaded: ["pg"] },
      file: { loaded: ["libsql", "pg"] }
    })
  })

  it("is a path, or the address of a database, which is never shown", () => {
    assert.deepStrictEqual(
      Place.parse("some/orders.db"),
      Either.right({ _tag: "File", path: resolve("some/orders.db") })
    )
    for (const scheme of ["postgres", "postgresql", "POSTGRES"]) {
      const text = `${scheme}://me:fake-password@db.example/smmkit`
      const place = Either.getOrThrow(Place.parse(text))
      assert.strictEqual(place._tag === "Postgres" ? Redacted.value(place.url) : "", text)
      assert.notInclude(JSON.stringify(place), "fake-password")
    }
  })

  for (const text of [
    "",
    ":memory:",
    "mysql://me:fake-password@db.example/smmkit",
    "postgres://me:fake-password@no host/smmkit",
    "postgres://me:fake-password@db.example:99999/smmkit",
    "postgres:me:fake-password@db.example",
    "postgres:/fake-password",
    "sqlite:/tmp/orders.db",
    "file:orders.db",
    "~/orders.db"
  ]) {
    it(`is not ${JSON.stringify(text.replace("fake-password", "***"))}, and the error keeps the password`, () => {
      const error = Option.getOrThrow(Either.getLeft(Place.parse(text)))
      assert.include(error.message, "The journal's place is not usable: give ")
      assert.notInclude(error.message, "fake-password")
    })
  }

  it.effect("comes from SMMKIT_JOURNAL, or lies in the user's state folder", () =>
    Effect.gen(function* () {
      const at = (...pairs: ReadonlyArray<readonly [string, string]>) =>
        Effect.provide(Place.config, env(...pairs))
      const file = (...parts: ReadonlyArray<string>) => ({ _tag: "File", path: join(...parts) }) as const
      assert.deepStrictEqual(yield* at(["SMMKIT_JOURNAL", "/a/b.db"]), file("/a/b.db"))
      assert.deepStrictEqual(yield* Effect.provide(Place.named, env(["SMMKIT_JOURNAL", ""])), Option.none())
      const error = yield* Effect.flip(at(["SMMKIT_JOURNAL", "mysql://me:fake-password@db.example/x"]))
      assert.match(String(error), /SMMKIT_JOURNAL.*postgres:\/\//)
      assert.notInclude(String(error), "fake-password")
      if (process.platform !== "linux") return
      const usual = file(homedir(), ".local", "state", "smmkit", "journal.db")
      assert.deepStrictEqual(yield* at(["XDG_STATE_HOME", "/state"]), file("/state/smmkit/journal.db"))
      assert.deepStrictEqual(yield* at(["SMMKIT_JOURNAL", ""], ["XDG_STATE_HOME", "relative"]), usual)
      assert.deepStrictEqual(yield* at(), usual)
      const home = process.env["HOME"]
      process.env["HOME"] = ""
      const homeless = yield* Effect.flip(at()).pipe(
        Effect.ensuring(
          Effect.sync(() => {
            if (home === undefined) delete process.env["HOME"]
            else process.env["HOME"] = home
          })
        )
      )
      assert.match(String(homeless), /SMMKIT_JOURNAL.*no home folder/)
    })
  )

  it.effect("is made for its owner only, with its folder", () =>
    Effect.gen(function* () {
      const state = folder()
      const path = join(state, "smmkit", "journal.db")
      const now = yield* Effect.provide(
        Effect.flatMap(Store, (store) => store.now),
        Layer.provide(Place.layerConfig(), env(["SMMKIT_JOURNAL", path]))
      )
      assert.isNumber(now)
      assert.strictEqual(statSync(path).mode & 0o777, 0o600)
      assert.strictEqual(statSync(join(state, "smmkit")).mode & 0o777, 0o700)
    })
  )
})
