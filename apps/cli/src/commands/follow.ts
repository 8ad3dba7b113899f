/** `smmkit follow`: looks after the orders of the account, and tells what happens to them. */
import { Follow } from "@smmkit/follow/Follow"
import { FollowStore } from "@smmkit/follow/FollowStore"
import * as Sweep from "@smmkit/follow/Sweep"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.js"
import * as FollowSession from "../FollowSession.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"

/** Looks at all that is due by now, as fast as the panel's limit lets it. */
const onceThrough = ({ account, round }: Sweep.Sweep) =>
  Effect.gen(function* () {
    const store = yield* FollowStore
    const end = yield* store.now
    const isDue = (due: number | null): boolean => due !== null && due <= end
    const step = Effect.gen(function* () {
      const { now, agendas } = yield* store.agenda([account])
      const [agenda] = agendas
      if (agenda === undefined || agenda.paused) return false
      const { due, refillDue, free } = agenda
      if (!isDue(due) && !isDue(refillDue)) return false
      yield* Effect.sleep(Math.max(0, free - now))
      yield* round(isDue(due) ? "orders" : "refills")
      return true
    })
    yield* Effect.repeat(step, { while: (more) => more })
  })

const hurryAll = (account: string) =>
  Effect.flatMap(FollowStore, (store) =>
    Stream.runForEach(store.orders({ account, open: true }), ({ order }) => store.hurry(account, order))
  )

const follow = (invocation: Invocation) =>
  Effect.gen(function* () {
    const sweep = yield* Sweep.make({ panel: yield* Session.options(invocation) })
    const { account } = sweep
    const store = yield* FollowStore
    const { events } = yield* Follow
    const after = { [account]: (yield* store.ends).get(account) ?? 0 }
    if (invocation.flag("now")) yield* hurryAll(account)
    if (invocation.flag("once")) {
      yield* onceThrough(sweep)
      yield* FollowSession.writeEvents(events({ account, after, live: false }))
      return ExitCode.done
    }
    yield* Effect.forkScoped(sweep.run)
    yield* FollowSession.writeEvents(events({ account, after }), true)
    return ExitCode.done
  })

export const run = (invocation: Invocation) =>
  follow(invocation).pipe(
    Effect.scoped,
    Effect.provide(Session.network),
    Effect.catchTags({
      InvalidOption: (error) => FollowSession.misused(error),
      InvalidCursor: (error) => FollowSession.misused(error)
    }),
    Effect.provide(FollowSession.layer(invocation)),
    Effect.provide(Session.layer(invocation))
  )
