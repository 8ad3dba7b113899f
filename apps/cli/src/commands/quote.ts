/** `smmkit quote`: what an order would cost. */
import { formatAmount } from "@smmkit/core/Money"
import * as Services from "@smmkit/core/Services"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ExitCode } from "../ExitCode.js"
import { draft, price } from "../OrderOptions.js"
import { priceText, serviceText } from "../OrderText.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const priced = yield* Effect.flatMap(draft(invocation), price)
    const { dim } = styleOf(output.stdout)
    const amount = Option.map(priced.price, ({ amount }) => formatAmount(amount))
    const currency = Option.flatMap(priced.price, ({ currency }) => currency)
    yield* output.out(
      output.json
        ? `${output.encode({ amount: Option.getOrNull(amount), currency: Option.getOrNull(currency) })}\n`
        : `${output.plain(priceText(priced))}\n${dim(output.plain(serviceText(priced)))}\n`
    )
    return ExitCode.done
  }).pipe(Effect.provide(Services.layer(Session.client)), Effect.provide(Session.layer(invocation)))
