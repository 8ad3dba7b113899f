/** Any number of IDs through a question about many, a bounded number of answers at a time. */
import type { Answered } from "@smmkit/core/Call"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type { Asked } from "./Ids.js"

const slice = 1000

/** Asks slice after slice, and no more once the account is refused: a panel blocks who tries on. */
export const inSlices = <Id, A, E extends PanelError>(
  { distinct }: Asked<Id>,
  many: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Answered<Id, A, E>>>
): Stream.Stream<Answered<Id, A, E>> => {
  let refused: E | undefined
  return Stream.fromIterable(distinct).pipe(
    Stream.grouped(slice),
    Stream.mapEffect((group) => {
      const ids = [...group]
      if (refused !== undefined) {
        const result = Either.left(refused)
        return Effect.succeed(ids.map((id) => ({ id, result })))
      }
      return Effect.tap(many(ids), (answers) =>
        Effect.sync(() => {
          for (const { result } of answers) {
            if (Either.isLeft(result) && result.left._tag === "AccountRefusal") refused = result.left
          }
        })
      )
    }),
    Stream.mapConcat((answers) => answers)
  )
}
