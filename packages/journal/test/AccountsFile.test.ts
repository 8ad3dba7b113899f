import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Redacted } from "effect"
import { inject } from "vitest"
import * as AccountsFile from "../src/AccountsFile.js"

const main = { name: "main", url: "https://panel.example/api/v2", key: "fake-key" }

/** A file of accounts, which only its owner may read unless told otherwise. */
const written = (list: unknown, mode = 0o600): string => {
  const file = join(mkdtempSync(join(inject("folder"), "accounts-")), "accounts.json")
  writeFileSync(file, typeof list === "string" ? list : JSON.stringify(list))
  chmodSync(file, mode)
  return file
}

const refused = (file: string) => Effect.map(Effect.flip(AccountsFile.read(file)), ({ message }) => message)

describe("a file of accounts", () => {
  it.effect("is the one that the environment names, and an empty name says nothing", () =>
    Effect.gen(function* () {
      const at = (env: Readonly<Record<string, string>>) =>
        Effect.withConfigProvider(AccountsFile.config, ConfigProvider.fromMap(new Map(Object.entries(env))))
      assert.strictEqual(yield* at({ SMMKIT_ACCOUNTS_FILE: "/etc/accounts.json" }), "/etc/accounts.json")
      assert.match((yield* at({ SMMKIT_ACCOUNTS_FILE: "" })) ?? "", /accounts\.json$/)
    })
  )

  it.effect("gives each account with its key, from the list or from a file beside it", () =>
    Effect.gen(function* () {
      const limit = { calls: 60, seconds: 60 }
      const file = written([main, { name: "second", url: main.url, keyFile: "second.key", limit }])
      const key = join(file, "../second.key")
      writeFileSync(key, "fake-second\n")
      chmodSync(key, 0o644)
      const accounts = yield* AccountsFile.read(file)
      assert.deepStrictEqual(
        accounts.map(({ name, limit, key }) => [name, limit, Redacted.value(key)]),
        [
          ["main", undefined, "fake-key"],
          ["second", limit, "fake-second"]
        ]
      )
      assert.notInclude(JSON.stringify(accounts), "fake-second")
      // One line end is what an editor leaves; more is not, and a key with it would be told as one that cannot be.
      writeFileSync(key, "fake-second\n\n")
      const [, second] = yield* AccountsFile.read(file)
      assert.strictEqual(second && Redacted.value(second.key), "fake-second\n")
    })
  )

  it.effect(
    "says of a panel how it keeps its books, how it speaks, and how long its services are refilled",
    () =>
      Effect.gen(function* () {
        const said = {
          books: { decimals: 2, rounding: "down" },
          manyForm: "one-by-one",
          dialect: { body: "json", key: "Bearer", names: { link: "url" }, harmless: ["trace"] },
          terms: { "101": 30, "102": "lifetime", "103": "none" }
        } as const
        const [one] = yield* AccountsFile.read(written([{ ...main, ...said }]))
        assert.deepInclude(one, said)
      })
  )

  it.effect("is refused where others may read or change it, and a key file where they may change it", () =>
    Effect.gen(function* () {
      for (const mode of [0o640, 0o604, 0o620, 0o602, 0o666]) {
        const file = written([main], mode)
        assert.strictEqual(
          yield* refused(file),
          `${file} cannot be used: others may read or change it, and it holds keys: chmod 600 ${file}`
        )
      }
      const file = written([{ name: "main", url: main.url, keyFile: "key" }])
      const key = join(file, "../key")
      writeFileSync(key, "fake-key")
      chmodSync(key, 0o622)
      assert.include(yield* refused(file), `others may change it: chmod go-w ${key}`)
    })
  )

  it.effect("is refused at once where it is no file: a pipe that nobody writes to, a folder, a device", () =>
    Effect.gen(function* () {
      const folder = dirname(written([]))
      const pipe = join(folder, "pipe")
      execFileSync("mkfifo", ["-m", "600", pipe])
      for (const place of [pipe, folder, "/dev/zero"])
        assert.strictEqual(yield* refused(place), `${place} cannot be used: it is no file`)
      const keyed = written([{ name: "main", url: main.url, keyFile: pipe }])
      assert.include(yield* refused(keyed), `${pipe} cannot be used: it is no file`)
    })
  )

  it.effect("gives one account by its name, whatever is wrong with the key file of another", () =>
    Effect.gen(function* () {
      const other = { name: "other", url: main.url, keyFile: "no such key" }
      const file = written(`\ufeff${JSON.stringify([main, other])}`)
      const at = (name: string, env: Readonly<Record<string, string>> = { SMMKIT_ACCOUNTS_FILE: file }) =>
        Effect.withConfigProvider(
          AccountsFile.named(name),
          ConfigProvider.fromMap(new Map(Object.entries(env)))
        )
      assert.strictEqual(Redacted.value((yield* at("main")).key), "fake-key")
      assert.include(
        (yield* Effect.flip(at("other"))).message,
        "no such key cannot be used: it cannot be read"
      )
      const unknown = yield* Effect.flip(at("mian"))
      assert.strictEqual(
        unknown.message,
        `${file} cannot be used: it has no account "mian"; its names are "main", "other"`
      )
    })
  )

  it.effect("that is none is told what would be right, and nothing of what it holds", () =>
    Effect.gen(function* () {
      const { key, ...keyless } = main
      const form = "give a JSON list of objects with name, url, and key or keyFile"
      const limit = "at [0].limit, give how many calls the panel allows in how many seconds"
      const books = "at [0].books, give how many decimals the panel keeps"
      const dialect = "at [0].dialect, give where the panel does not speak as documented"
      const terms = "at [0].terms, give by the ID of a service for how many days it is refilled"
      for (const [list, remedy] of [
        ["", form],
        ["{}", form],
        [`"${key}"`, form],
        [[{ ...main, keyFile: "also" }], form],
        [[keyless], form],
        [[main, { ...main, name: "" }], "at [1].name, give a name of 1 to 255 characters"],
        [[{ ...main, name: "a\u0000" }], "at [0].name, give a name"],
        [[{ ...main, extra: key }], form],
        [[{ ...main, [key]: "main" }], form],
        [[{ ...main, url: key.length }], "at [0].url"],
        [[{ ...main, limit: { calls: 0, seconds: 1 } }], limit],
        [[{ ...main, limit: { calls: 5, second: 1 } }], limit],
        [[{ ...main, books: { decimals: "2" } }], books],
        [[{ ...main, books: { decimals: 1.5 } }], books],
        [[{ ...main, books: { rounding: "up" } }], books],
        [[{ ...main, manyForm: "both" }], 'at [0].manyForm, give one of "orders", "order", "one-by-one"'],
        [[{ ...main, dialect: { body: "xml" } }], dialect],
        [[{ ...main, dialect: { names: { link: "key" } } }], dialect],
        [[{ ...main, dialect: { harmless: ["order"] } }], dialect],
        [[{ ...main, terms: { "101": "R30" } }], terms],
        [[{ ...main, terms: { "101": -1 } }], terms],
        [[{ ...main, terms: ["101"] }], terms]
      ] as const) {
        const message = yield* refused(written(list))
        assert.include(message, remedy)
        assert.notInclude(message, key)
      }
      assert.include(yield* refused(written([main, main])), "give each account a name of its own")
    })
  )
})
