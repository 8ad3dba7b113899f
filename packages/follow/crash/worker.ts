/** One process that follows, which may be killed, stopped and continued at any moment. */
import { NodeTransport } from "@smmkit/adapter-node"
import { Follow, FollowStore } from "@smmkit/follow"
import { Place } from "@smmkit/journal"
import { Duration, Effect, Layer, Redacted, Schedule } from "effect"
import { fast } from "./clock.js"

/** Without a start, time is the database's own. */
const [database = "", url = "", start = "", calls = "2000", seconds = "60"] = process.argv.slice(2)

// A server that is silent when it is asked for the first time is given up, too.
const store = Place.layerWithClient({ _tag: "Postgres", url: Redacted.make(database) })
const panel = { url, key: Redacted.make("sandbox-key"), timeout: "5 seconds" } as const

const follow = Follow.layer({
  accounts: [{ panel, limit: { calls: Number(calls), per: Duration.seconds(Number(seconds)) } }],
  every: "200 millis"
}).pipe(
  Layer.provide(Layer.provideMerge(FollowStore.layer, store)),
  Layer.provide(start === "" ? Layer.empty : fast(Number(start))),
  Layer.provide(NodeTransport.layer)
)

// From here on a kill is worth something.
const ready = Effect.sync(() => process.stdout.write("following\n"))

// A database that is coming up again is waited for.
const program = Effect.scoped(Effect.zipRight(Layer.build(follow), Effect.zipRight(ready, Effect.never)))

Effect.runPromise(Effect.retry(program, Schedule.spaced("200 millis"))).catch((failure) => {
  process.stderr.write(`${failure}\n`)
  process.exitCode = 1
})
