/** `smmkit status`: how orders are doing. */
import { OrderId } from "@smmkit/core/Identifiers"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Answers from "../Answers.js"
import { UsageError } from "../Failure.js"
import { collect } from "../Ids.js"
import { seconds } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import * as StatusView from "../StatusView.js"
import { watch } from "../Watch.js"

const longestWait = 86_400

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const isWatching = invocation.flag("watch")
    const given = invocation.value("every")
    const every = given === undefined ? undefined : yield* seconds("--every", given, longestWait)
    if (every !== undefined && !isWatching) {
      return yield* new UsageError({
        message: "--every says how often --watch looks: give --watch, or leave it out"
      })
    }
    const asked = yield* collect(invocation, OrderId)
    if (isWatching) return yield* watch(asked, every)
    const { stream } = yield* OrderStatus.OrderStatus
    const view = StatusView.make(yield* Output)
    return yield* Answers.write(asked, stream(Stream.fromIterable(asked.distinct)), view)
  }).pipe(Effect.provide(OrderStatus.layer(Session.client)), Effect.provide(Session.layer(invocation)))
