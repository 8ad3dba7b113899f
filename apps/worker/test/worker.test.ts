import { mkdtempSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { FollowStore } from "@smmkit/follow"
import { Store } from "@smmkit/journal"
import { Deferred, Effect, Layer, Option, Redacted, Runtime } from "effect"
import { inject } from "vitest"
import { client, copies, isInstalled } from "../../../packages/journal/test/databases.js"
import * as Accounts from "../src/Accounts.js"
import * as Processes from "../src/cluster/Processes.js"
import { asked, freePort, held, until } from "./runners.js"

const database = copies((client) => Layer.provide(Layer.merge(FollowStore.layer, Store.layer()), client))

const account = (name: string, url = "http://127.0.0.1:9/api/v2") => ({ name, url, key: `fake-key-${name}` })

const worker = (environment: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const probe = yield* freePort
    const running = yield* Processes.startService({
      command: ["node", "apps/worker/dist/bundled/main.js"],
      environment: {
        SMMKIT_RUNNER_PORT: String(yield* freePort),
        SMMKIT_PROBE_PORT: String(probe),
        XDG_STATE_HOME: mkdtempSync(join(inject("folder"), "state-")),
        ...environment
      }
    })
    return { ...running, probe }
  })

/** A panel that takes connections and never answers; tells when it was asked. */
const silentPanel = Effect.gen(function* () {
  const wasAsked = yield* Deferred.make<void>()
  const run = Runtime.runSync(yield* Effect.runtime<never>())
  const server = createServer((socket) => {
    socket.on("error", () => undefined)
    socket.once("data", () => run(Deferred.succeed(wasAsked, undefined)))
  })
  const port = yield* Effect.acquireRelease(
    Effect.async<number>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        resume(Effect.succeed(typeof address === "object" ? (address?.port ?? 0) : 0))
      })
    }),
    () => Effect.sync(() => server.close())
  )
  return { url: `http://127.0.0.1:${port}/api/v2`, wasAsked: Deferred.await(wasAsked) }
})

describe.skipIf(!isInstalled)("a runner", () => {
  it.scopedLive("takes up accounts that are added to its file, and lets go of those that are removed", () =>
    Effect.gen(function* () {
      const file = join(inject("folder"), "accounts.json")
      const write = (...names: ReadonlyArray<string>) =>
        Effect.sync(() =>
          writeFileSync(file, JSON.stringify(names.map((name) => account(name))), { mode: 0o600 })
        )
      yield* write("one", "two")
      const { probe } = yield* worker({ SMMKIT_JOURNAL: yield* database, SMMKIT_ACCOUNTS_FILE: file })
      yield* until(held(probe), (names) => names.join() === "one,two")
      yield* write("two", "three")
      yield* until(held(probe), (names) => names.join() === "three,two")
      // What cannot be read leaves all as it is.
      yield* Effect.sync(() => writeFileSync(file, "[{"))
      yield* write("two")
      yield* until(held(probe), (names) => names.join() === "two")
      // How far behind each account is, is not counted anew each time.
      const isAttended = /^smmkit_follow_attended\{account="[^"]+",name="two"\} 1$/m
      yield* until(asked(probe, "/metrics"), (metrics) => isAttended.test(metrics?.text ?? ""))
    })
  )

  it.scopedLive("gives back what it has claimed when it is asked to end", () =>
    Effect.gen(function* () {
      const url = yield* database
      const panel = yield* silentPanel
      const { signal, ended, probe } = yield* worker({
        SMMKIT_JOURNAL: url,
        SMMKIT_ACCOUNTS: JSON.stringify([account("slow", panel.url)])
      })
      yield* until(held(probe), (names) => names.length === 1)
      const claims = yield* Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const found = sql<{ account: string }>`SELECT account FROM smmkit_follow_account`
        const [row] = yield* until(found, ({ length }) => length === 1)
        yield* sql`INSERT INTO smmkit_follow_order (account, order_id, placed, due)
          VALUES (${row?.account ?? ""}, '7', 0, 0)`
        const claimed = sql<{
          leased: string
        }>`SELECT leased FROM smmkit_follow_order WHERE claim <> 0 AND leased > 0`
        yield* panel.wasAsked
        const before = yield* claimed
        yield* signal("SIGTERM")
        assert.strictEqual(yield* ended, 0)
        return { before: before.length, after: (yield* claimed).length }
      }).pipe(Effect.provide(client(url)))

      assert.deepStrictEqual(claims, { before: 1, after: 0 })
    })
  )

  it.scopedLive("says what is wrong with its settings, and nothing of a key", () =>
    Effect.gen(function* () {
      const place = { SMMKIT_JOURNAL: yield* database }
      const taken = new URL((yield* silentPanel).url).port
      const wrong: ReadonlyArray<readonly [Readonly<Record<string, string>>, RegExp]> = [
        [place, /SMMKIT_ACCOUNTS/],
        [
          {
            ...place,
            SMMKIT_ACCOUNTS: JSON.stringify([{ ...account("one", "http://panel.example/"), key: "s3cret" }])
          },
          /use https/
        ],
        [
          { ...place, SMMKIT_ACCOUNTS: JSON.stringify([account("one")]), SMMKIT_RUNNER_PORT: taken },
          /cannot listen: .*EADDRINUSE.*127\.0\.0\.1/
        ]
      ]
      yield* Effect.forEach(wrong, ([environment, message]) =>
        Effect.gen(function* () {
          const { ended, said } = yield* worker(environment)
          assert.notStrictEqual(yield* ended, 0)
          assert.match(said(), message)
          assert.notInclude(said(), "s3cret")
        })
      )
      // What it says of a list, without a process for each.
      const lists: ReadonlyArray<readonly [string, RegExp]> = [
        ['[{"name":"one","key":"s3cret"}]', /list of accounts cannot be used/],
        [
          JSON.stringify([{ ...account("one"), key: "s3cret" }, account("one")]),
          /give each account a name of its own/
        ]
      ]
      for (const [text, message] of lists) {
        const given = { text: Option.some(Redacted.make(text)), file: Option.none() }
        const error = yield* Effect.flip(Accounts.accounts(given))
        assert.match(error.message, message)
        assert.notInclude(error.message, "s3cret")
      }
    })
  )

  it.scopedLive("waits for a database that is not there yet", () =>
    Effect.gen(function* () {
      const { probe, said, signal, ended } = yield* worker({
        SMMKIT_JOURNAL: "postgres://postgres@127.0.0.1:9/none",
        SMMKIT_ACCOUNTS: JSON.stringify([account("one")])
      })
      yield* until(Effect.sync(said), (text) => (text.match(/cannot start/g) ?? []).length >= 2)
      assert.isNull(yield* asked(probe, "/healthz"))
      yield* signal("SIGTERM")
      yield* ended
    })
  )
})
