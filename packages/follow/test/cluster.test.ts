import * as TestRunner from "@effect/cluster/TestRunner"
import { assert, describe, it } from "@effect/vitest"
import { SandboxTransport } from "@smmkit/sandbox"
import { Cause, Effect, Exit, Layer, Logger, LogLevel, Stream } from "effect"
import * as FollowCluster from "../src/FollowCluster.js"
import { world } from "./world.js"

/** What comes of a runner that is started with a stream of accounts. */
const started = (accounts: FollowCluster.Options["accounts"]) =>
  Effect.exit(Effect.scoped(Layer.build(FollowCluster.layer({ accounts })))).pipe(
    Effect.provide(
      Layer.mergeAll(SandboxTransport.layer, TestRunner.layer).pipe(Layer.provideMerge(world()))
    ),
    Logger.withMinimumLogLevel(LogLevel.None)
  )

describe("FollowCluster.layer", () => {
  it.live("fails where its stream of accounts has broken off, or ended, before there was a list", () =>
    Effect.gen(function* () {
      const broken = yield* started(Stream.die(new Error("no such file")))
      assert.match(Exit.isFailure(broken) ? Cause.pretty(broken.cause) : "", /no such file/)
      const empty = yield* started(Stream.empty)
      assert.match(Exit.isFailure(empty) ? Cause.pretty(empty.cause) : "", /none came before its end/)
      assert.isTrue(Exit.isSuccess(yield* started(Stream.succeed([]))))
    })
  )
})
