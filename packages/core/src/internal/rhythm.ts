/**
 * How long the first of a group waits for others, where no time is set: for some turns of the event loop in
 * which nobody comes. Where groups follow each other closely, the next one may wait as long as the pause
 * before it was, since more will come from where it came from, such as a few sockets that many stand behind.
 * That is tried ever less often while it gathers nobody, as with callers who only ask on when they are answered.
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

/** The pause, in turns, behind which what comes is no more of the same. */
const longestPause = 40

/** How many groups go without a longer wait at most, when none has paid. */
const mostSkipped = 64

/** The rhythm of one line of groups. */
export interface Rhythm {
  /** Ends when no more are to be waited for; of a group that is full, the count is undefined. */
  readonly gathered: (count: () => number | undefined) => Effect.Effect<void>
  /** Counts the pause after a group, for as long as it tells something. */
  readonly pause: (isOver: () => boolean) => Effect.Effect<void>
}

export const make = (): Rhythm => {
  /** Turns since somebody came. */
  let since = Number.POSITIVE_INFINITY
  let skipped = 0
  let toSkip = 0

  /** How long this group waits for the next one to come. */
  const patience = (): number => {
    if (since > longestPause) return mostQuiet
    if (skipped < toSkip) {
      skipped += 1
      return mostQuiet
    }
    skipped = 0
    // Pauses are not all of one length.
    return Math.max(2 * mostQuiet, Math.ceil(1.5 * since))
  }

  const gathered = (count: () => number | undefined): Effect.Effect<void> =>
    Effect.suspend(() => {
      const most = patience()
      let seen = count()
      let turns = 0
      let hasPaid = false
      since = 0
      const next: Effect.Effect<void> = Effect.flatMap(turn, () => {
        const now = count()
        if (now !== seen && since >= mostQuiet) hasPaid = true
        since = now === seen ? since + 1 : 0
        seen = now
        turns += 1
        if (now !== undefined && since < most && turns < Math.max(mostTurns, 2 * most)) return next
        if (hasPaid) toSkip = 0
        else if (most > mostQuiet && since >= most) toSkip = Math.min(2 * toSkip + 1, mostSkipped)
        return Effect.void
      })
      return next
    })

  const pause = (isOver: () => boolean): Effect.Effect<void> =>
    Effect.suspend(() => {
      if (isOver() || since > longestPause) return Effect.void
      since += 1
      return Effect.zipRight(turn, pause(isOver))
    })

  return { gathered, pause }
}
