/**
 * Whether a refill is asked for at all.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { FollowOrder } from "./FollowOrder.js"
import type { RefillTerms } from "./RefillTerms.js"

/**
 * When a refill is asked for: `never`, whenever somebody wants it (`ask`: the panel says no where it does not give
 * it), or only of an order that is known to be `within the term` of its service.
 *
 * @example
 * import { RefillPolicy } from "@smmkit/follow"
 *
 * assert.deepStrictEqual(RefillPolicy.RefillPolicy.literals, ["never", "ask", "within the term"])
 *
 * @since 0.1.0
 * @category schemas
 */
export const RefillPolicy = Schema.Literal("never", "ask", "within the term")

/**
 * @since 0.1.0
 * @category models
 */
export type RefillPolicy = typeof RefillPolicy.Type

const day = 24 * 60 * 60_000

/**
 * Why a policy has no refill asked for now; `None` where it may be. A term is counted from the time at which the
 * order was seen to be over, so that it never seems longer than it is by more than a look; what is unknown is not
 * within it.
 *
 * @example
 * import { RefillPolicy } from "@smmkit/follow"
 * import { Option } from "effect"
 *
 * const term = { _tag: "Days", days: 30 } as const
 * const day = 24 * 60 * 60_000
 *
 * assert.ok(Option.isNone(RefillPolicy.objection("within the term", { state: "Completed", ended: 0 }, term, 29 * day)))
 * assert.ok(Option.isSome(RefillPolicy.objection("within the term", { state: "Completed", ended: 0 }, term, 31 * day)))
 * assert.ok(Option.isSome(RefillPolicy.objection("never", { state: "Completed", ended: 0 }, term, day)))
 *
 * @since 0.1.0
 * @category combinators
 */
export const objection = (
  policy: RefillPolicy,
  { state, ended }: Pick<FollowOrder, "state" | "ended">,
  term: RefillTerms,
  now: number
): Option.Option<string> => {
  switch (policy) {
    case "never":
      return Option.some("the policy is to ask for no refills")
    case "ask":
      return Option.none()
    case "within the term":
      if (ended === null || state !== "Completed") return Option.some("the order is not completed")
      if (term._tag === "Lifetime") return Option.none()
      if (term._tag === "None") return Option.some("the service gives no refills")
      if (term._tag === "Unknown") return Option.some("the refill term of its service is not known")
      return now <= ended + term.days * day
        ? Option.none()
        : Option.some(`the ${term.days} days in which it could be refilled are over`)
  }
}
