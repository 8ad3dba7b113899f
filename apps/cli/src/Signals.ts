/** The signals that ask the program to end, and what an interruption has to know of what was sent. */
import { Context, Effect, Fiber } from "effect"

export class Counts {
  /** The calls that spend or change something, and may have been carried out. */
  maybe = 0
  /** Those of them whose answer is waited for. */
  underWay = 0
  /** How to go on after an interruption, where a journal keeps what was sent. */
  goOn = (): string => ""
  /** What is known to have been done by then, if anything is. */
  done = ""
  /** Whether the same command may be given again in any case. */
  isRepeatable = false
}

export class Sent extends Context.Tag("@smmkit/cli/Sent")<Sent, Counts>() {}

/**
 * Runs work that an interruption does not simply cut off: `end` is then told of the fiber that does it. What the work
 * has come to is told by `tell`, and nothing comes between the two.
 */
export const toItsEnd = <A, E, R, E2, R2>(
  work: Effect.Effect<A, E, R>,
  end: (fiber: Fiber.Fiber<A, E>) => Effect.Effect<unknown, never, R2>,
  tell: (result: A) => Effect.Effect<void, E2, R2>
): Effect.Effect<void, E | E2, R | R2> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      // Children are interrupted with their parent, and this one has to come to its end.
      const fiber = yield* Effect.forkDaemon(Effect.interruptible(work))
      yield* tell(
        yield* Effect.onInterrupt(restore(Fiber.join(fiber)), () => Effect.suspend(() => end(fiber)))
      )
    })
  )

const signals: ReadonlyArray<NodeJS.Signals> = ["SIGINT", "SIGTERM", "SIGHUP"]

/** Waits for the first of them. A second one then ends the program at once, as signals do by themselves. */
export const next: Effect.Effect<NodeJS.Signals> = Effect.async((resume) => {
  const forget = (): void => {
    for (const signal of signals) process.off(signal, end)
  }
  const end = (signal: NodeJS.Signals): void => {
    forget()
    resume(Effect.succeed(signal))
  }
  for (const signal of signals) process.on(signal, end)
  return Effect.sync(forget)
})
