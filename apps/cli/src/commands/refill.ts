/** `smmkit refill`: asks through the journal for what orders have lost since, each order once at a time. */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Refill from "@smmkit/core/Refill"
import { layer as services } from "@smmkit/core/Services"
import * as Journal from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import * as Answers from "../Answers.js"
import { collect } from "../Ids.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import type { View } from "../Rows.js"
import * as Session from "../Session.js"
import { inSlices } from "../Slices.js"
import { styleOf } from "../Style.js"

const view = ({ plain, stdout }: Output.Service): View<Refill.Answer> => {
  const { cyan } = styleOf(stdout)
  return {
    id: "order",
    columns: [{ title: "REFILL" }],
    json: ({ refill }) => ({ refill }),
    cells: ({ refill }) => [{ text: plain(refill), paint: cyan }],
    done: (order, { refill }) => `order ${order} has refill ${refill}`
  }
}

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, OrderId)
    const { requestMany } = yield* Refill.Refill
    return yield* Answers.write(asked, inSlices(asked, requestMany), view(yield* Output))
  }).pipe(
    Effect.provide(Journal.layerRefill),
    Effect.provide(JournalSession.layer(invocation, services(Session.client))),
    Effect.provide(Session.layer(invocation))
  )
