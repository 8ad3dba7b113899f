/** Times that many things may take at most, with one timer for all, as each would cost more than what it is for. */
import type * as Duration from "effect/Duration"
import { toMillis } from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"
import type * as Scope from "effect/Scope"

/** Does something once the time is over, unless what is given back is called before. */
export type Alarm = (late: Effect.Effect<unknown>) => () => void

interface Pending {
  readonly due: number
  readonly late: Effect.Effect<unknown>
}

/** It works until the scope ends, also for what is still waited for then. */
export const make = (longest: Duration.Duration): Effect.Effect<Alarm, never, Scope.Scope> =>
  Effect.gen(function* () {
    const clock = yield* Effect.clock
    const start = Runtime.runFork(yield* Effect.runtime<never>())
    /** The first is the oldest. */
    const pending = new Set<Pending>()
    let timer: Fiber.RuntimeFiber<void> | undefined

    const watch: Effect.Effect<void> = Effect.gen(function* () {
      const [oldest] = pending
      if (oldest === undefined) {
        timer = undefined
        return
      }
      const left = oldest.due - clock.unsafeCurrentTimeMillis()
      if (left > 0) yield* Effect.sleep(left)
      else {
        pending.delete(oldest)
        yield* oldest.late
      }
      return yield* watch
    })

    yield* Effect.addFinalizer(() => (timer === undefined ? Effect.void : Fiber.interrupt(timer)))

    return (late) => {
      const one: Pending = { due: clock.unsafeCurrentTimeMillis() + toMillis(longest), late }
      pending.add(one)
      timer ??= start(watch)
      return () => void pending.delete(one)
    }
  })
