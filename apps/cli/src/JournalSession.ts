/** The journal before the panel's `add`, with what the environment and the options say of it. */
import type { SqlClient } from "@effect/sql/SqlClient"
import * as AddOrder from "@smmkit/core/AddOrder"
import * as Balance from "@smmkit/core/Balance"
import * as CancelOrder from "@smmkit/core/CancelOrder"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import type { PanelClient } from "@smmkit/core/PanelClient"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import * as Refill from "@smmkit/core/Refill"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import type { Services } from "@smmkit/core/Services"
import * as Journal from "@smmkit/journal/Journal"
import * as JournalConfig from "@smmkit/journal/JournalConfig"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Store } from "@smmkit/journal/Store"
import * as BigDecimal from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ExitCode } from "./ExitCode.js"
import { UsageError, variableError } from "./Failure.js"
import * as JournalStore from "./JournalStore.js"
import { amount } from "./Numbers.js"
import type { Invocation } from "./Parse.js"
import * as Profile from "./Profile.js"
import { client } from "./Session.js"

const limit = (
  invocation: Invocation,
  name: string
): Effect.Effect<BigDecimal.BigDecimal | undefined, UsageError> => {
  const given = invocation.value(name)
  return given === undefined ? Effect.succeed(undefined) : amount(`--${name}`, given)
}

/** The lower of a limit that an option names and one that the environment does. */
const lower = (option: BigDecimal.BigDecimal | undefined, variable: BigDecimal.BigDecimal | undefined) =>
  option === undefined || variable === undefined ? (option ?? variable) : BigDecimal.min(option, variable)

/** What the options and the environment say of the journal, or what is wrong with them. */
export const options = (invocation: Invocation): Effect.Effect<JournalConfig.Options, UsageError> =>
  Effect.gen(function* () {
    const perOrder = yield* limit(invocation, "max-order")
    const perRun = yield* limit(invocation, "max-total")
    const perDay = yield* limit(invocation, "max-day")
    const { limits, ...options } = yield* Effect.mapError(JournalConfig.config, variableError)
    const account = (yield* Profile.named(invocation)) ?? options.account
    return {
      ...options,
      // The name that is asked for there is not the present one, by which the account would have to be found.
      account: invocation.command.name === "journal rename" ? undefined : account,
      limits: { perOrder: lower(perOrder, limits?.perOrder), perRun, perDay: lower(perDay, limits?.perDay) }
    }
  })

/** The exit code of a command, unless the second order of a double came to light amid it. */
export const unlessDoubled = (code: ExitCode): Effect.Effect<ExitCode, never, Journal.Journal> =>
  Effect.map(
    Effect.flatMap(Journal.Journal, ({ doubles }) => doubles),
    ({ length }) => (length === 0 ? code : ExitCode.doubled)
  )

/** The journal of one command; `services` is where it learns prices. */
export const layer = (
  invocation: Invocation,
  services: Layer.Layer<Services, never, PanelClient | PanelConfig>
): Layer.Layer<
  Journal.Journal | Services | Store | SqlClient,
  UsageError | StoreError,
  PanelClient | PanelConfig
> =>
  Layer.unwrapEffect(
    Effect.map(options(invocation), (options) =>
      Layer.mapError(Journal.layer(options), (error) =>
        error._tag === "InvalidJournalConfig" ? new UsageError({ message: error.message }) : error
      ).pipe(
        Layer.provide(
          Layer.mergeAll(
            AddOrder.layer(client),
            Balance.layer(client),
            CancelOrder.layer(client),
            OrderStatus.layer(client),
            Refill.layer(client),
            RefillStatus.layer(client)
          )
        ),
        Layer.provideMerge(Layer.merge(services, JournalStore.layer))
      )
    )
  )
