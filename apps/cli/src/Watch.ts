/** `status --watch`: looks at orders again and again until each has come to its end. */

import type { Answered } from "@smmkit/core/Call"
import type { OrderId } from "@smmkit/core/Identifiers"
import { isFinal } from "@smmkit/core/OrderState"
import { type Answer, OrderStatus } from "@smmkit/core/OrderStatus"
import type { ReadError } from "@smmkit/core/PanelError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as Answers from "./Answers.js"
import type { ExitCode } from "./ExitCode.js"
import type { Failure, OutputFailed, PipeClosed } from "./Failure.js"
import type { Asked } from "./Ids.js"
import { Output } from "./Output.js"
import type { View } from "./Rows.js"
import * as StatusView from "./StatusView.js"
import { type Frame, lines, redrawn } from "./WatchView.js"

/** One order: what was last seen of it, and how often in a row it could not be seen. */
interface Watched {
  readonly last: Answered<OrderId, Answer, ReadError>
  readonly misses: number
  readonly isOver: boolean
}

// A person who has just ordered looks closely; after that most panels ask for patience.
const firstWaits = [1, 2, 4, 8, 16]
const laterWait = 30

const mostMisses = 5

/** What one more look makes of an order. One that has been seen is not given up for a passing failure. */
const look = (before: Watched | undefined, now: Answered<OrderId, Answer, ReadError>): Watched => {
  if (Either.isRight(now.result)) {
    return { last: now, misses: 0, isOver: isFinal(now.result.right.status) }
  }
  const error = now.result.left
  const misses = (before?.misses ?? 0) + 1
  const mayPass = error.retryable || error._tag === "UnexpectedAnswer"
  return before !== undefined && Either.isRight(before.last.result) && mayPass && misses < mostMisses
    ? { last: before.last, misses, isOver: false }
    : { last: now, misses, isOver: true }
}

/** Follows the orders, showing each change, to the last state of the last one. */
export const watch = (
  asked: Asked<OrderId>,
  every: number | undefined
): Effect.Effect<ExitCode, Failure, Output | OrderStatus> =>
  Effect.gen(function* () {
    const output = yield* Output
    const { many } = yield* OrderStatus
    const watched = new Map<OrderId, Watched>()
    const view = StatusView.make(output)
    const show = presentation(asked, output, view)
    for (let round = 0; ; round++) {
      const open = asked.distinct.filter((id) => watched.get(id)?.isOver !== true)
      if (open.length === 0) break
      if (round > 0) yield* Effect.sleep(Duration.seconds(every ?? firstWaits[round - 1] ?? laterWait))
      for (const answer of yield* many(open)) watched.set(answer.id, look(watched.get(answer.id), answer))
      yield* show((id) => watched.get(id)?.last)
    }
    const results = [...watched.values()].map(({ last }) => last)
    // The rows are on the screen already; what is left to tell is the end.
    return yield* Answers.write(asked, Stream.fromIterable(results), { ...view, isShown: !output.json })
  })

type Show = (lookUp: (id: OrderId) => Frame | undefined) => Effect.Effect<void, OutputFailed | PipeClosed>

const presentation = (asked: Asked<OrderId>, output: Output.Service, view: View<Answer>): Show => {
  if (output.json) return () => Effect.void
  const fits = asked.places.length + 2 < output.stdout.rows
  const next =
    output.stdout.isStyled && fits ? redrawn(asked.places, output, view) : lines(asked.distinct, output, view)
  return (lookUp) => {
    const text = next(lookUp)
    return text === "" ? Effect.void : output.out(text)
  }
}
