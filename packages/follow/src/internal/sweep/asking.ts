/** Asking a panel about what was claimed, with no more calls than there are tokens for. */
import type { Answered } from "@smmkit/core/Call"
import type { OrderId, RefillId } from "@smmkit/core/Identifiers"
import type { InvalidOption } from "@smmkit/core/Options"
import * as OrderStatus from "@smmkit/core/OrderStatus"
import * as PanelClient from "@smmkit/core/PanelClient"
import { PanelConfig, make as panelConfig } from "@smmkit/core/PanelConfig"
import type { ReadError } from "@smmkit/core/PanelError"
import * as RefillStatus from "@smmkit/core/RefillStatus"
import { Transport } from "@smmkit/core/Transport"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"
import type { FollowConfig } from "../../FollowConfig.js"
import { passing } from "../passing.js"
import * as Allowance from "./allowance.js"

/** What came of asking: of each ID its own answer, or what the whole batch failed with. */
export type Asked<Id, A> =
  | { readonly _tag: "Answered"; readonly answers: ReadonlyMap<Id, Either.Either<A, ReadError>> }
  /** It refused the batch for one of its IDs, which one it did not say. */
  | { readonly _tag: "Refused" }
  | { readonly _tag: "Failed"; readonly error: ReadError }

/** Asks about IDs whose tokens were asked for at a time, by the clock that nobody sets. */
type Ask<Id, A> = (ids: ReadonlyArray<Id>, since: number) => Effect.Effect<Asked<Id, A>>

export interface Asking {
  readonly orders: Ask<OrderId, OrderStatus.Answer>
  readonly refills: Ask<RefillId, RefillStatus.Answer>
}

type Many<Id, A> = (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Answered<Id, A, ReadError>>>

/** What is said of the call, and not of an order, so that the next one of its kind would meet it as well. */
const ofCall: ReadonlyArray<ReadError["_tag"]> = [
  "AccountRefusal",
  "RateLimited",
  "PanelUnavailable",
  "NotSent",
  "Interrupted"
]

/** The error that all IDs share, as the batch itself failed with it. */
const shared = <Id, A>(answers: ReadonlyArray<Answered<Id, A, ReadError>>): ReadError | undefined => {
  const [first] = answers
  if (first === undefined || Either.isRight(first.result)) return undefined
  const error = first.result.left
  const isOfAll = answers.every(({ result }) => Either.isLeft(result) && result.left === error)
  return isOfAll && (answers.length > 1 || ofCall.includes(error._tag)) ? error : undefined
}

const classified = <Id, A>(
  answers: ReadonlyArray<Answered<Id, A, ReadError>>,
  isSpent: boolean
): Asked<Id, A> => {
  const error = shared(answers)
  if (isSpent) return { _tag: "Refused" }
  return error === undefined
    ? { _tag: "Answered", answers: new Map(answers.map(({ id, result }) => [id, result])) }
    : { _tag: "Failed", error }
}

export const make = (config: FollowConfig): Effect.Effect<Asking, InvalidOption, Transport | Scope.Scope> =>
  Effect.gen(function* () {
    const { transport, allow, isSpent } = Allowance.make(yield* Transport)
    const panel = yield* panelConfig(config.panel)
    const { orders, refills } = yield* Effect.all({
      orders: OrderStatus.make,
      refills: RefillStatus.make
    }).pipe(
      Effect.provideServiceEffect(PanelClient.PanelClient, PanelClient.make),
      Effect.provideService(PanelConfig, panel),
      Effect.provideService(Transport, transport)
    )
    const { spacing } = config.budget

    const once = <Id, A>(many: Many<Id, A>, ids: ReadonlyArray<Id>): Effect.Effect<Asked<Id, A>> =>
      Effect.flatMap(many(ids), (answers) => Effect.map(isSpent, (isSpent) => classified(answers, isSpent)))

    const atOnce = <Id, A>(many: Many<Id, A>, ids: ReadonlyArray<Id>): Effect.Effect<Asked<Id, A>> =>
      allow(1)(once(many, ids))

    /**
     * As far apart as their tokens are, however long each answer takes: else the last ones would be sent when others
     * have the turn. What fails for all ends it, and one whose turn is over waits for another claim: it may be late
     * once, be it that the claim was or that its own turn is.
     */
    const inTurn = <Id, A>(
      many: Many<Id, A>,
      ids: ReadonlyArray<Id>,
      since: number
    ): Effect.Effect<Asked<Id, A>> =>
      Effect.gen(function* () {
        const answers = new Map<Id, Either.Either<A, ReadError>>()
        const one = (id: Id, place: number) =>
          Effect.gen(function* () {
            const turn = Math.ceil(spacing * place)
            yield* Effect.sleep(Duration.millis(turn))
            if ((yield* passing) - since - turn > config.lateness) return
            const asked = yield* once(many, [id])
            if (asked._tag === "Failed") return yield* Effect.fail(asked)
            if (asked._tag === "Answered") for (const [id, answer] of asked.answers) answers.set(id, answer)
          })
        const outcome = yield* Effect.forEach(ids, one, { concurrency: "unbounded", discard: true }).pipe(
          allow(ids.length),
          Effect.either
        )
        return Either.isLeft(outcome) && answers.size === 0 ? outcome.left : { _tag: "Answered", answers }
      })

    const ask = config.budget.perCall === 1 ? inTurn : atOnce
    const deadline = { deadline: Duration.millis(config.timeout) }
    return {
      orders: (ids, since) => ask((ids) => orders.many(ids, deadline), ids, since),
      refills: (ids, since) => ask((ids) => refills.many(ids, deadline), ids, since)
    }
  })
