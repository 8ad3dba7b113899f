/** `smmkit balance`: what is left on the account. */
import { Balance, Money } from "@smmkit/core"
import { Effect, Schema } from "effect"
import { ExitCode } from "../Failure.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { tell, plain } = yield* Output
    const { get } = yield* Balance.Balance
    const balance = yield* withProgress("reading the balance", get)
    const told = yield* Effect.orDie(Schema.encode(Money.Json)(balance))
    yield* tell(told, `${plain(Money.format(balance))}\n`)
    return ExitCode.done
  }).pipe(Session.provide(invocation, Balance.layer(Session.client)))
