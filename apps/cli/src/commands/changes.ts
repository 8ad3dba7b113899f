/** `smmkit refill`, `cancel` and `refill-status`: what is asked for orders that the panel has. */
import { CancelOrder, Identifiers, Refill, RefillStatus } from "@smmkit/core"
import { Journal } from "@smmkit/journal"
import { Effect } from "effect"
import * as Answers from "../Answers.js"
import { collect } from "../Ids.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import { stateColour, styleOf } from "../Style.js"

const refillView = ({ plain, stdout }: Output.Service): Answers.View<Refill.Answer> => ({
  id: "order",
  columns: [{ title: "REFILL" }],
  json: ({ refill }) => ({ refill }),
  cells: ({ refill }) => [{ text: plain(refill), paint: styleOf(stdout).cyan }],
  done: (order, { refill }) => `order ${order} has refill ${refill}`
})

/** Asks through the journal for what orders have lost since, each order once at a time. */
export const refill = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, Identifiers.OrderId)
    const { requestMany } = yield* Refill.Refill
    return yield* Answers.write(asked, Answers.inSlices(asked, requestMany), refillView(yield* Output))
  }).pipe(Effect.provide(Journal.layerRefill), JournalSession.provide(invocation))

const cancelView = ({ stdout }: Output.Service): Answers.View<void> => ({
  id: "order",
  columns: [{ title: "CANCEL" }],
  json: () => ({ cancel: true }),
  cells: () => [{ text: "requested", paint: styleOf(stdout).green }],
  done: (order) => `the cancel of order ${order} was requested`
})

/** Asks through the journal that orders be stopped, each order once. */
export const cancel = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, Identifiers.OrderId)
    const { requestMany } = yield* CancelOrder.CancelOrder
    return yield* Answers.write(asked, Answers.inSlices(asked, requestMany), cancelView(yield* Output))
  }).pipe(Effect.provide(Journal.layerCancelOrder), JournalSession.provide(invocation))

const statusView = ({ plain, stdout }: Output.Service): Answers.View<RefillStatus.Answer> => ({
  id: "refill",
  columns: [{ title: "STATUS" }],
  json: ({ status }) => ({ status }),
  cells: ({ status }) => [{ text: plain(status), paint: stateColour(styleOf(stdout), status) }]
})

/** What became of refills. */
export const refillStatus = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, Identifiers.RefillId)
    const { many } = yield* RefillStatus.RefillStatus
    return yield* Answers.write(asked, Answers.inSlices(asked, many), statusView(yield* Output))
  }).pipe(Session.provide(invocation, RefillStatus.layer(Session.client)))
