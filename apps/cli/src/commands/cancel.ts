/** `smmkit cancel`: asks through the journal that orders be stopped, each order once. */
import * as CancelOrder from "@smmkit/core/CancelOrder"
import { OrderId } from "@smmkit/core/Identifiers"
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

const view = ({ stdout }: Output.Service): View<void> => {
  const { green } = styleOf(stdout)
  return {
    id: "order",
    columns: [{ title: "CANCEL" }],
    json: () => ({ cancel: true }),
    cells: () => [{ text: "requested", paint: green }],
    done: (order) => `the cancel of order ${order} was requested`
  }
}

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, OrderId)
    const { requestMany } = yield* CancelOrder.CancelOrder
    return yield* Answers.write(asked, inSlices(asked, requestMany), view(yield* Output))
  }).pipe(
    Effect.provide(Journal.layerCancelOrder),
    Effect.provide(JournalSession.layer(invocation, services(Session.client))),
    Effect.provide(Session.layer(invocation))
  )
