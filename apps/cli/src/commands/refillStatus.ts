/** `smmkit refill-status`: what became of refills. */
import { RefillId } from "@smmkit/core/Identifiers"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import * as Effect from "effect/Effect"
import * as Answers from "../Answers.js"
import { collect } from "../Ids.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import type { View } from "../Rows.js"
import * as Session from "../Session.js"
import { inSlices } from "../Slices.js"
import { stateColour, styleOf } from "../Style.js"

const view = ({ plain, stdout }: Output.Service): View<RefillStatus.Answer> => ({
  id: "refill",
  columns: [{ title: "STATUS" }],
  json: ({ status }) => ({ status }),
  cells: ({ status }) => [{ text: plain(status), paint: stateColour(styleOf(stdout), status) }]
})

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const asked = yield* collect(invocation, RefillId)
    const { many } = yield* RefillStatus.RefillStatus
    return yield* Answers.write(asked, inSlices(asked, many), view(yield* Output))
  }).pipe(Effect.provide(RefillStatus.layer(Session.client)), Effect.provide(Session.layer(invocation)))
