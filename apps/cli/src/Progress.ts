/** A sign of life on work that takes longer than a second, where a person looks on. */
import { Duration, Effect } from "effect"
import { Output } from "./Output.js"

const first = Duration.seconds(1)
const between = Duration.millis(250)
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

/** Runs the effect, with a line that says what is being done; `detail` may add how far it has got. */
export const withProgress = <A, E, R>(
  label: string,
  effect: Effect.Effect<A, E, R>,
  detail: () => string = () => ""
): Effect.Effect<A, E, R | Output> =>
  Effect.flatMap(Output, ({ stderr, progress, err }) => {
    if (!stderr.isTerminal) return effect
    let frame = 0
    const draw = Effect.suspend(() => {
      frame += 1
      return progress(`${frames[frame % frames.length] ?? ""} ${label}${detail()}`)
    })
    // Without cursor movement one line has to do.
    const show = stderr.isStyled ? Effect.forever(Effect.delay(draw, between)) : err(`${label}...\n`)
    return Effect.scoped(
      Effect.zipRight(Effect.forkScoped(Effect.delay(show, first)), Effect.ensuring(effect, progress("")))
    )
  })
