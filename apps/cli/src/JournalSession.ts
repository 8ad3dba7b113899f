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
import type { Limits } from "@smmkit/journal/JournalConfig"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Store } from "@smmkit/journal/Store"
import type { BigDecimal } from "effect/BigDecimal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ExitCode } from "./ExitCode.js"
import { UsageError } from "./Failure.js"
import * as JournalStore from "./JournalStore.js"
import { amount, seconds } from "./Numbers.js"
import type { Invocation } from "./Parse.js"
import { client, text } from "./Session.js"
import { quote } from "./Text.js"

const limit = (invocation: Invocation, name: string): Effect.Effect<BigDecimal | undefined, UsageError> => {
  const given = invocation.value(name)
  return given === undefined ? Effect.succeed(undefined) : amount(`--${name}`, given)
}

/** The spending limits that the options name. */
const limits = (invocation: Invocation): Effect.Effect<Limits, UsageError> =>
  Effect.all({
    perOrder: limit(invocation, "max-order"),
    perRun: limit(invocation, "max-total"),
    perDay: limit(invocation, "max-day")
  })

const yesOrNo = (name: string): Effect.Effect<boolean, UsageError> =>
  Effect.flatMap(text(name), (given) => {
    if (given === "" || given === "no") return Effect.succeed(false)
    return given === "yes"
      ? Effect.succeed(true)
      : new UsageError({ message: `${name} is ${quote(given)}: give yes or no` })
  })

const longest = 30 * 86_400

/** A variable of seconds, in milliseconds. */
const time = (name: string): Effect.Effect<number | undefined, UsageError> =>
  Effect.flatMap(text(name), (given) =>
    given === ""
      ? Effect.succeed(undefined)
      : Effect.map(seconds(name, given, longest), (seconds) => seconds * 1000)
  )

/** What the options and the environment say of the journal, or what is wrong with them. */
export const options = (invocation: Invocation) =>
  Effect.gen(function* () {
    return {
      limits: yield* limits(invocation),
      exclusive: yield* yesOrNo("SMMKIT_EXCLUSIVE"),
      honoursRequestId: yield* time("SMMKIT_HONOURS_REQUEST_ID"),
      settlingTime: yield* time("SMMKIT_SETTLING_TIME")
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
