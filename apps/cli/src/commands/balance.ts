/** `smmkit balance`: what is left on the account. */
import * as Balance from "@smmkit/core/Balance"
import { format, Json } from "@smmkit/core/Money"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ExitCode } from "../ExitCode.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Session from "../Session.js"

const toJson = Schema.encodeSync(Json)

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { json, out, plain, encode } = yield* Output
    const balance = yield* withProgress(
      "reading the balance",
      Effect.flatMap(Balance.Balance, ({ get }) => get)
    )
    yield* out(json ? `${encode(toJson(balance))}\n` : `${plain(format(balance))}\n`)
    return ExitCode.done
  }).pipe(Effect.provide(Balance.layer(Session.client)), Effect.provide(Session.layer(invocation)))
