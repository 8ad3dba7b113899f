/** `smmkit orders`: the orders that are followed, as they were last seen. */
import { Follow } from "@smmkit/follow/Follow"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import { ExitCode } from "../ExitCode.js"
import * as FollowSession from "../FollowSession.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { account } = yield* Journal
    const { orders } = yield* Follow
    yield* FollowSession.writeOrders(orders({ account }))
    return ExitCode.done
  }).pipe(Effect.provide(FollowSession.layer(invocation)), Effect.provide(Session.layer(invocation)))
