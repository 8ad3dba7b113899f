/** `smmkit events`: what has happened to orders. */
import { Follow } from "@smmkit/follow/Follow"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.js"
import * as FollowSession from "../FollowSession.js"
import { whole } from "../Numbers.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const after = yield* whole("--after", invocation.value("after") ?? "0", 0, Number.MAX_SAFE_INTEGER)
    const list = Effect.gen(function* () {
      const { account } = yield* Journal
      const { events } = yield* Follow
      const found = events({ account, after: { [account]: after }, live: false })
      yield* FollowSession.writeEvents(
        Stream.mapError(found, (error) =>
          error._tag === "InvalidCursor" ? FollowSession.misused(error) : error
        )
      )
      return ExitCode.done
    })
    return yield* Effect.provide(list, FollowSession.layer(invocation))
  }).pipe(Effect.provide(Session.layer(invocation)))
