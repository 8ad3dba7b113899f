/**
 * Turns of the event loop: what is ready to run has run, and what has arrived has been taken in, before the
 * next one. They are no time of the `Clock`, so they pass under a `TestClock`, too.
 */
import * as Effect from "effect/Effect"
import * as Scheduler from "effect/Scheduler"

const eventLoop = /* @__PURE__ */ Scheduler.timer(0)

/** One turn. */
export const turn: Effect.Effect<void> = /* @__PURE__ */ Effect.async<void>((resume) => {
  eventLoop.scheduleTask(() => resume(Effect.void), 0)
})

/** One turn in between may be quiet while answers are on their way through sockets. */
export const mostQuiet = 3

/** About as long as a caller may wait for others who keep on coming. */
export const mostTurns = 30

/** Ends when some turns in a row have added nothing to what is counted. */
export const quiet = (count: () => number): Effect.Effect<void> =>
  Effect.suspend(() => {
    let seen = count()
    let quietTurns = 0
    let turns = 0
    const next: Effect.Effect<void> = Effect.flatMap(turn, () => {
      const now = count()
      quietTurns = now === seen ? quietTurns + 1 : 0
      seen = now
      turns += 1
      return quietTurns >= mostQuiet || turns >= mostTurns ? Effect.void : next
    })
    return next
  })
