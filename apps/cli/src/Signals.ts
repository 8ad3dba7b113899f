/** The signals that ask the program to end. */
import * as Effect from "effect/Effect"

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
