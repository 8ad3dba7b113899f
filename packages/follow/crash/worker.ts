/** One process that follows, which may be killed, stopped and continued at any moment. */
import { PgClient } from "@effect/sql-pg"
import { NodeTransport } from "@smmkit/adapter-node"
import { Follow, FollowStore } from "@smmkit/follow"
import { Store } from "@smmkit/journal"
import { Effect, Layer, Redacted, Schedule } from "effect"
import { fast } from "./clock.js"

const [database = "", url = "", start = "0"] = process.argv.slice(2)

const client = PgClient.layer({ url: Redacted.make(database) })
const panel = { url, key: Redacted.make("sandbox-key"), timeout: "5 seconds" } as const

const follow = Follow.layer({
  accounts: [{ panel, limit: { calls: 2000, per: "1 minute" } }],
  every: "100 millis"
}).pipe(
  Layer.provide(Layer.merge(FollowStore.layer, Store.layer())),
  Layer.provide(fast(Number(start))),
  Layer.provide(NodeTransport.layer),
  Layer.provide(client)
)

// From here on a kill is worth something.
const ready = Effect.sync(() => process.stdout.write("following\n"))

// A database that is coming up again is waited for.
const program = Effect.scoped(Effect.zipRight(Layer.build(follow), Effect.zipRight(ready, Effect.never)))

Effect.runPromise(Effect.retry(program, Schedule.spaced("200 millis"))).catch((failure) => {
  process.stderr.write(`${failure}\n`)
  process.exitCode = 1
})
