/** The journal before the panel's `add`, with what the environment and the options say of it. */
import { Panel, type PanelClient, type PanelConfig, Services } from "@smmkit/core"
import { Journal, JournalConfig, Place } from "@smmkit/journal"
import { BigDecimal, Effect, Layer } from "effect"
import { ExitCode, misused, type UsageError, variableError } from "./Failure.js"
import { amount, given } from "./Numbers.js"
import type { Invocation } from "./Parse.js"
import * as Session from "./Session.js"

/** The lower of a limit that an option names and one that the environment does. */
const lower = (option: BigDecimal.BigDecimal | undefined, variable: BigDecimal.BigDecimal | undefined) =>
  option === undefined || variable === undefined ? (option ?? variable) : BigDecimal.min(option, variable)

/** What the options and the environment say of the journal, or what is wrong with them. */
export const options = (invocation: Invocation): Effect.Effect<JournalConfig.Options, UsageError> =>
  Effect.gen(function* () {
    const perOrder = yield* given(invocation, "max-order", amount)
    const perRun = yield* given(invocation, "max-total", amount)
    const perDay = yield* given(invocation, "max-day", amount)
    const { limits, ...options } = yield* Effect.mapError(JournalConfig.config, variableError)
    const profile = yield* Session.profile(invocation)
    const own = profile === undefined ? undefined : (yield* Session.account(invocation)).books
    return {
      ...options,
      account: profile ?? options.account,
      books: own ?? options.books,
      limits: { perOrder: lower(perOrder, limits?.perOrder), perRun, perDay: lower(perDay, limits?.perDay) }
    }
  })

/** The exit code of a command, unless the second order of a double came to light amid it. */
export const unlessDoubled = (code: ExitCode): Effect.Effect<ExitCode, never, Journal.Journal> =>
  Effect.map(
    Effect.flatMap(Journal.Journal, ({ doubles }) => doubles),
    ({ length }) => (length === 0 ? code : ExitCode.doubled)
  )

/** The store that `SMMKIT_JOURNAL` names: one for all that stands on it in a command. */
export const store = Layer.unwrapEffect(
  Effect.mapBoth(Place.config, { onFailure: variableError, onSuccess: Place.layerWithClient })
)

/** The journal of one command; `services` is where it learns prices. */
export const layer = (
  invocation: Invocation,
  services: Layer.Layer<Services.Services, never, PanelClient.PanelClient | PanelConfig.PanelConfig>
) => {
  const kept = Layer.merge(services, store)
  return Layer.unwrapEffect(
    Effect.map(options(invocation), (options) =>
      Journal.layer(options).pipe(
        Layer.mapError((error) => (error._tag === "InvalidJournalConfig" ? misused(error) : error)),
        // The panel's own way to prices gives way to this one.
        Layer.provide(Layer.merge(Panel.layerClient(Session.client), kept)),
        Layer.merge(kept)
      )
    )
  )
}

/** Provides a command with the journal, and with the road to the panel. */
export const provide = (invocation: Invocation) =>
  Session.provide(invocation, layer(invocation, Services.layer(Session.client)))
